"""Byte strings side by side in one row of the index, and what they often hold: columns.

What is damaged raises ValueError, so that it is made again.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence

_HEAD = 8


def join(sections: Sequence[bytes]) -> bytes:
    """How many there are, the length of each, and all of them, behind a sum of it all."""
    lengths = pack_numbers([len(sections), *map(len, sections)])
    body = b"".join((lengths, *sections))
    return zlib.crc32(body).to_bytes(4, "little") + len(body).to_bytes(4, "little") + body


def split(row: bytes) -> list[memoryview]:
    """The sections; raises ValueError for what is no such row."""
    body = memoryview(row)[_HEAD:]
    if len(row) < _HEAD + 4 or int.from_bytes(row[4:_HEAD], "little") != len(body):
        raise ValueError("a row of another length")
    if zlib.crc32(body) != int.from_bytes(row[:4], "little"):
        raise ValueError("a damaged row")
    many = int.from_bytes(body[:4], "little")
    lengths = unpack_numbers(body[4 : 4 * (many + 1)])
    found, at = [], 4 * (many + 1)
    for length in lengths:
        found.append(body[at : at + length])
        at += length
    if len(lengths) != many or at != len(body):
        raise ValueError("sections of other lengths")
    return found


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Four bytes each, none below zero."""
    return _turned(array("I", numbers)).tobytes()


def unpack_numbers(section: bytes | memoryview) -> list[int]:
    found = array("I")
    found.frombytes(section)
    return _turned(found).tolist()


def pack_texts(texts: Iterable[str]) -> bytes:
    """Texts without NUL."""
    return "\0".join([*texts, ""]).encode("utf-8", "surrogatepass")


def unpack_texts(section: bytes | memoryview) -> list[str]:
    return str(section, "utf-8", "surrogatepass").split("\0")[:-1]


def _turned(numbers: array[int]) -> array[int]:
    """In the order of bytes that is kept, or in the machine's, whichever it is not."""
    if numbers.itemsize != 4:
        raise ValueError("a machine with other integers")
    if sys.byteorder != "little":
        numbers.byteswap()
    return numbers
