// Written so that the grammar at hand does not know it
export interface Cell<in out T, out E = never> extends Base<T> {}
export const make = <A>(value: A): Cell<A> => ({ value });
export const each: {
  <A>(self: Cell<A>): void
  <A, B>(self: Cell<A>, f: (a: A) => B): void
} = dual(2, run);
const right = left === maybe!.name && !cache!.has(key) || last - rows![0].size;
const sent = !check!(a) && (await client.get<User>(url)).data;
async function typed() { return await list<Item>(1).first(); }
const wide = state as Store.Internal.State;
export type * from "./all";
abstract class Field { protected abstract override value: string; }
