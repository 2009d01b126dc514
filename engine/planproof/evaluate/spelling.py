"""Other ways in which a file may spell a name: so that a search by letters finds it anyway."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from planproof.evaluate.decoding import as_utf8, wide_codec
from planproof.languages import Language
from planproof.languages.markup.entities import without_entities

_ESCAPE = re.compile(
    rb"\\(?:u+(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})"
    rb"|([0-7]{1,3}))"
)
"""In names of some languages, in string literals of all."""


def spellings(content: bytes, language: Language | None) -> Iterator[bytes]:
    """The content, then without entities and escapes, in UTF-8, in normal form: where that is
    another one."""
    yield content
    if wide := _wide(content):
        yield wide
        return
    if language is None:
        return
    if language.names_hold_entities and (plain := _without_entities(content)) != content:
        yield plain
        yield _ESCAPE.sub(_decoded, plain)
    if _ESCAPE.search(content):
        yield _ESCAPE.sub(_decoded, content)
    codec = _codec(content, language)
    if codec != "utf-8" or not content.isascii():
        yield from _normal(content, codec)


def _without_entities(content: bytes) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    return without_entities(text).encode("utf-8", "surrogateescape")


def _wide(content: bytes) -> bytes | None:
    """UTF-16 and UTF-32 as UTF-8."""
    return b"".join(as_utf8([content])) if wide_codec(content) is not None else None


def _decoded(escape: re.Match[bytes]) -> bytes:
    digits = escape[1] or escape[2] or escape[3] or escape[4]
    code = int(digits, 16) if digits else int(escape[5], 8)
    return chr(code).encode("utf-8", "replace") if code <= 0x10FFFF else escape.group()


def _codec(content: bytes, language: Language) -> str:
    try:
        codec = codecs.lookup(language.encoding(content))
    except LookupError:
        return "utf-8"
    return "utf-8" if codec.name == "utf-8-sig" else codec.name


def _normal(content: bytes, codec: str) -> Iterator[bytes]:
    try:
        text = content.decode(codec, "replace")
    except (LookupError, UnicodeError):
        return
    if codec != "utf-8" or not unicodedata.is_normalized("NFKC", text):
        yield unicodedata.normalize("NFKC", text).encode("utf-8", "replace")
