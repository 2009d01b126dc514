"""Paths as patterns can be compared with them."""

from __future__ import annotations

_FIRST, _LAST = 0xDC80, 0xDCFF
"""How Python writes the bytes of a path that are no UTF-8 (PEP 383)."""

_PRIVATE = 0xF0000
_READABLE = {code: _PRIVATE + code for code in range(_FIRST, _LAST + 1)}


def matchable(text: str) -> str:
    """A path, or a pattern, in which every byte that is no UTF-8 is a character of private use.

    Libraries of patterns refuse what cannot be encoded. Different bytes stay different, and ``?``
    and ``*`` stand for one as for any other character.
    """
    return text if text.isascii() else text.translate(_READABLE)
