"""Features of the units of blobs in index.db: postings in batches, found again by feature.

A unit is a definition, or a file as a whole. Units are numbered within a batch, blob by blob, so
that a posting takes two bytes. What a feature is, and how long a unit is in each of its fields, is
the business of who saves them.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import TypeAlias

from msgspec import Struct

from planproof.index.database import Database

MOST_UNITS = 1 << 16
"""Units of one batch."""

_ASK = 500
_BATCHES = "SELECT id, blobs, lengths FROM feature_batches ORDER BY id"
_LISTS = "SELECT feature, batch, units FROM feature_postings WHERE feature IN"
_ADD_BATCH = "INSERT INTO feature_batches (blobs, lengths) VALUES (?, ?)"
_ADD_LIST = "INSERT INTO feature_postings VALUES (?, ?, ?)"


class FeatureBatch(Struct, frozen=True):
    """Blobs with the number of units of each, in order; ``number`` is 0 before it is saved.

    ``lengths`` has a byte for each field and unit: all units of the first field, then the next.
    """

    blobs: tuple[tuple[str, str, int], ...]
    """(blob, language, units)"""

    lengths: bytes
    number: int = 0

    @property
    def units(self) -> int:
        return sum(count for _, _, count in self.blobs)

    def first_units(self) -> list[int]:
        """The number of the first unit of each blob, and behind the last the number of units."""
        return [0, *accumulate(count for _, _, count in self.blobs)]


Postings: TypeAlias = "Mapping[int, array[int]]"
"""Feature → the units that have it."""


class FeatureTable:
    """Batches of postings. It forgets everything where what it holds cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def in_memory(cls) -> FeatureTable:
        """One for a single question, where nothing can be kept."""
        return cls(Database(None))

    @property
    def generation(self) -> int:
        """Goes up when what was damaged has been made anew: batches from before are gone."""
        return self._database.generation

    def batches(self) -> tuple[FeatureBatch, ...]:
        """All that is kept, in the order in which it was saved."""
        rows = self._database.read(lambda db: db.execute(_BATCHES).fetchall()) or ()
        try:
            return tuple(_batch(*row) for row in rows)
        except (ValueError, TypeError, AttributeError):
            self.forget(None)
            return ()

    def postings(self, features: Iterable[int]) -> dict[int, dict[int, array[int]]]:
        """Feature → number of the batch → the units that have it. Those of no unit are left out."""
        found: dict[int, dict[int, array[int]]] = {}
        asked = sorted(set(features))
        for at in range(0, len(asked), _ASK):
            some = asked[at : at + _ASK]
            rows = self._database.read(partial(_lists, some)) or ()
            for feature, batch, units in rows:
                found.setdefault(feature, {})[batch] = _numbers(units)
        return found

    def save(self, batch: FeatureBatch, postings: Postings, last: int) -> int:
        """Adds a batch, if ``last`` is still the number of the last one (0 for none). Gives its
        number, 0 where it was not added."""
        saved: list[int] = []
        written = self._database.write(partial(_save, batch, postings, last, saved))
        return saved[0] if written and saved else 0

    def forget(self, numbers: Sequence[int] | None) -> bool:
        """Deletes some batches; all of them for None. Says whether it could."""
        return self._database.write(partial(_forget, numbers))


def _save(
    batch: FeatureBatch, postings: Postings, last: int, saved: list[int], db: sqlite3.Connection
) -> None:
    (found,) = db.execute("SELECT coalesce(max(id), 0) FROM feature_batches").fetchone()
    if found != last:
        return
    text = "\n".join(f"{blob} {language} {count}" for blob, language, count in batch.blobs)
    number = db.execute(_ADD_BATCH, (text.encode(), batch.lengths)).lastrowid
    rows = ((feature, number, _packed(postings[feature])) for feature in sorted(postings))
    db.executemany(_ADD_LIST, rows)
    saved.append(number or 0)


def _forget(numbers: Sequence[int] | None, db: sqlite3.Connection) -> None:
    if numbers is None:
        db.execute("DELETE FROM feature_postings")
        db.execute("DELETE FROM feature_batches")
        return
    for number in numbers:
        db.execute("DELETE FROM feature_postings WHERE batch = ?", (number,))
        db.execute("DELETE FROM feature_batches WHERE id = ?", (number,))


def _lists(features: list[int], db: sqlite3.Connection) -> list[tuple[int, int, bytes]]:
    marks = ",".join("?" * len(features))
    return db.execute(f"{_LISTS} ({marks})", features).fetchall()


def _batch(number: int, blobs: bytes, lengths: bytes) -> FeatureBatch:
    return FeatureBatch(tuple(_rows(blobs.decode())), bytes(lengths), number)


def _rows(text: str) -> Iterator[tuple[str, str, int]]:
    for line in text.splitlines():
        blob, language, count = line.split(" ")
        yield blob, language, int(count)


def _packed(units: array[int]) -> bytes:
    if sys.byteorder == "big":
        units = units[:]
        units.byteswap()
    return units.tobytes()


def _numbers(packed: bytes) -> array[int]:
    units = array("H", packed[: len(packed) & ~1])
    if sys.byteorder == "big":
        units.byteswap()
    return units
