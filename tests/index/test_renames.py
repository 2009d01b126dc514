"""A name that nothing in its file gives another stands for chains that end with it."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from planproof.index import Resolver
from planproof.index.scan import scan
from planproof.languages import language_of
from planproof.model.document import Document
from planproof.model.name import canonical, last_segment

GOLDEN = Path(__file__).parents[1] / "golden"
SOURCES = sorted(path for path in GOLDEN.rglob("*") if path.is_file() and path.suffix != ".golden")
STANDARD = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("[a-d]*.py"))


def ending_otherwise(path: str, source: bytes) -> list[tuple[str, str]]:
    language = language_of(path, source)
    document = scan(source, language.name) if language is not None else None
    if language is None or not isinstance(document, Document):
        return []
    resolver = Resolver(document, language.name, path)
    names = [canonical(document.names[each]) for each in document.name_ids]
    return [
        (name, meaning)
        for row, name in enumerate(names)
        if "." not in name and not resolver.renames(name)
        for meaning in resolver.candidates(row)
        if last_segment(meaning) != name
    ]


@pytest.mark.parametrize("path", [*SOURCES, *STANDARD], ids=lambda path: path.name)
def test_what_gets_no_other_name_keeps_its_own(path: Path) -> None:
    assert ending_otherwise(f"a/{path.name}", path.read_bytes()) == []


@pytest.mark.parametrize(
    ("path", "source", "name"),
    [
        ("a.py", "from m import b as c\nc()\n", "c"),
        ("a.py", "import m\nc = m.b\nc()\n", "c"),
        ("a.py", "class A:\n    @classmethod\n    def f(c): c()\n", "c"),
        ("a.ts", 'import c from "./m";\nc();\n', "c"),
        ("a.js", 'const { b: c } = require("m");\nc();\n', "c"),
        ("a.go", 'package a\nimport c "x/m"\nfunc f() { c.F() }\n', "c"),
        ("a.rs", "use m::b as c;\nfn f() { c(); }\n", "c"),
    ],
)
def test_what_gets_another_name_is_told(path: str, source: str, name: str) -> None:
    language = language_of(path)
    assert language is not None
    document = scan(source.encode(), language.name)
    assert isinstance(document, Document)
    assert Resolver(document, language.name, path).renames(name)
    assert not Resolver(document, language.name, path).renames("f") or path.endswith(".rs")
