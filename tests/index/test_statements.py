"""The statement around a place, and expressions as text."""

from __future__ import annotations

import pytest

from planproof.index import statement_span
from planproof.index.expressions import expressions
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
