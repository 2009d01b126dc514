"""A source as tokens, in every language alike: words, numbers, texts and signs, no comments.

Made for comparing, not for understanding: where a text ends without its closing quote, the rest of
it is the text. Every alternative below takes linear time on any input.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from zlib import crc32

from msgspec import Struct

from planproof.model.location import Span

_WORD = rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*"
_NUMBER = rb"\d[\w.]*"
_LINE = rb"\"(?:[^\"\\\n]|\\.)*\"?"
_PYTHON = (
    rb"#[^\n]*",
    rb'"""(?:[^"\\]|\\.|"(?!""))*(?:""")?'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*(?:''')?|" + _LINE + rb"|'(?:[^'\\\n]|\\.)*'?",
)
_BRACES = (
    rb"//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?",
    rb"`(?:[^`\\]|\\.)*`?|" + _LINE + rb"|'(?:[^'\\\n]|\\.)*'",
)
_COMMENT, _TEXT, _NAME, _DIGITS = 1, 2, 3, 4

_KEYWORDS = (
    "abstract and as assert async await base bool boolean break byte case catch chan char "
    "class const  continue crate def default defer del delete do double elif else enum except "
    "export extends  extern fallthrough False false final finally float fn for from func "
    "function global go goto if  impl implements import in instanceof int interface is lambda "
    "let long loop map match mod module  move mut native new nil None nonlocal not null or "
    "package pass private protected pub public  raise range ref return Self self short static "
    "struct super switch synchronized this throw throws  trait transient True true try type "
    "typeof undefined union unsafe use var void volatile where  while with yield cls "
)
KEYWORDS = frozenset(_KEYWORDS.split())

_SHAPES: dict[str, int] = {}
_WORDS = re.compile(r"[^\W\d]\w*")
_MOST_WORDS = 60
_OWN = "_"


def _compiled(comment: bytes, text: bytes) -> re.Pattern[bytes]:
    parts = (comment, text, _WORD, _NUMBER, rb"[^\s\w]")
    return re.compile(b"|".join(b"(" + part + b")" for part in parts), re.DOTALL)


_LEXERS = {True: _compiled(*_PYTHON), False: _compiled(*_BRACES)}


class Tokens(Struct, frozen=True):
    """Columns: where each token starts and ends, what is written, and the number of its shape,
    which is the same for all names, for all texts, and for all numbers.

    A token that is written several times is one value, so that a large source takes little room.
    """

    starts: array[int]
    ends: array[int]
    texts: list[str]
    shapes: array[int]

    def rows_in(self, span: Span, most: int) -> range:
        """The first ``most`` tokens that start in a span."""
        low = bisect_left(self.starts, span.start)
        return range(low, min(bisect_left(self.starts, span.end, low), low + most))

    def within(self, span: Span, most: int) -> Tokens:
        """The same as tokens of their own."""
        rows = self.rows_in(span, most)
        some = slice(rows.start, rows.stop)
        return Tokens(self.starts[some], self.ends[some], self.texts[some], self.shapes[some])

    def __len__(self) -> int:
        return len(self.starts)


def tokens_of(
    source: bytes, language: str, span: Span | None = None, most: int = sys.maxsize
) -> Tokens:
    """The tokens of a source, or of a span of it that begins outside of texts and comments; the
    first ``most`` of them."""
    tokens = Tokens(array("I"), array("I"), [], array("I"))
    add_start, add_end = tokens.starts.append, tokens.ends.append
    add_text, add_shape = tokens.texts.append, tokens.shapes.append
    known: dict[bytes, tuple[str, int]] = {}
    for match in _LEXERS[language == "python"].finditer(source, *(span or ())):
        written = match[0]
        token = known.get(written)
        if token is None:
            kind = match.lastindex
            if kind == _COMMENT:
                continue
            text = written.decode("utf-8", "replace")
            token = known[written] = (text, _shape(text, kind))
        start, end = match.span()
        add_start(start)
        add_end(end)
        add_text(token[0])
        add_shape(token[1])
        if len(tokens.texts) >= most:
            break
    return tokens


def is_quoted(text: str) -> bool:
    """Whether a token is a text; a lonely quote counts, and has no words."""
    return text[0] in "\"'`"


def words_of(text: str) -> list[str]:
    """The words of a text: of a literal, of a sentence."""
    found = []
    for match in _WORDS.finditer(text):
        found.append(match.group())
        if len(found) == _MOST_WORDS:
            break
    return found


def _shape(text: str, kind: int | None) -> int:
    if kind == _NAME and text not in KEYWORDS:
        text = "name"
    elif kind == _TEXT:
        text = '"'
    elif kind == _DIGITS:
        text = "0"
    shape = _SHAPES.get(text)
    if shape is None:
        shape = crc32(text.encode("utf-8", "surrogatepass"))
        if len(text) < 20:
            _SHAPES[text] = shape
    return shape


_A, _B, _MASK = 0x9E3779B1, 0x85EBCA6B, 0xFFFFFFFF
_TOGETHER = 50_000


class Pieces(Struct, frozen=True):
    """The pieces of three and of five neighbouring shapes, each as a number of 32 bits, by the row
    of the token that they begin with."""

    threes: array[int]
    fives: array[int]

    def within(self, rows: range) -> Iterator[set[int]]:
        """Those that lie in some rows."""
        yield set(self.threes[rows.start : max(rows.stop - 2, rows.start)])
        yield set(self.fives[rows.start : max(rows.stop - 4, rows.start)])


def pieces_of(shapes: array[int]) -> Pieces:
    """All pieces, made in parts: a list of numbers takes ten times the room that they need."""
    threes, fives = array("I"), array("I")
    for at in range(0, len(shapes), _TOGETHER):
        some = shapes[at : at + _TOGETHER + 2].tolist()
        threes.extend(
            [
                (a * _A ^ b * _B ^ c) & _MASK
                for a, b, c in zip(some, some[1:], some[2:], strict=False)
            ]
        )
    for at in range(0, len(threes), _TOGETHER):
        some = threes[at : at + _TOGETHER + 2].tolist()
        fives.extend(
            [
                (a * _B ^ b * _A ^ (b >> 15) ^ 5) & _MASK
                for a, b in zip(some, some[2:], strict=False)
            ]
        )
    return Pieces(threes, fives)
