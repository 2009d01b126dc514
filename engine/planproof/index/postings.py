"""Which blobs hold a segment of a name, in lists: one per segment and per batch of saved blobs.

A row per segment and blob would take four times the room and six times the time. A list is the
numbers of blobs, counted from the first of its batch, with two bits each for what the segment does
there. Numbers are never given twice: what is left of blobs that were deleted means nothing.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import IntFlag

MOST = 1 << 14
"""Blobs of one batch."""


class Use(IntFlag):
    """What a segment does in a blob besides standing there."""

    DEFINED = 1
    """A definition is called so."""

    IMPORTED = 2
    """It is part of what is imported."""


Segments = tuple[tuple[str, ...], ...]
"""The distinct segments of one blob: those of use 0, of use 1, of use 2, of both."""

_BITS = 2
_NAMES = "SELECT DISTINCT name FROM postings ORDER BY name"
_LISTS = "SELECT first, blobs FROM postings WHERE name = ?"
_BLOB = "SELECT blob FROM blobs WHERE id = ?"


def add_postings(db: sqlite3.Connection, first: int, batch: Iterable[Segments]) -> None:
    """Postings of blobs numbered from ``first``, at most ``MOST`` of them."""
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for number, segments in enumerate(batch):
        for use, names in enumerate(segments):
            entry = number << _BITS | use
            for name in names:
                lists[name].append(entry)
    rows = ((name, first, _packed(entries)) for name, entries in sorted(lists.items()))
    db.executemany("INSERT INTO postings VALUES (?, ?, ?)", rows)


def names(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute(_NAMES)]


def blobs_with(db: sqlite3.Connection, name: str, use: Use) -> set[bytes]:
    """The blobs that hold a segment in all of these uses."""
    found: set[bytes] = set()
    for number in _numbers(db.execute(_LISTS, (name,)).fetchall(), use):
        found.update(blob for (blob,) in db.execute(_BLOB, (number,)))
    return found


def _numbers(lists: Iterable[tuple[int, bytes]], use: Use) -> Iterator[int]:
    for first, packed in lists:
        yield from (first + (entry >> _BITS) for entry in _unpacked(packed) if entry & use == use)


def _packed(entries: list[int]) -> bytes:
    if len(entries) == 1:  # most lists
        return entries[0].to_bytes(2, "little")
    return _little(array("H", entries)).tobytes()


def _unpacked(packed: bytes) -> array[int]:
    return _little(array("H", packed[: len(packed) & ~1]))


def _little(column: array[int]) -> array[int]:
    if sys.byteorder == "big":
        column.byteswap()
    return column
