export function fine(): void { before(); }
const model: import("./model").Box<Item> = load();
export function broken( { legacy.login(;
export function after(): void { last(); }
