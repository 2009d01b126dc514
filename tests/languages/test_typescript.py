"""TypeScript and TSX: types, members, and what the grammar is helped with."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index.scan import scan
from planproof.languages import Language, by_name
from planproof.model.document import Definition, Document, Role


def read(source: str, language: str = "typescript") -> Document:
    document = scan(source.encode(), language)
    assert isinstance(document, Document)
    return document


def typescript() -> Language:
    language = by_name("typescript")
    assert language is not None
    return language


def names(source: str, role: Role, language: str = "typescript") -> list[str]:
    return [row.name for row in read(source, language) if role in row.roles]


def definition(source: str, qualified: str) -> Definition:
    found = [d for d in read(source).definitions if d.qualified == qualified]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('import type {A} from "m";', [("A", "m.A")]),
        ('import {type A as B} from "m";', [("B", "m.A")]),
        ('import type D from "m";', [("D", "m.default")]),
        ('import x = require("m");', [("x", "m")]),
        ('import type x = require("m");', [("x", "m")]),
        ("import x = A.B.C;", [("x", "A.B.C")]),
        ('export type {A as B} from "m";', [("", "m.A")]),
        ('export type * from "m";', [("", "m")]),
        ('let x: import("m").A.B;', [("", "m.A.B")]),
        ('type X = Y | import("m").A;', [("", "m.A")]),
        ('let x: typeof import("m");', [("", "m")]),
        ('const x = y as import("m").A;', [("", "m.A")]),
        ('const x = (await import("m")) as Y;', [("x", "m")]),
        ('const x = require("m")!.a;', [("x", "m.a")]),
    ],
)
def test_every_way_to_import_is_read(source: str, expected: list[tuple[str, str]]):
    assert [(each.local, each.target) for each in read(source).imports] == expected


@pytest.mark.parametrize(
    ("source", "kind", "qualified"),
    [
        ("interface A { m(): void }", "interface", "A"),
        ("interface A { m(): void }", "method", "A.m"),
        ("interface A { p: string }", "field", "A.p"),
        ("type T = { p: string };", "field", "T.p"),
        ("enum E { A }", "enum", "E"),
        ("const enum E { A = 1 }", "enum_member", "E.A"),
        ("type T = string;", "type", "T"),
        ("abstract class A { abstract m(): void }", "method", "A.m"),
        ("class A { private readonly p: string = ''; }", "field", "A.p"),
        ("class A { p = async <T>(x: T) => x; }", "method", "A.p"),
        ("namespace N { export function f() {} }", "namespace", "N"),
        ("namespace N.M { export function f() {} }", "function", "N.M.f"),
        ("declare module 'm' { function f(): void }", "module", "m"),
        ("declare global { interface W {} }", "interface", "global.W"),
        ("declare function f(a: string): void;", "function", "f"),
        ("declare class D { m(): void }", "method", "D.m"),
        ("const f = <T,>(x: T): T => x;", "function", "f"),
    ],
)
def test_definitions_have_a_kind_and_a_qualified_name(source: str, kind: str, qualified: str):
    assert definition(source, qualified).kind == kind


def test_overloads_are_definitions_of_one_name():
    source = "function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: any) {}\n"
    assert [each.qualified for each in read(source).definitions] == ["f", "f", "f"]


def test_parameters_of_types_belong_to_no_definition():
    source = "function f(this: W, a?: (x: X) => void, {b}: {c: string} = {}, ...d: D[]) {}"
    assert definition(source, "f").parameters == ("this", "a", "b", "d")


def test_parameter_properties_are_parameters():
    assert definition("class A { constructor(private b: B) {} }", "A.constructor").parameters == (
        "b",
    )


def test_bases_are_named_without_their_type_arguments():
    source = "class A<T> extends ns.B<T> implements C, d.E<F> {}"
    assert definition(source, "A").bases == ("ns.B", "C", "d.E")
    assert definition("interface A extends B<C>, d.E {}", "A").bases == ("B", "d.E")


def test_decorators_before_a_method_are_part_of_it():
    source = "class A { @a({ x() {} })\n @b.c\n private async m(@d e: E) {} }"
    found = definition(source, "A.m")
    assert found.decorators == ("a", "b.c")
    assert source[found.extent.start :].startswith("@a")
    assert definition(source, "A.m.x").parent == read(source).definitions.index(found)


def test_a_decorator_of_a_class_without_a_name_belongs_to_nobody():
    found = definition("@a export default class { m() {} }", "m")
    assert (found.decorators, found.extent.start) == ((), 26)


@pytest.mark.parametrize(
    ("source", "annotations"),
    [
        ("let x: Map<string, a.B[]>;", ["Map", "string", "a.B"]),
        ("function f(x: A): x is B {}", ["A", "B"]),
        ("x as A; x satisfies B; <C>x;", ["A", "B", "C"]),
        ("f<A>(); new G<B>();", ["A", "B"]),
        ("type T<U extends A = B> = U extends infer V ? V : never;", ["A", "B", "U", "V", "never"]),
        ("let x: typeof a.b;", ["a.b"]),
        ("let x: { [key: string]: any };", ["string", "any"]),
        ("class A extends B<C> {}", ["C"]),
        ("type T = keyof A['b'];", ["A"]),
        ("let x: undefined;", ["undefined"]),
    ],
)
def test_names_in_types_are_annotations(source: str, annotations: list[str]):
    assert names(source, Role.ANNOTATION) == annotations


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        ("a!.b!.c();", ["a.b.c"]),
        ("a!();", ["a"]),
        ("this.x!.y();", ["this.x.y"]),
        ("f()!.g();", ["().g", "f"]),
        ("x === a!.b();", ["a.b"]),
        ("!a!.b(c) && d - e!.f();", ["a.b", "e.f"]),
        ("!check!(a);", ["check"]),
        ("new a!.B();", ["a.B"]),
        ("async () => { await http.get<T>(url); }", ["http.get"]),
        ("async () => (await f<T>(x)).y();", ["().y", "f"]),
        ("async () => { await f<T>(x).y(); }", ["().y", "f"]),
        ("!f<T>(x);", ["f"]),
        ("if (!(a)) !b.c();", ["b.c"]),
        ("if (a != b) c();", ["c"]),
        ("return!(a());", ["a"]),
        ("const s = 'Hi!.'; s.t();", ["s.t"]),
        ("[1, !.5].map(f);", ["().map"]),
    ],
)
def test_calls_are_named_through_assertions(source: str, calls: list[str]):
    document = read(source)
    assert [row.name for row in document if Role.CALL in row.roles] == calls
    assert document.broken == ()


def test_the_place_of_a_call_behind_await_starts_behind_it():
    source = "async () => { await http.get<T>(url).text(); }"
    places = [
        source[row.span.start : row.span.end] for row in read(source) if Role.CALL in row.roles
    ]
    assert places == ["http.get<T>(url).text", "http.get"]


@pytest.mark.parametrize(
    "source",
    [
        "interface Box<in out T, out U extends V> { value: T }",
        "export interface Box<\n  // invariant\n  in out T,\n> {}",
        'export type * from "m";',
        "declare const f: {\n  <A>(a: A): B\n  <\n    A,\n    C\n  >(a: A, c: C): B\n};",
        "abstract class A { abstract override b: string; }",
        'declare module "m" {\n  global {\n    var a: B;\n  }\n}',
    ],
)
def test_what_the_grammar_lacks_does_not_break_a_file(source: str):
    assert read(source).broken == ()


def test_a_repair_that_does_not_help_is_not_used():
    source = 'type A = import("m").B<C>;\nfoo\n  <T>(a);\n'
    assert "foo" in names(source, Role.CALL)


@given(
    st.binary(max_size=200)
    | st.text(alphabet="ab!.?()[]<>,; \nin out", max_size=80).map(str.encode)
)
def test_what_the_parser_is_given_has_the_length_of_the_source(source: bytes):
    prepared = typescript().prepared(source)
    assert len(prepared) == len(source) == len(typescript().repaired(prepared))


def test_a_generic_arrow_is_no_element_in_tsx():
    assert names("const f = <T,>(x: T) => <Row<T> k={x!.y} />;", Role.KEYWORD, "tsx") == ["k"]
    assert names("const f = <T,>(x: T) => x!.y;", Role.ATTRIBUTE, "tsx") == ["x.y"]


def test_a_type_assertion_is_one_in_typescript_only():
    assert names("const x = <Target>input;", Role.ANNOTATION) == ["Target"]
    assert read("const x = <Target>input;", "tsx").broken != ()


def test_private_names_stay_as_they_are_written():
    assert names("class A { #x = 1; y() { return this.#x; } }", Role.ATTRIBUTE) == ["this.#x"]


@pytest.mark.parametrize(
    "source",
    [
        b"a" + b"!" * 100_000,
        b"a!" + b" " * 100_000,
        b"x" + b"\n  " * 50_000 + b"<",
        b"x<" + b"\n" * 100_000 + b"in",
        b",//\n" * 25_000 + b"in ",
        b"global " * 20_000,
        b"export type " * 10_000,
    ],
    ids=lambda source: source[:8].decode(),
)
def test_preparing_and_repairing_take_linear_time(source: bytes):
    started = time.process_time()
    typescript().repaired(typescript().prepared(source))
    assert time.process_time() - started < 1
