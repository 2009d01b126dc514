"""String literals of all languages: what is written in them, and what they say."""

from __future__ import annotations

import pytest

from planproof.index.literals import literals

AROUND = {
    "go": "package a\nvar z = {}\n",
    "java": "class Z {{ Object z = {}; }}\n",
    "rust": "fn z() {{ {}; }}\n",
}
WRITTEN: list[tuple[str, str, list[list[str]]]] = [
    ("python", "'a b'", [["a b"]]),
    ("python", "''", [[]]),
    ("python", '"""a\n  b"""', [["a\n  b"]]),
    ("python", "r'\\d' b'x' u'y'", [["\\d", "x", "y"]]),
    ("python", r"""r'\\' r"\"" """, [["\\\\", '\\"']]),
    ("python", "f'a{b}c{d!r:>{w}}'", [["a", "c"]]),
    ("python", "f'{d[\"k\"]}'", [[], ["k"]]),
    ("python", "['a', 'b']", [["a"], ["b"]]),
    ("python", "def f():\n    'doc'\n", [["doc"]]),
    ("javascript", "'a' + \"b\"", [["a"], ["b"]]),
    ("javascript", "`a${b}c`", [["a", "c"]]),
    ("javascript", "`${b}`", [[]]),
    ("javascript", "import x from 'm'", [["m"]]),
    ("javascript", "<a href='/x'>text</a>", [["/x"]]),
    ("javascript", "/re/", []),
    ("typescript", "type A = 'a' | `b${C}d`", [["a"], ["b", "d"]]),
    ("tsx", '<a href="/x" {...y} />', [["/x"]]),
    ("go", "`a\nb`", [["a\nb"]]),
    ("go", '"a"', [["a"]]),
    ("go", "'a'", []),
    ("java", '"a"', [["a"]]),
    ("java", '"""\n  a "b" c\n  """', [['\n  a "b" c\n  ']]),
    ("java", "'a'", []),
    ("rust", '"a"', [["a"]]),
    ("rust", 'r#"a"b"#', [['a"b']]),
    ("rust", 'r""', [[]]),
    ("rust", 'b"a"', [["a"]]),
    ("rust", 'println!("a {}", "b")', [["a {}"], ["b"]]),
    ("rust", "'a'", []),
]


@pytest.mark.parametrize(("language", "source", "expected"), WRITTEN)
def test_what_is_written(language: str, source: str, expected: list[list[str]]) -> None:
    content = AROUND.get(language, "{}").format(source).encode()
    found = list(literals(content, language))
    assert [[text for _, text in each.pieces] for each in found] == expected
    for span, text in (piece for each in found for piece in each.pieces):
        assert content[span.start : span.end].decode() == text


SAID = [
    ("python", r"'a\x62c'", ["abc"]),
    ("python", r"'\/\d\q'", []),
    ("python", r"r'\x62'", []),
    ("python", r"'\u00e9\U0001F600\101\n'", ["é😀A\n"]),
    ("python", "'a\\\n/b'", ["a/b"]),
    ("python", "'leg\\\nacy'", ["leg acy"]),
    ("python", "f'{{a}} {b}'", ["{a} "]),
    ("python", "'/api/' 'v1'", ["/api/v1"]),
    ("python", "('leg'\n 'acy.x')", ["leg acy.x"]),
    ("python", "'/a/' f'{b}/c' '/d'", ["/a/", "/c/d"]),
    ("javascript", r"'\u{61}\u0062\x63\/'", ["abc/"]),
    ("javascript", "<a b='x&amp;y&#97;' />", ["x&y&#97;"]),
    ("go", r'"\u00e9\x41"', ["éA"]),
    ("java", r'"\u0041\t\""', ['A\t"']),
    ("rust", r'"\u{41}\"\x42"', ['A"B']),
]


@pytest.mark.parametrize(("language", "source", "expected"), SAID)
def test_what_else_is_said(language: str, source: str, expected: list[str]) -> None:
    content = AROUND.get(language, "{}").format(source).encode()
    (found,) = literals(content, language)
    assert [each for each in found.said if each not in [t for _, t in found.pieces]] == [
        each for each in expected if each not in [t for _, t in found.pieces]
    ]


def test_places_are_those_of_the_file_in_other_encodings() -> None:
    source = "# coding: latin-1\né = 'é', 'ü'\n".encode("latin-1")
    found = list(literals(source, "python"))
    assert [source[each.span.start : each.span.end] for each in found] == [b"'\xe9'", b"'\xfc'"]
    assert [text for each in found for _, text in each.pieces] == ["é", "ü"]
