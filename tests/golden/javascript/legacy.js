#!/usr/bin/env node
<!-- hidden from old browsers
"use strict";
exports.parse = function (text) {};
module.exports.format = (value, width) => value;
Shape.prototype.area = function area() {};
geo.Shape.prototype.move = function (dx, dy) {};
element.onclick = function () {};
var \u006cegacy = t\u{65}st;
(function () { this.global = 1; })();
define("amd", ["dep"], function (dep) {});
