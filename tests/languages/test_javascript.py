"""JavaScript: what an import means, what a name is, where definitions belong, what errors reach."""

from __future__ import annotations

import pytest

from planproof.index.scan import scan
from planproof.languages import Language, by_name, language_of
from planproof.languages.module_specifier import read_specifier
from planproof.model.document import Definition, Document, Import, Role
from planproof.model.name import canonical


def read(source: str, language: str = "javascript") -> Document:
    document = scan(source.encode(), language)
    assert isinstance(document, Document)
    return document


def javascript() -> Language:
    language = by_name("javascript")
    assert language is not None
    return language


def imports(source: str, language: str = "javascript") -> list[tuple[str, str, int]]:
    return [(each.local, each.target, each.level) for each in read(source, language).imports]


def names(source: str, role: Role, language: str = "javascript") -> list[str]:
    return [row.name for row in read(source, language) if role in row.roles]


def definition(source: str, qualified: str, language: str = "javascript") -> Definition:
    found = [d for d in read(source, language).definitions if d.qualified == qualified]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('import "m";', [("", "m", 0)]),
        ('import D from "m";', [("D", "m.default", 0)]),
        ('import {a} from "m";', [("a", "m.a", 0)]),
        ('import {a as b, c} from "m/sub";', [("b", "m/sub.a", 0), ("c", "m/sub.c", 0)]),
        ('import {default as b} from "m";', [("b", "m.default", 0)]),
        ('import {"a-b" as c} from "m";', [("c", "m.a-b", 0)]),
        ('import * as ns from "m";', [("ns", "m", 0)]),
        ('import D, {a} from "m";', [("D", "m.default", 0), ("a", "m.a", 0)]),
        ('import D, * as ns from "m";', [("D", "m.default", 0), ("ns", "m", 0)]),
        ('import data from "./d.json" with {type: "json"};', [("data", "d.json.default", 1)]),
        ('export {a as b} from "m";', [("", "m.a", 0)]),
        ('export {default} from "m";', [("", "m.default", 0)]),
        ('export * from "m";', [("", "m", 0)]),
        ('export * as ns from "m";', [("", "m", 0)]),
        ('const m = require("m");', [("m", "m", 0)]),
        ("const m = require(`m`);", [("m", "m", 0)]),
        ('let m; m = require("m");', [("m", "m", 0)]),
        ('const m = require("m").a.b;', [("m", "m.a.b", 0)]),
        ('const {a: b} = require("m");', [("b", "m.a", 0), ("", "m", 0)]),
        ('const {a = 1} = require("m");', [("a", "m.a", 0), ("", "m", 0)]),
        ('const {"a": b = 1} = require("m");', [("b", "m.a", 0), ("", "m", 0)]),
        ('const {a: {b}} = require("m").c;', [("b", "m.c.a.b", 0), ("", "m.c", 0)]),
        ('const {...rest} = require("m");', [("", "m", 0)]),
        ('require("m")();', [("", "m", 0)]),
        ('const m = require("m")(option);', [("", "m", 0)]),
        ('use(require("m"));', [("", "m", 0)]),
        ('const m = await import("m");', [("m", "m", 0)]),
        ('const {a} = await import("m");', [("a", "m.a", 0), ("", "m", 0)]),
        ('const m = (await import("m")).default;', [("m", "m.default", 0)]),
        ('const later = import("m");', [("", "m", 0)]),
        ('import("m").then(({a}) => a);', [("", "m", 0)]),
        ('import(/* webpackChunkName: "m" */ "m");', [("", "m", 0)]),
    ],
)
def test_every_way_to_import_is_read(source: str, expected: list[tuple[str, str, int]]):
    assert imports(source) == expected


@pytest.mark.parametrize(
    "source",
    ["require(name);", "require(`./${x}.js`);", "import(name);", "require();", "load('m');"],
)
def test_what_cannot_be_known_is_no_import(source: str):
    assert imports(source) == []


def test_a_star_export_takes_everything():
    assert [each.star for each in read('export * from "m"; export {a} from "m";').imports] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("specifier", "target", "level"),
    [
        ("m", "m", 0),
        ("chart.js", "chart.js", 0),
        ("@scope/kit.js", "@scope/kit.js", 0),
        ("@scope/kit/sub.js", "@scope/kit/sub", 0),
        ("lodash/get.js", "lodash/get", 0),
        ("node:fs", "node:fs", 0),
        ("./a", "a", 1),
        ("./a/b.mjs", "a/b", 1),
        ("./a.d.ts", "a", 1),
        ("./style.css", "style.css", 1),
        ("../a", "a", 2),
        ("../../a.tsx", "a", 3),
        (".", "", 1),
        ("./", "", 1),
        ("..", "", 2),
        ("./index.js", "", 1),
        ("../lib/index", "lib", 2),
        ("./indexes", "indexes", 1),
        (".hidden", ".hidden", 0),
    ],
)
def test_specifiers_become_modules(specifier: str, target: str, level: int):
    assert read_specifier(specifier) == (target, level)


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("src/auth/legacy.js", "src.auth.legacy"),
        ("src/utils/index.ts", "src.utils"),
        ("index.js", ""),
        ("types/api.d.ts", "types.api"),
        ("src/user.service.ts", "src.user.service"),
        ("a/b.test.tsx", "a.b.test"),
        ("bin/run", "bin.run"),
    ],
)
def test_a_file_is_a_module(path: str, module: str):
    assert javascript().module_of(path) == module


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("src/a.js", 'import {x} from "./b.js"', "src.b.x"),
        ("src/a.js", 'import x from "../lib/b"', "lib.b.default"),
        ("src/deep/a.js", 'import * as x from "../.."', ""),
        ("src/deep/a.js", 'import {x} from "."', "src.deep.x"),
        ("a.js", 'import {x} from "./b"', "b.x"),
        ("a.js", 'import {x} from "../../outside"', "outside.x"),
        ("src/a.js", 'import {x} from "m/sub.js"', "m.sub.x"),
    ],
)
def test_relative_imports_resolve_against_the_file(path: str, source: str, expected: str):
    (binding,) = read(source).imports
    assert javascript().resolve(path, binding) == expected


def test_an_import_resolves_to_the_module_of_the_file_that_it_names():
    language = javascript()
    for target in ("src/auth/tokens.ts", "src/auth/index.ts", "src/user.model.js"):
        specifier = "./" + target.removeprefix("src/")
        (binding,) = read(f'import * as x from "{specifier}"').imports
        assert language.resolve("src/main.js", binding) == language.module_of(target)


def test_a_binding_without_a_level_is_its_own_target():
    binding = Import("x", "m/sub.x", read('import {x} from "m/sub"').imports[0].span)
    assert javascript().resolve("src/a.js", binding) == "m.sub.x"


def test_only_the_longest_chain_is_an_attribute():
    assert names("a.b.c(x).d.e;", Role.ATTRIBUTE) == ["().d.e", "a.b.c"]


def test_a_name_has_each_role_once_at_one_place():
    rows = list(read("a.b(x);"))
    assert [(row.name, row.roles) for row in rows] == [
        ("a.b", Role.CALL | Role.ATTRIBUTE),
        ("x", Role.REFERENCE),
    ]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        ("a?.b?.(1);", ["a?.b"]),
        ("a(1).b();", ["().b", "a"]),
        ("a[0]();", ["()"]),
        ("f()();", ["()", "f"]),
        ("this.x.y();", ["this.x.y"]),
        ("class A extends B { m() { super.m(); super.n.o(); } }", ["super.m", "super.n.o"]),
        ("class A extends B { constructor() { super(1); } }", ["super"]),
        ("new Foo; new a.b.Foo(1);", ["Foo", "a.b.Foo"]),
        ("tag`x`; a.b`y ${z()}`;", ["tag", "a.b", "z"]),
        ("(0, a.b)();", ["()", "a.b"]),
        ("(a.b)(); (c)(d);", ["()", "a.b", "()", "c"]),
        ("(() => {})();", ["()"]),
        ('import("m");', []),
        ("x.map(y => y.z());", ["x.map", "y.z"]),
        ("this.#p.q();", ["this.#p.q"]),
        ("import.meta.glob('*');", ["import.meta.glob"]),
        ("a /* why */ . b\n  .c();", ["a.b.c"]),
    ],
)
def test_calls_are_named_by_their_callee(source: str, calls: list[str]):
    assert names(source, Role.CALL) == calls


def test_canonical_forms_are_chains_of_plain_names():
    chains = names("a?.b(); this.x(); f().g();", Role.CALL)
    assert [canonical(chain) for chain in chains] == ["a.b", "this.x", "().g", "f"]


@pytest.mark.parametrize(
    ("source", "kind", "qualified"),
    [
        ("function f() {}", "function", "f"),
        ("async function* f() {}", "function", "f"),
        ("const f = () => 1;", "function", "f"),
        ("let f = async function () {};", "function", "f"),
        ("const f = function* () {};", "function", "f"),
        ("class A { m() {} }", "method", "A.m"),
        ("class A { static async m() {} }", "method", "A.m"),
        ("class A { get m() {} }", "method", "A.m"),
        ("class A { constructor() {} }", "method", "A.constructor"),
        ("class A { m = () => 1 }", "method", "A.m"),
        ("class A { m = 1 }", "field", "A.m"),
        ("class A { m }", "field", "A.m"),
        ("class A { #m = 1 }", "field", "A.#m"),
        ("const A = class { m() {} };", "method", "A.m"),
        ("const o = { m() {} };", "method", "m"),
        ("const o = { m: () => 1 };", "method", "m"),
        ("const o = { 'm': function () {} };", "method", "m"),
        ("const o = { M: class {} };", "class", "M"),
        ("exports.f = () => 1;", "function", "f"),
        ("module.exports.f = function () {};", "function", "f"),
        ("A.prototype.m = function () {};", "method", "A.m"),
        ("function f() { class B { m() {} } }", "method", "f.B.m"),
        ("const f = () => { function g() {} };", "function", "f.g"),
        ("run(function f() {});", "function", "f"),
    ],
)
def test_definitions_have_a_kind_and_a_qualified_name(source: str, kind: str, qualified: str):
    assert definition(source, qualified).kind == kind


@pytest.mark.parametrize(
    "source",
    [
        "element.onclick = () => {};",
        "this.run = () => {};",
        "f = () => {};",
        "const o = { a: 1, b };",
        "const { a } = b;",
        "export default () => {};",
        "export default class {}",
        "let x = call(() => {});",
    ],
)
def test_what_only_holds_a_value_is_no_definition(source: str):
    assert read(source).definitions == ()


def test_parameters_belong_to_the_definition_whose_list_they_stand_in():
    source = "const f = (a, {b, c: [d]}, e = (x) => x, ...g) => (h) => function (i) {};"
    assert definition(source, "f").parameters == ("a", "b", "d", "e", "g")
    parameters = names(source, Role.PARAMETER)
    assert parameters == ["a", "b", "d", "e", "x", "g", "h", "i"]


def test_scopes_are_definitions():
    source = "class A { m() { call(); } }"
    document = read(source)
    (call,) = [row for row in document if Role.CALL in row.roles]
    assert document.definitions[document.enclosing(call.span)].qualified == "A.m"


def test_decorators_and_bases_belong_to_their_definition():
    source = "@a.b() @c export class A extends ns.B { @d m() {} }"
    found = definition(source, "A")
    assert (found.decorators, found.bases) == (("a.b", "c"), ("ns.B",))
    assert found.extent.start == 0
    assert definition(source, "A.m").decorators == ("d",)


def test_a_call_is_no_base():
    found = definition("class A extends mixin(B) {}", "A")
    assert found.bases == ()


def test_a_class_without_a_name_gives_its_base_to_nobody():
    assert definition("function f(B) { return class extends B {}; }", "f").bases == ()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (r"\u006cegacy();", "legacy"),
        (r"a.leg\u{61}cy();", "a.legacy"),
        (r"l\u{110000}();", "l\ufffd"),
        ("größe();", "größe"),
        ("$.ajax();", "$.ajax"),
    ],
)
def test_escapes_are_decoded_in_names_only(source: str, name: str):
    (row,) = [row for row in read(source) if Role.CALL in row.roles]
    assert row.name == name
    assert source.encode()[row.span.start : row.span.end] == source[:-3].encode()


def test_attributes_of_elements_are_keywords_and_components_are_names():
    source = "<Foo.Bar a={1} b-c='x' {...d}><div e/><Row/></Foo.Bar>"
    assert names(source, Role.KEYWORD) == ["a", "b-c", "e"]
    assert names(source, Role.ATTRIBUTE) == ["Foo.Bar", "Foo.Bar"]
    assert names(source, Role.REFERENCE) == ["d", "Row"]


def test_labels_are_no_names():
    assert names("label: for (;;) { continue label; }", Role.REFERENCE) == []


def test_every_leaf_of_a_pattern_is_assigned():
    source = "({a, b: c, d: [e = 1, ...f.g]} = x); for (const {h} of y) {} [i.j] = z; k++;"
    assert names(source, Role.ASSIGNMENT) == ["a", "c", "e", "f.g", "h", "i.j", "k"]


def test_flow_types_break_only_what_they_touch():
    source = "before();\nfunction f(a: number): string { inside(); }\nfunction g() { after(); }\n"
    document = read(source)
    broken = {row.name: document.is_broken(row.span) for row in document if Role.CALL in row.roles}
    assert broken == {"before": False, "inside": True, "after": False}


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a.js", "javascript"),
        ("a.jsx", "javascript"),
        ("a.mjs", "javascript"),
        ("a.cjs", "javascript"),
        ("a.ts", "typescript"),
        ("a.mts", "typescript"),
        ("a.cts", "typescript"),
        ("a.d.ts", "typescript"),
        ("a.tsx", "tsx"),
    ],
)
def test_the_extension_says_the_language(path: str, language: str):
    found = language_of(path)
    assert found is not None
    assert found.name == language


@pytest.mark.parametrize(
    ("line", "language"),
    [
        (b"#!/usr/bin/env node\n", "javascript"),
        (b"#!/usr/bin/node --harmony\n", "javascript"),
        (b"#!/usr/bin/env -S bun run\n", "javascript"),
        (b"#!/usr/bin/env ts-node\n", "typescript"),
    ],
)
def test_a_script_says_its_language_in_its_first_line(line: bytes, language: str):
    found = language_of("bin/tool", line)
    assert found is not None
    assert found.name == language


@pytest.mark.parametrize(
    ("source", "scopes"),
    [
        ("{ const a = 1; f(a); }", ["{ const a = 1; f(a); }"]),
        ("{ f(a); { let b = 1; } }", ["{ let b = 1; }"]),
        ("{ for (const a of b) { f(a); } }", ["for (const a of b) { f(a); }"]),
        ("switch (a) { case 1: let b = a; }", ["{ case 1: let b = a; }"]),
        ("{ let c; switch (a) { case 1: f(a); } }", ["{ let c; switch (a) { case 1: f(a); } }"]),
        ("switch (a) { case 1: { const b = a; } }", ["{ const b = a; }"]),
    ],
)
def test_blocks_that_declare_a_name_are_scopes(source: str, scopes: list[str]):
    assert [source[each.start : each.end] for each in read(source).regions] == scopes
