"""The statement around a place, and expressions as text."""

from __future__ import annotations

import pytest

from planproof.index import statement_span
from planproof.index.expressions import expressions
from planproof.index.parsed import parse
from planproof.index.scan import scan
from planproof.model.location import Span

SOURCE = b"""\
@decorate(1)
class A(Base,
        key=1):
    size = 1

    def method(self, other=Default):
        if self.ready:
            return call(x=[1,
                           2], *rest)
        elif waiting: pass
        else: last = one; two = three
"""


@pytest.mark.parametrize(
    ("word", "statement"),
    [
        (b"decorate", b"@decorate(1)\nclass A(Base,\n        key=1):"),
        (b"Base", b"class A(Base,\n        key=1):"),
        (b"size", b"size = 1"),
        (b"Default", b"def method(self, other=Default):"),
        (b"self.ready", b"if self.ready:"),
        (b"rest", b"return call(x=[1,\n                           2], *rest)"),
        (b"waiting", b"elif waiting:"),
        (b"one", b"last = one"),
        (b"three", b"two = three"),
    ],
)
def test_a_statement_ends_where_its_block_begins(word: bytes, statement: bytes):
    at = SOURCE.index(word)
    span = statement_span(SOURCE, "python", Span(at, at + len(word)))
    assert SOURCE[span.start : span.end] == statement


@pytest.mark.parametrize(
    ("language", "source", "word", "statement"),
    [
        ("python", "def f(a):  # one\n    # two\n    return a\n", "a", "def f(a):"),
        ("python", "def f(a):  # one\n    # two\n    return a\n", "one", "def f(a):  # one"),
        ("python", "if a:\n    # one\n    b()\n    # two\n    c()\n", "c()", "c()"),
        ("python", "if a:\n    b()\n# one\nelif d:\n    c()\n", "d:", "elif d:"),
        ("javascript", "function f(a) /* one */ { return a }", "(a", "function f(a)"),
    ],
)
def test_comments_behind_a_head_are_no_part_of_it(
    language: str, source: str, word: str, statement: str
):
    at = source.index(word)
    span = statement_span(source.encode(), language, Span(at, at + len(word)))
    assert source[span.start : span.end] == statement


def test_a_place_outside_of_every_statement_is_its_own():
    source = b"# only a comment\n"
    assert statement_span(source, "python", Span(2, 6)) == Span(2, 6)


def test_statements_of_another_encoding_are_found_at_their_bytes():
    source = "# coding: latin-1\né = 'é'; à = b\n".encode("latin-1")
    at = source.index(b"b\n")
    span = statement_span(source, "python", Span(at, at + 1))
    assert source[span.start : span.end].decode("latin-1") == "à = b"


def test_expressions_are_arguments_and_right_hand_sides():
    source = b"x = f(1,  [2,\n 3], k = 'v  w')  # c\ny: int = z\ndef g(a=b.c): ...\n(n := m)\n"
    assert [text for _, text in expressions(source, "python")] == [
        "f(1, [2, 3], k = 'v w')",
        "1",
        "[2, 3]",
        "k = 'v w'",
        "'v w'",
        "z",
        "b.c",
        "m",
    ]


def test_expressions_stand_at_their_bytes():
    source = "# coding: latin-1\né(à, b)\n".encode("latin-1")
    assert [source[span.start : span.end] for span, _ in expressions(source, "python")] == [
        b"\xe0",
        b"b",
    ]


SOURCES = (
    SOURCE,
    b"def broken(:\n  old(1,\n",
    b"if x:\n    call(\n        1)\n  oddly(2)\n",
    b"# -*- coding: latin-1 -*-\nx = call('\xe9', 2); y = 3\n",
    b"print 'old', x; y = 1\n",
)


@pytest.mark.parametrize("source", SOURCES)
def test_the_tree_of_a_scan_serves_what_is_asked_next(
    source: bytes, monkeypatch: pytest.MonkeyPatch
):
    def spans() -> list[Span]:
        return [statement_span(source, "python", Span(at, at + 1)) for at in range(len(source))]

    scan(b"other = 1", "python")
    parse.cache_clear()
    expected = spans()
    scan(source, "python")
    parse.cache_clear()
    monkeypatch.setattr("planproof.index.scan.grammar_of", None)  # nothing can be parsed
    assert spans() == expected
