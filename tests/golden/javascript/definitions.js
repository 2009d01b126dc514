function plain(a, { b, c: [d = 1] }, ...rest) {
  function inner() {}
}
async function* stream() {}
const arrow = (a, b = a.size) => a + b;
const single = item => item.id;
const curried = (a) => (b) => a(b);
const named = function known(x) {};
const Box = class extends Base {};
export default class Service extends lib.Base {
  static count = 0;
  #hidden = 1;
  handler = (event) => this.#hidden;
  constructor(name) {
    super(name);
  }
  get size() { return 0; }
  set size(value) {}
  static async *[Symbol.asyncIterator]() {}
  "quoted-name"() {}
  static { register(this); }
}
class Mixed extends mixin(Base) {}
const api = {
  login(user) {},
  logout: async () => {},
  get token() { return null; },
  "x-header": function () {},
  retries: 3,
  shorthand,
  ...others,
  [computed]: 1,
};
function mixin(Base) {
  return class extends Base {};
}
export default () => {};
