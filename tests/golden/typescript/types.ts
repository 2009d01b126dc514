type Pair<A, B extends Base = Fallback> = [first: A, second?: B];
type Mapped<T> = { [K in keyof T as Rename<K>]?: T[K] };
type Unwrapped<T> = T extends Promise<infer U> ? U : never;
type Model = import("./model").Model;
type Either = Model | Promise<import("./left").deep.Left>;
type Handler = (event: Event, ...rest: unknown[]) => void;
interface Shape extends geo.Base<number>, Named {
  readonly area: number;
  scale(factor: number): this;
  (call: string): boolean;
  new (source: Shape): Shape;
  [key: string]: any;
}
let value: Map<string, geo.Point[]> | undefined = new Map<string, geo.Point[]>();
let module: typeof import("./module");
let part: typeof import("./module").part.size;
let same: typeof value.size;
const cast = (input as unknown as Target).field;
const imported = input as import("./cast").Target;
const checked = { a: 1 } satisfies Config;
const sure = maybe!.inner!.name;
maybe!();
maybe!.run();
const old = <Target>input;
function isShape(this: Window, x: unknown): x is Shape { return x instanceof Shape; }
function assertShape(x: unknown): asserts x {}
make<Shape>(value as const);
