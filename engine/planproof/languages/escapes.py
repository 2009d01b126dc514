"""Escapes in string literals, as all of these languages write them."""

from __future__ import annotations

import html
import re

_LAST_CHARACTER = 0x10FFFF
_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "s": " ",
    "\n": "", "\r\n": "", "\r": "",
}  # fmt: skip
_NUMBERED = re.compile(
    r"\\(?:u\{([0-9a-fA-F_]+)\}|u+([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))\Z"
)
_OCTAL = re.compile(r"\\([0-7]{1,3})\Z")


def decoded_escape(escape: str) -> str:
    """What one escape stands for; the escape itself where it is not known.

    ``\\n``, ``\\u0041``, an escaped line end (nothing), ``{{`` of a formatted string, ``&amp;``.
    """
    if escape.startswith("&"):
        return _entity(escape)
    if not escape.startswith("\\"):
        return escape[: len(escape) // 2]
    if found := _NUMBERED.match(escape):
        digits = next(group for group in found.groups() if group)
        return _character(int(digits.replace("_", ""), 16), escape)
    if found := _OCTAL.match(escape):
        return _character(int(found[1], 8), escape)
    rest = escape[1:]
    return _SIMPLE.get(rest, escape if rest.isalnum() else rest)


def _entity(escape: str) -> str:
    """What an entity stands for. Nobody writes a letter of ASCII as one."""
    character = html.unescape(escape)
    return escape if character.isascii() and character.isalnum() else character


def _character(code: int, escape: str) -> str:
    return chr(code) if code <= _LAST_CHARACTER else escape
