"""Between the characters of a text and the bytes of its file."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from planproof.languages import Language
from planproof.model.location import Span


def codec_of(content: bytes, language: Language) -> str:
    """The codec that reads every byte of the file: a byte-order mark is a character too."""
    if content.isascii():
        return "ascii"
    name = codecs.lookup(language.encoding(content)).name
    return "utf-8" if name == "utf-8-sig" else name


def spans_of(places: Iterable[tuple[int, int]], text: str, codec: str) -> list[Span]:
    """Character offsets, as sorted pairs that do not overlap, → spans of bytes."""
    if text.isascii():
        return [Span(start, end) for start, end in places]
    spans: list[Span] = []
    at_text = at_bytes = 0
    for start, end in places:
        first = at_bytes + _length(text[at_text:start], codec)
        at_text, at_bytes = end, first + _length(text[start:end], codec)
        spans.append(Span(first, at_bytes))
    return spans


def _length(text: str, codec: str) -> int:
    return len(text.encode(codec, "surrogateescape"))
