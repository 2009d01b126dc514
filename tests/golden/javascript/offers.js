import core, { get } from "./core";
import * as all from "./all";
export { get as fetch, core as default };
export { post as send, put } from "./core";
export { default } from "./core";
export * as utils from "./utils";
export * from "./more";
export default get;
export default class Client {}
export default function open() {}
export const ask = get;
const { a, b: c, d = 1, e: { f } } = core.parts, g = all.g;
const made = new core.Client(), call = make();
exports.x = require("m").a;
exports.y = get;
module.exports.z = all.z;
exports.n = 1;
module.exports = require("m");
module.exports = core;
module.exports = { get, tell: core.tell, sub: require("./sub"), ...all, ...require("rest"), own() {} };
made.name = core.name;
x = y[0].z;
