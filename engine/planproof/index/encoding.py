"""Sources that are not UTF-8: read for the parser, with a way back to the file's own offsets."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from planproof.languages import Language

_LONE_RETURN = re.compile(rb"\r(?!\n)")
_SHIFTING = ("iso2022", "hz", "utf-7", "utf-16", "utf-32", "utf_16", "utf_32", "punycode")
"""Codecs in which a character's bytes depend on what came before, or that are no superset of
ASCII: no file that a tool reads byte by byte uses them."""


class OffsetMap(Struct, frozen=True):
    """Offsets in the UTF-8 text → offsets in the file. Both lists run from one non-ASCII
    character's end to the next; between two entries, offsets differ by a constant."""

    parsed: tuple[int, ...]
    original: tuple[int, ...]

    def __call__(self, offset: int) -> int:
        at = bisect_right(self.parsed, offset) - 1
        return self.original[at] + offset - self.parsed[at]

    def reversed(self) -> OffsetMap:
        """Offsets in the file → offsets in the UTF-8 text."""
        return OffsetMap(self.original, self.parsed)

    def all(self, offsets: Iterable[int]) -> list[int]:
        return [self(offset) for offset in offsets]


def utf8_of(source: bytes, language: Language) -> tuple[bytes, OffsetMap | None]:
    """The source as UTF-8 with line ends that a parser knows, and how to come back.

    None means that the offsets are the same. Raises UnicodeDecodeError or LookupError for what
    cannot be read in the file's encoding.
    """
    text, offsets = _decoded(source, language)
    if b"\r" in text:
        text = _LONE_RETURN.sub(b"\n", text)
    return text, offsets


def _decoded(source: bytes, language: Language) -> tuple[bytes, OffsetMap | None]:
    if source.isascii():
        return source, None
    codec = codecs.lookup(language.encoding(source)).name
    if codec in ("utf-8", "utf-8-sig"):
        source.decode("utf-8")
        return source, None
    if codec.startswith(_SHIFTING):
        raise LookupError(f"{codec} is not an encoding for source code")
    text = source.decode(codec)
    return text.encode("utf-8"), _offset_map(text, codec)


def _offset_map(text: str, codec: str) -> OffsetMap:
    parsed, original = [0], [0]
    at_parsed = at_original = last = 0
    for index, character in enumerate(text):
        if character.isascii():
            continue
        at_parsed += index - last + len(character.encode("utf-8"))
        at_original += index - last + len(character.encode(codec))
        last = index + 1
        parsed.append(at_parsed)
        original.append(at_original)
    return OffsetMap(tuple(parsed), tuple(original))
