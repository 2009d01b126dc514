export declare function parse(text: string): Node;
export declare function parse(text: string, strict: boolean): Node;
declare const VERSION: string;
declare module "legacy-sdk" {
  export function login(user: User): Promise<Token>;
  export = login;
}
declare global {
  interface Window { app: App; }
}
namespace Outer.Inner {
  export const enum Level { Low = 1, "high", Max = Low << 2 }
}
export as namespace Kit;
