"""What begins at a place: the statement up to its first block, or a smaller thing."""

from __future__ import annotations

import pytest

from planproof.index import head_span
from planproof.languages import language_of


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.py", "^x = [\n  1,\n]\ny = 2\n", "x = [\n  1,\n]"),
        ("a.py", "^@a\n@b\ndef f(x):\n    return 1\n", "@a\n@b\ndef f(x):\n    "),
        ("a.py", "x = [\n  ^a(1),\n  b]\n", "a(1)"),
        ("a.py", "if x:\n    ^a.b()\n    c()\n", "a.b()"),
        ("a.ts", "class A {\n  ^@B(1)\n  // why\n  m(x) { f() }\n  n() {}\n}\n", "@B(1)\n  // why\n  m(x) "),
        ("a.js", "^const f = (a) => { b() }\n", "const f = (a) => "),
        ("a.go", "package a\n^func f(x T) int {\n\treturn 1\n}\n", "func f(x T) int "),
        ("A.java", "class A {\n  ^@X\n  void f(B b) { c(); }\n}\n", "@X\n  void f(B b) "),
        ("a.rs", "^#[a]\n#[b]\n/// doc\nfn f(x: T) { g() }\n", "#[a]\n#[b]\n/// doc\nfn f(x: T) "),
    ],
)  # fmt: skip
def test_heads(path: str, source: str, expected: str) -> None:
    start = source.index("^")
    content = source.replace("^", "").encode()
    language = language_of(path)
    assert language is not None
    span = head_span(content, language.name, start)
    assert content[span.start : span.end].decode() == expected
