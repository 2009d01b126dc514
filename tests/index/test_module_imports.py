"""The modules that a source imports: told from its beginning where that parses, else from all."""

from __future__ import annotations

import pytest

from planproof.index import ModuleImports, read_module_imports, skim_module_imports
from planproof.index.scan import scan
from planproof.languages import by_name
from planproof.model.document import Document

LONG = "def f():\n    return 1\n" * 50


def both(
    source: str | bytes, language: str = "python"
) -> tuple[ModuleImports | None, ModuleImports]:
    content = source.encode() if isinstance(source, str) else source
    known, document = by_name(language), scan(content, language)
    assert known is not None
    assert isinstance(document, Document)
    return skim_module_imports(content, known), read_module_imports(content, known, document)


def targets(found: ModuleImports | None) -> list[str]:
    assert found is not None
    return list(found.targets)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a.b, c as d\nfrom e import (f,\n  g)\n", ["a.b", "c", "e.f", "e.g"]),
        ("from . import x\nfrom ..y import *\n", [".x", "..y"]),
        ("import a, \\\n  b\n", ["a", "b"]),
        ("if x: import a; import b\n", ["a", "b"]),
        ("'''\nimport no\n'''\nimport a\n", ["a"]),
        ("x = 'import no'\n", []),
        ("important = 1\n", []),
        ("", []),
        ("def f():\n    import a\n    return a\n", ["a"]),
        ("import a # (import\n", ["a"]),
        ("from a import ( # )\n  b)\n", ["a.b"]),
        ("\ufeffimport a\n", ["a"]),
        ("import a", ["a"]),
        ("import a\r\nimport b\r\n", ["a", "b"]),
    ],
)
def test_both_ways_tell_the_same(source: str, expected: list[str]) -> None:
    skimmed, read = both(source + LONG if source.endswith("\n") else source)
    assert targets(read) == expected
    assert not read.doubt
    if skimmed is not None:
        assert skimmed == read


def test_imports_are_told_in_the_order_of_the_source() -> None:
    """What a parser captures comes in another order each time."""
    kinds = ('import {{ x }} from "m{0}";', 'export * as y from "m{0}";', 'import("m{0}");')
    source = "\n".join(kinds[n % 3].format(n) for n in range(12))
    skimmed, read = both(source, "tsx")
    assert targets(skimmed) == [f"m{n}" for n in range(12)]
    assert skimmed == read


@pytest.mark.parametrize("source", ["import a\n" + LONG, "from a import (\n  b,\n)\n" + LONG])
def test_the_rest_of_a_source_is_not_parsed(source: str) -> None:
    broken = source + "def (:\n"
    skimmed, read = both(broken)
    assert skimmed is not None
    assert targets(skimmed) == targets(read)
    assert not read.doubt


def test_what_cannot_be_told_from_the_beginning_is_left_to_the_parser() -> None:
    for source in ("'''\nimport no", "def f(:\n  import a\n", "x = 1\n\0import a\n"):
        assert skim_module_imports(source.encode(), PYTHON) is None
    latin = "# coding: latin-1\nx = 'é'\nimport a\n".encode("latin-1")
    skimmed, read = both(latin)
    assert skimmed is None
    assert [latin[row.start : row.end] for row in map(read.row, range(len(read)))] == [b"a"]


def test_an_import_that_a_syntax_error_may_hide_is_a_doubt() -> None:
    _, read = both("x = (\nimport a b c\n")
    assert read.doubt
    _, elsewhere = both("import a\nx = (\n")
    assert not elsewhere.doubt
    _, rust = both("fn f( {", "rust")
    assert rust.doubt


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("javascript", "import {a, b} from './m/index.js'\nimport 'x.css'\n", [".m", "x.css"]),
        ("javascript", "const {a} = require('m').b\nexport * from '../n'\n", ["m", "..n"]),
        ("typescript", "import type {A} from './a.ts'\nimport f = require('./f')\n", [".a", ".f"]),
        ("typescript", "type T = import('./t').A\n", [".t"]),
        ("go", 'package a\nimport (\n  "fmt"\n  x "net/http"\n)\nfunc f() {}\n', ["fmt", "net.http"]),
        ("java", "import a.b.C;\nimport static a.D.e;\nimport a.f.*;\n", ["a.b.C", "a.D.e", "a.f"]),
        ("java", "class A { a.b.C d; Object e = x.y; }\n", ["a.b.C"]),
        ("rust", "use crate::a::{b, c};\nfn f() { d::e(); x.y; Vec::new(); }\n",
         ["crate.a.b", "crate.a.c", "d.e"]),
    ],
)  # fmt: skip
def test_each_language_names_its_modules(language: str, source: str, expected: list[str]) -> None:
    skimmed, read = both(source, language)
    assert targets(read) == expected
    if skimmed is not None:
        assert skimmed == read


PYTHON = by_name("python")
