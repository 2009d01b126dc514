"""A source as tokens, in every language alike: words, numbers, texts and signs, no comments.

Made for comparing, not for understanding: where a text ends without its closing quote, the rest of
it is the text. Every alternative below takes linear time on any input.
"""

from __future__ import annotations

import re
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
    which is the same for all names, for all texts, and for all numbers."""

    starts: list[int]
    ends: list[int]
    texts: list[str]
    shapes: list[int]
    quoted: list[bool]

    def within(self, span: Span, most: int) -> Tokens:
        """The first ``most`` tokens that start in a span."""
        low = bisect_left(self.starts, span.start)
        high = min(bisect_left(self.starts, span.end, low), low + most)
        return Tokens(
            self.starts[low:high],
            self.ends[low:high],
            self.texts[low:high],
            self.shapes[low:high],
            self.quoted[low:high],
        )

    def __len__(self) -> int:
        return len(self.starts)


def tokens_of(source: bytes, language: str, span: Span | None = None) -> Tokens:
    """The tokens of a source, or of a span of it that begins outside of texts and comments."""
    tokens = Tokens([], [], [], [], [])
    for match in _LEXERS[language == "python"].finditer(source, *(span or ())):
        kind = match.lastindex
        if kind == _COMMENT:
            continue
        text = match.group().decode("utf-8", "replace")
        tokens.starts.append(match.start())
        tokens.ends.append(match.end())
        tokens.texts.append(text)
        tokens.quoted.append(kind == _TEXT)
        tokens.shapes.append(_shape(text, kind))
    return tokens


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


def pieces_of(shapes: list[int]) -> Iterator[set[int]]:
    """The pieces of three and of five neighbouring shapes, each as a number of 32 bits."""
    threes = [
        (a * _A ^ b * _B ^ c) & _MASK
        for a, b, c in zip(shapes, shapes[1:], shapes[2:], strict=False)
    ]
    yield set(threes)
    yield {
        (a * _B ^ b * _A ^ (b >> 15) ^ 5) & _MASK for a, b in zip(threes, threes[2:], strict=False)
    }
