"""What names mean through a file's imports."""

from __future__ import annotations

import pytest

from planproof.index import Resolver, scan
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
        ("from x import a\nf(lambda a: a.b)", "a.b", "x.a.b"),
    ],
)
def test_a_name_means_what_it_was_imported_as(source: str, name: str, meaning: str):
    assert meanings(source)[name] == (meaning,)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a.b", "a.b"),
        ("from x import *\na()", "a"),
        ("import a\ndef f(a): a.x", "a.x"),
        ("import a\ndef f():\n  a = 1\n  a.x", "a.x"),
        ("import a\ndef f():\n  for a in b: a.x", "a.x"),
        ("import a\ndef f():\n  def a(): ...\n  a.x()", "a.x"),
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
