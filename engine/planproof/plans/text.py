"""Strings that are not Unicode text, kept in a database that holds nothing else.

A path that is not UTF-8 is surrogate-escaped in memory. SQLite's TEXT is UTF-8 and cannot hold
surrogates, so they are stored as the last 2,048 characters of the private use plane and come back
as they were. Text that uses those characters itself comes back as surrogates: nobody assigns them.
"""

from __future__ import annotations

import re

_OFFSET = 0x10F800 - 0xD800
_SURROGATES = re.compile("[\ud800-\udfff]")
_PRIVATE = re.compile("[\U0010f800-\U0010ffff]")


def to_text(value: str) -> str:
    """``value`` as SQLite can hold it."""
    if value.isascii():
        return value
    return _SURROGATES.sub(lambda found: chr(ord(found[0]) + _OFFSET), value)


def from_text(stored: str) -> str:
    """What :func:`to_text` was given."""
    if stored.isascii():
        return stored
    return _PRIVATE.sub(lambda found: chr(ord(found[0]) - _OFFSET), stored)
