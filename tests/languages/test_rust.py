"""What Rust's modules know beyond their query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index import Resolver
from planproof.index.scan import scan
from planproof.languages import by_name, language_of
from planproof.model.document import Definition, Document, Role

RUST = language_of("src/lib.rs")


def read(source: str) -> Document:
    document = scan(source.encode(), "rust")
    assert isinstance(document, Document)
    return document


def definition(source: str, qualified: str) -> Definition:
    return next(each for each in read(source).definitions if each.qualified == qualified)


def names(source: str, role: Role) -> list[str]:
    return [row.name for row in read(source) if role in row.roles]


def test_rust_is_known_by_its_extension():
    assert RUST is not None
    assert RUST is by_name("rust")


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("src/lib.rs", "crate"),
        ("src/main.rs", "crate"),
        ("crates/core/src/lib.rs", "crate"),
        ("crates/core/src/auth/legacy.rs", "crate.auth.legacy"),
        ("src/auth/mod.rs", "crate.auth"),
        ("src/auth/lib.rs", "crate.auth.lib"),
        ("src/tests/common.rs", "crate.tests.common"),
        ("src/bin/tool.rs", "crate"),
        ("src/bin/tool/main.rs", "crate"),
        ("tests/login.rs", "crate"),
        ("tests/common/mod.rs", "crate.common"),
        ("examples/demo/main.rs", "crate"),
        ("kernel/alloc.rs", "crate.kernel.alloc"),
    ],
)
def test_a_module_begins_at_its_crate(path, module):
    assert RUST.module_of(path) == module


@pytest.mark.parametrize(
    ("source", "written", "resolved"),
    [
        ("use std::fs; fn f() { fs::read(p) }", "fs::read", "std.fs.read"),
        ("use std::fs::{read as r}; fn f() { r(p) }", "r", "std.fs.read"),
        ("use crate::auth as old; fn f() { old::login() }", "old::login", "crate.auth.login"),
        ("use super::x; fn f() { m!(x::y()) }", "x::y", "crate.a.x.y"),
        ("use a::Trait; fn f() { <T as Trait>::go() }", "Trait::go", "a.Trait.go"),
        ("use a::Map; fn f() { Map::<u8>::new() }", "Map::new", "a.Map.new"),
    ],
)
def test_names_resolve_through_imports(source, written, resolved):
    document = read(source)
    naming = Resolver(document, "rust", "src/a/b.rs")
    last = max(at for at, row in enumerate(document) if row.name == written)
    assert naming.resolve(last) == resolved


@pytest.mark.parametrize(
    ("use", "path", "resolved"),
    [
        ("use std::fs;", "src/a/b.rs", "std.fs"),
        ("use ::std::fs;", "src/a/b.rs", "std.fs"),
        ("use crate::x::y;", "src/a/b.rs", "crate.x.y"),
        ("use self::x;", "src/a/b.rs", "crate.a.b.x"),
        ("use super::x;", "src/a/b.rs", "crate.a.x"),
        ("use super::x;", "src/a/mod.rs", "crate.x"),
        ("use super::super::x;", "src/a/b.rs", "crate.x"),
        ("use super::super::super::super::x;", "src/a/b.rs", "crate.x"),
        ("use super::{self as up};", "src/a/b.rs", "crate.a"),
        ("mod tests { use super::x; }", "src/a/b.rs", "crate.a.b.x"),
        ("mod tests { use super::super::x; }", "src/a/b.rs", "crate.a.x"),
        ("mod inner { use self::x; }", "src/a/b.rs", "crate.a.b.inner.x"),
        ("mod tests { use super::*; }", "src/lib.rs", "crate"),
        ("use r#type::r#fn;", "src/lib.rs", "type.fn"),
        ("extern crate serde;", "src/lib.rs", "serde"),
        ("extern crate self as me;", "src/lib.rs", "crate"),
    ],
)
def test_paths_resolve_from_the_module_that_uses_them(use, path, resolved):
    (binding,) = read(use).imports
    assert RUST.resolve(path, binding) == resolved


@pytest.mark.parametrize(
    ("use", "bound"),
    [
        ("use a::b;", [("b", "a::b")]),
        ("use a::b as c;", [("c", "a::b")]),
        ("use a::b as _;", [("", "a::b")]),
        ("use a::{self, b::{c, d as e}, f::*};",
         [("a", "a"), ("c", "a::b::c"), ("e", "a::b::d"), ("", "a::f")]),
        ("use {a, b::c};", [("a", "a"), ("c", "b::c")]),
        ("use a::{*};", [("", "a")]),
        ("extern crate a as b;", [("b", "a")]),
    ],
)  # fmt: skip
def test_each_name_of_a_use_tree_is_one_import(use, bound):
    assert [(each.local, each.target) for each in read(use).imports] == bound


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Vec::<u8>::new", "Vec::new"),
        ("a::<Vec<u8>>::b::<fn(A) -> B>::c", "a::b::c"),
        ("<T as Trait<U>>::call", "Trait::call"),
        ("<Vec<<T as A>::B> as C>::d", "C::d"),
        ("<<T as A>::B>::c", "A::B::c"),
        ("<dyn Shape>::area", "Shape::area"),
        ("<[T]>::len", "()::len"),
        ("r#type.r#fn", "type.fn"),
        ("$crate::run", "crate::run"),
        ("a:: // note\n b", "a::b"),
        ("().unwrap", "().unwrap"),
        ("(A, B<C>)", "()"),
        ("self.0", "self.0"),
        ("*", "*"),
    ],
)
def test_a_name_has_no_type_arguments(written, name):
    assert RUST.clean(written) == name


@given(st.text(alphabet="ab:<>-&[]() \n$#'", max_size=30))
def test_any_text_has_a_clean_name(written):
    once = RUST.clean(written)
    assert not set(once) & set(" \n")


@pytest.mark.parametrize(
    ("impl", "qualified"),
    [
        ("impl A", "A.f"),
        ("impl<T> A<T>", "A.f"),
        ("impl T for m::A", "A.f"),
        ("impl T for &'a mut A<B>", "A.f"),
        ("impl T for [A]", "A.f"),
        ("impl T for *const A", "A.f"),
        ("impl T for dyn A", "A.f"),
        ("impl dyn A + 'static", "A.f"),
        ("impl T for (A, B)", "().f"),
        ("impl T for !", "().f"),
    ],
)
def test_a_method_is_qualified_by_the_type_it_is_for(impl, qualified):
    (method,) = read(f"{impl} {{ fn f(&self) {{}} }}").definitions
    assert (method.kind, method.qualified) == ("method", qualified)


def test_the_traits_of_an_impl_are_bases_of_its_type_and_of_nothing_around_it():
    source = "mod m { struct A; impl D for A {} impl From<u8> for A {} impl From<u9> for A {} }"
    assert definition(source, "m.A").bases == ("D", "From")
    assert definition(source, "m").bases == ()


def test_a_bound_is_no_base_of_the_definition_around_it():
    source = "trait A: B { fn f<T: C>(t: T) where T: D; }"
    assert definition(source, "A").bases == ("B",)
    assert definition(source, "A.f").bases == ()
    assert names(source, Role.BASE) == ["B", "C", "D"]


def test_attributes_belong_to_the_item_behind_them_and_only_to_an_item():
    source = "#[a]\n// note\n#[b(c)]\npub fn f() {}\n#[d]\nuse x;\nfn g() {}\n"
    assert definition(source, "f").decorators == ("a", "b")
    assert definition(source, "f").extent.start == 0
    assert definition(source, "g").decorators == ()


@pytest.mark.parametrize(
    ("tokens", "calls"),
    [
        ("a(b)", ["a"]),
        ("a::b(c.d(e))", ["a::b", "c.d"]),
        ("x?.y().z()", ["().z", "().y"]),
        ("self.x.await.y()", ["().y"]),
        ("b::<u8>(c)", ["b"]),
        ("Vec::<u8>::new()", ["Vec::new"]),
        ("<T as A>::b()", ["A::b"]),
        ("::a::b()", ["::a::b"]),
        ("Foo::default()", ["Foo::default"]),
        ("c!(d())", ["c", "d"]),
        ("$crate::a()", ["crate::a"]),
        ("x < y, z > (w)", []),
        ("match m { Some(n) => n.o() }", ["Some", "n.o"]),
        ("fn helper(a: u8) { b() }", ["b"]),
        ("a /* note */ . b()", ["a.b"]),
    ],
)
def test_calls_in_the_tokens_of_a_macro_are_found(tokens, calls):
    found = names(f"fn f() {{ m!({tokens}) }}", Role.CALL)
    assert sorted(found) == sorted(["m", *calls])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('"{a} {b:?} {{c}} {0} {} {d.e}"', ["a", "b"]),
        ('r#"{a}"#', ["a"]),
        ('"{{a}} {{{b}}}"', ["b"]),
    ],
)
def test_names_in_a_formatted_text_are_found(text, written):
    source = f"fn f() {{ m!({text}) }}"
    found = [row for row in read(source) if Role.REFERENCE in row.roles]
    assert [row.name for row in found] == written
    assert [source[row.span.start : row.span.end] for row in found] == written


def test_attributes_call_nothing():
    assert names("#[cfg(all(test, not(x)))] #[a(b::c(1))] fn f() {}", Role.CALL) == []


@given(st.lists(st.sampled_from(
    ["a", "b", ".", "::", "<", ">", ">>", "?", "!", "(c)", "[d]", "{e}", "1", "self", "$crate",
     "fn", ",", "=", "await", "'x", "default", '"s"', "// n\n"]
), max_size=25))  # fmt: skip
def test_no_tokens_break_the_reading_of_them(tokens):
    source = "fn f() { m! { " + " ".join(tokens) + " } }"
    document = scan(source.encode(), "rust")
    assert isinstance(document, Document)
    for row in document:
        assert 0 <= row.span.start < row.span.end <= len(source)


def test_what_a_type_is_said_not_to_be_is_no_base():
    source = "struct S; impl !Send for S {} impl<T> !a::Sync for S<T> {} impl From<!> for S {}"
    document = scan(source.encode(), "rust")
    assert isinstance(document, Document)
    assert document.definitions[0].bases == ("From",)
    assert [row.name for row in document if Role.BASE in row.roles] == ["From"]


@pytest.mark.parametrize(
    "source", ["pub(crate) use;", "use ::;", "use  as x;", "use {};", "use ::{};"]
)
def test_a_use_of_nothing_is_read(source: str) -> None:
    assert isinstance(scan(f"fn f() {{}}\n{source}\nextern crate a;\n".encode(), "rust"), Document)
