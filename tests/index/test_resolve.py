"""What names mean through a file's imports."""

from __future__ import annotations

import pytest

from planproof.index import Resolver
from planproof.index.scan import scan
from planproof.model.document import Document


def meanings(source: str, path: str = "pkg/sub/mod.py") -> dict[str, tuple[str, ...]]:
    """Name → what its last occurrence may stand for."""
    document = scan(source.encode(), "python")
    assert isinstance(document, Document)
    resolver = Resolver(document, "python", path)
    return {row.name: resolver.candidates(at) for at, row in enumerate(document)}


@pytest.mark.parametrize(
    ("source", "name", "meaning"),
    [
        ("import os\nos.path", "os.path", "os.path"),
        ("import a.b\na.b.c", "a.b.c", "a.b.c"),
        ("import a.b\na.x", "a.x", "a.x"),
        ("import a.b as c\nc.d", "c.d", "a.b.d"),
        ("from a.b import c\nc.d", "c.d", "a.b.c.d"),
        ("from a import a\na.x", "a.x", "a.a.x"),
        ("from a import b as c\nc()", "c", "a.b"),
        ("from . import x\nx.y", "x.y", "pkg.sub.x.y"),
        ("from .x import y\ny()", "y", "pkg.sub.x.y"),
        ("from ..x import y as z\nz()", "z", "pkg.x.y"),
        ("from .... import x\nx()", "x", "x"),
        ("import requests as r\nr.get(1).json()", "r.get", "requests.get"),
        ("def f():\n  import a.b as c\n  c.d", "c.d", "a.b.d"),
        ("import a\ndef f():\n  def g():\n    a.x", "a.x", "a.x"),
        ("import a\nclass C:\n  a = 1\n  def f(self): a.x", "a.x", "a.x"),
        ("class C:\n  import a\n  a.x", "a.x", "a.x"),
        ("from x import a\na = 1\na()", "a", "x.a"),
        ("from x import a\ndef f(a: a.B): ...", "a.B", "x.a.B"),
        ("from x import a\ndef f(a=a.b): ...", "a.b", "x.a.b"),
        ("import json\n@json.x\ndef f(json): ...", "json.x", "json.x"),
    ],
)
def test_a_name_means_what_it_was_imported_as(source: str, name: str, meaning: str):
    assert meanings(source)[name] == (meaning,)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a.b", "a.b"),
        ("import a\ndef f(a): a.x", "a.x"),
        ("import a\ndef f():\n  a = 1\n  a.x", "a.x"),
        ("import a\ndef f():\n  for a in b: a.x", "a.x"),
        ("import a\ndef f(a):\n  def g():\n    a.x", "a.x"),
        ("def f():\n  import a\ndef g():\n  a.x", "a.x"),
        ("class C:\n  import a\n  def f(self): a.x", "a.x"),
        ("import a\nf(a=1)", "a"),
        ("import a\ndef f(a): ...", "a"),
        ("import a\nx().a.b", "().a.b"),
        ("import x as a", "a"),
        ("from m import x as a", "a"),
    ],
)
def test_a_name_that_is_not_imported_means_itself(source: str, name: str):
    assert meanings(source)[name] == ()


def test_an_import_means_its_absolute_target():
    found = meanings("import a.b\nfrom ..x import y as z\nfrom m import *")
    assert (found["a.b"], found["y"], found["*"]) == (("a.b",), ("pkg.x.y",), ("m",))


def test_every_import_of_a_name_counts():
    source = "try:\n  import fast as j\nexcept ImportError:\n  import slow as j\nj.dump()"
    assert meanings(source)["j.dump"] == ("fast.dump", "slow.dump")


def test_a_package_is_its_own_module():
    found = meanings("from . import x\nfrom .y import z\nx()\nz()", "pkg/__init__.py")
    assert (found["x"], found["z"]) == (("pkg.x",), ("pkg.y.z",))
    assert meanings("from .y import z\nz()", "mod.py")["z"] == ("y.z",)


def test_resolve_is_the_first_candidate_or_nothing():
    document = scan(b"import a as b\nb.c\nd", "python")
    assert isinstance(document, Document)
    resolver = Resolver(document, "python", "m.py")
    assert [resolver.resolve(row) for row in range(len(document))] == ["a", "", "a.c", ""]


def language_meanings(source: str, language: str, path: str) -> dict[str, tuple[str, ...]]:
    """Name → what its last occurrence may stand for."""
    document = scan(source.encode(), language)
    assert isinstance(document, Document)
    resolver = Resolver(document, language, path)
    return {row.name: resolver.candidates(at) for at, row in enumerate(document)}


PYTHON = [
    # what the file defines
    ("def login(): ...\nlogin()", "login", ["m.login"]),
    ("def f(): g()\ndef g(): ...\nf(g)", "g", ["m.g"]),
    ("class C:\n  def f(self): ...\nC.f()", "C.f", ["m.C.f"]),
    ("class C:\n  class D:\n    x = 1\n  D.x", "D.x", ["m.C.D.x"]),
    ("def f():\n  def g(): ...\n  g()", "g", ["m.f.g"]),
    ("S = 1\nS.get()", "S.get", ["m.S.get"]),
    ("def f(login): login()\ndef login(): ...", "login", []),
    ("def login(): ...\ndef f(login): login()", "login", []),
    ("def login(): ...\ndef f():\n  login = 1\n  login()", "login", []),
    ("def login(): ...\nclass C:\n  login = 1\n  def f(self): login()", "login", ["m.login"]),
    ("class C:\n  def login(self): ...\n  x = login\n  login()", "login", ["m.C.login"]),
    (
        "class C:\n  def p(self): ...\n  @p.setter\n  def p2(self): ...",
        "p.setter",
        ["m.C.p.setter"],
    ),
    ("def r(): ...\n[r() for r in x]", "r", []),
    ("def r(): ...\nx = [a for a in b]\nr()", "r", ["m.r"]),
    ("def r(): ...\nf(lambda r: r())", "r", []),
    # self, cls, super
    ("class C:\n  def f(self): self.g()\n  def g(self): ...", "self.g", ["m.C.g"]),
    ("class C:\n  def f(self): self.g()", "self.g", ["m.C.g"]),
    ("from x import B\nclass C(B):\n  def f(self): self.g()", "self.g", ["m.C.g", "x.B.g"]),
    (
        "class A:\n  def g(self): ...\nclass B(A): ...\nclass C(B):\n  def f(self): self.g()",
        "self.g",
        ["m.C.g", "m.B.g", "m.A.g"],
    ),
    (
        "from x import B\nclass M:\n  def g(self): ...\nclass C(M, B):\n  def f(self): self.g()",
        "self.g",
        ["m.C.g", "m.M.g"],
    ),
    (
        "from x import B\nclass M: ...\nclass C(M, B):\n  def f(self): self.g()",
        "self.g",
        ["m.C.g", "x.B.g", "m.M.g"],
    ),
    ("class C:\n  @classmethod\n  def f(cls): cls.g()", "cls.g", ["m.C.g"]),
    ("class C:\n  @staticmethod\n  def f(x): x.g()", "x.g", []),
    ("class C:\n  def f(s):\n    def h(): s.g()", "s.g", ["m.C.g"]),
    ("class C:\n  def f(self, other): other.g()", "other.g", []),
    ("class C:\n  def f(self):\n    self = x\n    self.g()", "self.g", ["m.C.g", "x.g"]),
    ("from x import B\nclass C(B):\n  def f(self): super().g()", "().g", ["x.B.g"]),
    ("from x import B\nclass C(B):\n  def f(self): super(C, self).g()", "().g", ["x.B.g"]),
    ("from x import B\nclass C(B):\n  def f(self): super().g().h()", "().h", []),
    ("class A(B): ...\nclass B(A):\n  def f(self): self.g()", "self.g", ["m.B.g", "m.A.g"]),
    # aliases
    ("import requests\nget = requests.get\nget()", "get", ["requests.get", "m.get"]),
    ("import requests\ndef f():\n  get = requests.get\n  get()", "get", ["requests.get"]),
    ("import r\ndef f():\n  a = r.s\n  b = a.get\n  b()", "b", ["r.s.get"]),
    ("import a, b\ndef f():\n  g = a.x\n  g = b.x\n  g()", "g", ["a.x", "b.x"]),
    ("import a, b\ndef f():\n  g = a.x if c else b.x\n  g()", "g", ["a.x", "b.x"]),
    ("import a\ndef f(g=None):\n  g = g or a.x\n  g()", "g", ["a.x"]),
    ("def f():\n  a = b\n  b = a\n  a()", "a", []),
    ("_open = open\n_open()", "_open", ["builtins.open", "m._open"]),
    ("import a\nx = a.b\nx = 1", "x", ["m.x"]),
    ("import a\nclass C:\n  g = a.b\n  def f(self): self.g()", "self.g", ["m.C.g", "a.b"]),
    ("import a\ndef f():\n  global g\n  g = a.b\ng()", "g", ["a.b", "m.g"]),
    ("import a\ng = a.b\ndef f():\n  global g\n  g = None\n  g()", "g", ["a.b", "m.g"]),
    ("import a\nf(x := a.b)\nx()", "x", ["a.b", "m.x"]),
    # instances
    ("from x import C\nc = C()\nc.get()", "c.get", ["m.c.get", "x.C.get"]),
    ("from x import make\nc = make()\nc.get()", "c.get", ["m.c.get"]),
    ("class _C: ...\ndef f():\n  c = _C()\n  c.get()", "c.get", ["m._C.get"]),
    ("def make(): ...\ndef f():\n  c = make()\n  c.get()", "c.get", []),
    (
        "from x import C\nclass D:\n  def __init__(self): self.c = C()\n  def f(self): self.c.get()",
        "self.c.get",
        ["m.D.c.get", "x.C.get"],
    ),
    (
        "from x import C\nclass D:\n  def __init__(self, c: C): self.c = c\n  def f(self): self.c.get()",
        "self.c.get",
        ["m.D.c.get", "x.C.get"],
    ),
    ("from x import C\ndef f(c: C): c.get()", "c.get", ["x.C.get"]),
    ("from x import C\ndef f(c: 'a' | C | None = None): c.get()", "c.get", ["x.C.get"]),
    (
        "import x\nfrom typing import Optional\ndef f(c: Optional[x.C]): c.get()",
        "c.get",
        ["x.C.get"],
    ),
    ("from x import C\ndef f(c: list[C]): c.get()", "c.get", ["builtins.list.get"]),
    ("from x import C\ndef f(c: type[C]): c.make()", "c.make", ["x.C.make"]),
    ("from x import C\ndef f(c: C): c()", "c", []),
    ("from x import C\nwith C() as c: c.get()", "c.get", ["m.c.get", "x.C.get"]),
    ("from x import C\nc: C = make()\nc.get()", "c.get", ["m.c.get", "x.C.get"]),
    ("class C:\n  @classmethod\n  def f(cls): cls()", "cls", ["m.C"]),
    ("class C:\n  def __new__(kind): kind()", "kind", ["m.C"]),
    ("class C:\n  def f(self): self()", "self", []),
    (
        "from x import C\ndef f(c: C):\n  c = c.next\n  c.get()",
        "c.get",
        ["x.C.get", "x.C.next.get"],
    ),
    (
        "from x import C\nclass D:\n  @property\n  def c(self) -> C: ...\n  def f(self): self.c.get()",
        "self.c.get",
        ["m.D.c.get", "x.C.get"],
    ),
    (
        "from x import C\nclass D:\n  def c(self) -> C: ...\n  def f(self): self.c.get()",
        "self.c.get",
        ["m.D.c.get"],
    ),
    ("T = V('T')\ndef f(t: T): t.get()", "t.get", []),
    # everything from elsewhere
    ("from x import *\nprint()", "print", ["builtins.print"]),
    ("from x import *\na()", "a", ["x.a"]),
    ("from x import *\ndef a(): ...\na()", "a", ["m.a"]),
    # what is given a value stands for itself
    ("import r\nget = r.get", "get", ["m.get"]),
    ("class C:\n  def f(self): self.x = 1", "self.x", ["m.C.x"]),
    ("import r\nr.get = fake", "r.get", ["r.get"]),
    ("def f():\n  x = 1", "x", []),
]


@pytest.mark.parametrize(("source", "name", "chains"), PYTHON)
def test_python_names_mean(source: str, name: str, chains: list[str]):
    assert list(language_meanings(source, "python", "m.py")[name]) == chains


OTHERS = [
    ("ts", "function f() {}\nf()", "f", ["src.a.f"]),
    ("ts", "export const f = () => {}\nf()", "f", ["src.a.f"]),
    ("ts", "class C { g() { this.h() } h() {} }", "this.h", ["src.a.C.h"]),
    ("ts", "class C { g() { x.map(() => this.h()) } }", "this.h", ["src.a.C.h"]),
    ("ts", "const o = { g() { this.h() } }", "this.h", []),
    ("ts", "class C { h() {} g() { h() } }", "h", []),
    ("ts", 'import B from "b"; class C extends B { g() { this.h() } }', "this.h",
     ["src.a.C.h", "b.default.h", "b.h"]),
    ("ts", 'import {B} from "b"; class C extends B { g() { super.h() } }', "super.h", ["b.B.h"]),
    ("ts", 'import {B} from "b"; class C extends B { constructor() { super() } }', "super", ["b.B"]),
    ("ts", 'import ax from "axios"; ax.get()', "ax.get", ["axios.default.get", "axios.get"]),
    ("ts", 'import * as ax from "axios"; ax.get()', "ax.get", ["axios.get"]),
    ("ts", 'import * as ax from "axios"; ax.default.get()', "ax.default.get",
     ["axios.default.get", "axios.get"]),
    ("ts", 'const ax = require("axios").default; ax.get()', "ax.get",
     ["axios.default.get", "axios.get"]),
    ("ts", 'import ax from "axios"; const {get} = ax; get()', "get",
     ["axios.default.get", "axios.get", "src.a.get"]),
    ("ts", 'import {a} from "m"; const f = () => { const g = a.b; g() }', "g", ["m.a.b"]),
    ("ts", 'import {a} from "m"; x(a => a.b())', "a.b", []),
    ("ts", 'import {a} from "m"; x(function (a) { a.b() })', "a.b", []),
    ("ts", 'import {a, b} from "m"; if (q) { const c = a; c() } else { const c = b; c() }', "c",
     ["m.b"]),
    ("ts", 'if (q) { var a = require("m"); const b = 1 }\na.x()', "a.x", ["m.x"]),
    ("ts", 'import {a, b} from "m"; const f = () => { const g = x ? a : (y && z) || b; g() }', "g",
     ["m.a", "m.b"]),
    ("ts", 'import {a, b} from "m"; let g = a; if (q) { g = b; const h = 1 } g()', "g",
     ["m.a", "src.a.g", "m.b"]),
    ("ts", 'let m; function f() { m = require("m") } function g() { m.x() }', "m.x", ["m.x"]),
    ("ts", "function f() { return function g() { this.h() } }", "this.h", []),
    ("ts", "function f() { const r = this.r; r.h() }", "r.h", []),
    ("ts", 'import {C} from "m"; const c = new C(); c.get()', "c.get", ["src.a.c.get", "m.C.get"]),
    ("ts", 'import {C} from "m"; function f(c: C) { c.get() }', "c.get", ["m.C.get"]),
    ("ts", 'import {C} from "m"; class D { c: C; f() { this.c.get() } }', "this.c.get",
     ["src.a.D.c.get", "m.C.get"]),
    ("ts", 'import {C} from "m"; class D { constructor(private c: C) {} f() { this.c.get() } }',
     "this.c.get", ["src.a.D.c.get", "m.C.get"]),
    ("ts", 'import {C} from "m"; class D { c = new C(); f() { this.c.get() } }', "this.c.get",
     ["src.a.D.c.get", "m.C.get"]),
    ("ts", "const x = new XMLHttpRequest(); x.open()", "x.open",
     ["src.a.x.open", "XMLHttpRequest.open"]),
    ("ts", "namespace N { export function f() {} f() }", "f", ["src.a.N.f"]),
    ("ts", 'export * from "m"; f()', "f", []),
    ("js", "function T() {}\nT.prototype.g = function () { this.h() }", "this.h", ["src.a.T.h"]),
    ("go", "package p\nfunc f() { helper() }", "helper", ["src.helper"]),
    ("go", "package p\nfunc f() { println(len(x)) }", "len", []),
    ("go", "package p\ntype S struct{}\nfunc (s *S) A() { s.B() }", "s.B", ["src.S.B"]),
    ("go", "package p\nfunc (s S) A() { s.B() }", "s.B", ["src.S.B"]),
    ("go", 'package p\nimport "n/http"\nfunc f(c *http.Client) { c.Do() }', "c.Do",
     ["n.http.Client.Do"]),
    ("go", 'package p\nimport "n/http"\nfunc f() { c := &http.Client{}; c.Do() }', "c.Do",
     ["n.http.Client.Do"]),
    ("go", 'package p\nimport "n/http"\nfunc f() { c := new(http.Client); c.Do() }', "c.Do",
     ["n.http.Client.Do"]),
    ("go", 'package p\nimport "n/http"\nvar get = http.Get\nfunc f() { get() }', "get",
     ["n.http.Get", "src.get"]),
    ("go", 'package p\nimport "n/http"\ntype S struct { c *http.Client }\nfunc (s *S) f() { s.c.Do() }', "s.c.Do", ["src.S.c.Do", "n.http.Client.Do"]),
    ("go", 'package p\nimport "x/y/v2"\nfunc f() { y.Do() }', "y.Do", ["x.y.v2.Do", "x.y.Do"]),
    ("go", 'package p\nimport "gopkg.in/yaml.v3"\nfunc f() { yaml.Do() }', "yaml.Do",
     ["gopkg.in.yaml.v3.Do", "gopkg.in.yaml.Do"]),
    ("go", 'package p\nimport . "fmt"\nfunc f() { Println() }', "Println",
     ["src.Println", "fmt.Println"]),
    ("go", 'package p\nimport "m"\nfunc f() { if m := g(); m.x() { }; m.y() }', "m.y", ["m.y"]),
    ("go", 'package p\nimport "m"\nfunc f() { if m := g(); m.x() { } }', "m.x", []),
    ("go", 'package p\nimport "m"\nfunc f() { var t *m.T; if q { t = g() }; t.x() }', "t.x",
     ["m.T.x"]),
    ("go", "package p\nfunc f() { var t []int; t.x() }", "t.x", []),
    ("java", "package p.q; import x.D; class C { void f() { D d; d.g(); } }", "d.g", ["x.D.g"]),
    ("go", 'package p\nimport "m"\nfunc f(t *m.T) { for { if t == nil { t = g() }; t.x() } }', "t.x",
     ["m.T.x"]),
    ("go", 'package p\nimport "m"\nfunc f() { a := m.A; if q { a = m.B; b := 1 }; a() }', "a",
     ["m.A", "m.B"]),
    ("java", "package p.q; class C { void g() {} void f() { g(); } }", "g", ["p.q.C.g"]),
    ("java", "package p.q; class C { void f() { this.g(); } }", "this.g", ["p.q.C.g"]),
    ("java", "package p.q; import x.B; class C extends B { void f() { g(); } }", "g", ["x.B.g"]),
    ("java", "package p.q; import x.B; class C extends B { void f() { super.g(); } }", "super.g",
     ["x.B.g"]),
    ("java", "package p.q; class C { void f() { D.g(); } }", "D.g", ["p.q.D.g"]),
    ("java", "package p.q; class C { void f() { String.valueOf(1); } }", "String.valueOf",
     ["java.lang.String.valueOf"]),
    ("java", "package p.q; import x.D; class C { D d; void f() { if (q) { int i; d = g(); } d.g(); } }",
     "d.g", ["p.q.C.d.g", "x.D.g"]),
    ("java", "package p.q; import x.y.*; class C { void f() { D.g(); } }", "D.g",
     ["p.q.D.g", "x.y.D.g"]),
    ("java", "package p.q; import static x.D.*; class C { void f() { g(); } }", "g", ["x.D.g"]),
    ("java", "package p.q; import static x.D.g; class C { void f() { g(); } }", "g", ["x.D.g"]),
    ("java", "package p.q; import x.y.*; class C { void f() { g(); } }", "g", []),
    ("java", "package p.q; import x.D; class C { void f(D d) { d.g(); } }", "d.g", ["x.D.g"]),
    ("java", "package p.q; import x.D; class C { D d; void f() { d.g(); } }", "d.g",
     ["p.q.C.d.g", "x.D.g"]),
    ("java", "package p.q; import x.D; class C { D<E> d; void f() { this.d.g(); } }", "this.d.g",
     ["p.q.C.d.g", "x.D.g"]),
    ("java", "package p.q; import x.D; class C { void f() { var d = new D(); d.g(); } }", "d.g",
     ["x.D.g"]),
    ("java", "package p.q; import x.D; record C(D d) { void f() { d.g(); } }", "d.g", ["x.D.g"]),
    ("java", "package p.q; import x.D; record C(D d) { int e() { return this.d.g(); } }", "this.d.g",
     ["p.q.C.d.g", "x.D.g"]),
    ("java", "package p.q; import x.D; class C { void f(Object o) { if (o instanceof D d) d.g(); } }",
     "d.g", ["x.D.g"]),
    ("java", "package p.q; import x.D; class C { void f() { try { } catch (D d) { d.g(); } } }",
     "d.g", ["x.D.g"]),
    ("java", "package p.q; import x.*; class C { void f() { try { } catch (D | E d) { d.g(); } } }",
     "d.g", []),
    ("java", "package p.q; import x.D; class C { int f(Object o) { switch (o) { case D e -> e.g(); } } }",
     "e.g", ["x.D.g"]),
    ("java", "package p.q; class C { C() {} static C of() { return new C(); } }", "C", ["p.q.C"]),
    ("rs", "fn g() {}\nfn f() { g() }", "g", ["crate.a.g"]),
    ("rs", "fn g() {}\nmod m { fn f() { g() } }", "g", []),
    ("rs", "fn g() {}\nmod m { use super::*; fn f() { g() } }", "g", ["crate.a.g"]),
    ("rs", "fn g() {}\nmod m { fn f() { super::g() } }", "super::g", ["crate.a.g"]),
    ("rs", "fn f() { super::g() }", "super::g", ["crate.g"]),
    ("rs", "fn f() { self::g() }", "self::g", ["crate.a.g"]),
    ("rs", "mod legacy;\nfn f() { legacy::g() }", "legacy::g", ["crate.a.legacy.g"]),
    ("rs", "struct S; impl S { fn f(&self) { self.g() } }", "self.g", ["crate.a.S.g"]),
    ("rs", "struct S; impl S { fn f() { Self::g() } }", "Self::g", ["crate.a.S.g"]),
    ("rs", "use x::C; struct S { c: C } impl S { fn f(&self) { self.c.g() } }", "self.c.g",
     ["crate.a.S.c.g", "x.C.g"]),
    ("rs", "use x::C; fn f(c: &mut C) { c.g() }", "c.g", ["x.C.g"]),
    ("rs", "use x::C; fn f(c: Arc<C>) { c.g() }", "c.g", ["x.C.g"]),
    ("rs", "use x::C; fn f() { let c = C::new(); c.g() }", "c.g", ["x.C.g"]),
    ("rs", "use x::C; fn f() { let c = C::open(); c.g() }", "c.g", []),
    ("rs", "use x::y; fn f() { let g = y::z; g() }", "g", ["x.y.z"]),
    ("rs", "use x::*; fn f() { g() }", "g", ["x.g"]),
    ("rs", "use x::g; fn f() { v.map(|g| g()) }", "g", []),
]  # fmt: skip
PATHS = {
    "ts": ("typescript", "src/a.ts"),
    "js": ("javascript", "src/a.js"),
    "go": ("go", "src/a.go"),
    "java": ("java", "src/A.java"),
    "rs": ("rust", "src/a.rs"),
}


@pytest.mark.parametrize(("language", "source", "name", "chains"), OTHERS)
def test_names_of_other_languages_mean(language: str, source: str, name: str, chains: list[str]):
    assert list(language_meanings(source, *PATHS[language])[name]) == chains
