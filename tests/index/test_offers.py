"""What a file offers of what it has from elsewhere."""

from __future__ import annotations

import pytest

from planproof.index import Offers, Resolver
from planproof.index.scan import scan
from planproof.model.document import Document


def offers(source: str, language: str, path: str) -> Offers:
    document = scan(source.encode(), language)
    assert isinstance(document, Document)
    return Resolver(document, language, path).offers


@pytest.mark.parametrize(
    ("source", "name", "chain"),
    [
        ('export { a as b } from "m"', "b", "m.a"),
        ('export { default } from "./m"', "default", "src.m.default"),
        ('export { default as b } from "m"', "b", "m.default"),
        ('export * as ns from "../m"', "ns", "m"),
        ('import { a } from "m"; export { a as b }', "b", "m.a"),
        ('import { a } from "m"; export { a as default }', "default", "m.a"),
        ('import { a } from "m"; export { a }', "a", "m.a"),
        ('import { a } from "m"; export default a', "default", "m.a"),
        ('import * as m from "m"; export const x = m.a', "x", "m.a"),
        ('import * as m from "m"; export const { x, a: y } = m', "y", "m.a"),
        ("function f() {}; export { f as g }", "g", "src.f"),
        ("export default function f() {}", "default", "src.f"),
        ("export default class C {}", "default", "src.C"),
        ('exports.x = require("m").a', "x", "m.a"),
        ('module.exports.x = require("m").a', "x", "m.a"),
        ('const m = require("m"); exports.x = m.a', "x", "m.a"),
        ('module.exports = { x: require("m").a }', "x", "m.a"),
        ('const { a } = require("m"); module.exports = { a }', "a", "m.a"),
        ('const m = require("m"); module.exports = { x: m.a }', "x", "m.a"),
    ],
)
@pytest.mark.parametrize("language", ["javascript", "typescript"])
def test_a_module_offers_what_it_exports(source: str, name: str, chain: str, language: str):
    assert offers(source, language, "src/index.js").names[name] == (chain,)


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ('export * from "./m"', "src.m"),
        ('module.exports = require("m")', "m"),
        ('const m = require("m"); module.exports = m.sub', "m.sub"),
        ('module.exports = { ...require("m") }', "m"),
        ('const m = require("m"); module.exports = { ...m }', "m"),
        ('import m = require("m"); export = m', "m"),
    ],
)
def test_a_module_offers_all_of_another_one(source: str, whole: str):
    assert offers(source, "typescript", "src/index.ts").wholes == (whole,)


def test_what_a_file_says_that_it_offers_hides_what_it_binds():
    source = 'import { a } from "m"; import { b } from "n"; export { b as a }'
    assert offers(source, "javascript", "index.js").names["a"] == ("n.b",)


def test_python_offers_what_its_module_binds():
    source = "from .core import get as fetch\nfrom .all import *\ndef f():\n  import os"
    found = offers(source, "python", "pkg/__init__.py")
    assert (found.names, found.wholes) == ({"fetch": ("pkg.core.get",)}, ("pkg.all",))


def test_rust_offers_what_it_uses():
    found = offers("pub use a::b as c;\npub use crate::d::*;", "rust", "src/lib.rs")
    assert (found.names, found.wholes) == ({"c": ("a.b",)}, ("crate.d",))


def test_go_and_java_offer_nothing_of_what_they_import():
    assert offers('package a\nimport . "fmt"', "go", "a/a.go") == Offers({}, ())
    assert offers("import a.b.C; import a.d.*;", "java", "A.java") == Offers({}, ())
