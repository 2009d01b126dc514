"""Features of the units of blobs in index.db: postings in batches, found again by feature.

A unit is a definition, or a file as a whole. Units are numbered within a batch, blob by blob, so
that a posting takes two bytes. What a feature is, and how long a unit is in each of its fields, is
the business of who saves them.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import accumulate

from msgspec import Struct

from planproof.index.database import Database
from planproof.index.feature_blocks import BITS, unpack_block

MOST_UNITS = 1 << 16
"""One batch has fewer units."""

_ASK = 500
_BATCHES = "SELECT id, shift, blobs, lengths FROM feature_batches ORDER BY id"
_BLOCKS = "SELECT id, lists FROM feature_blocks WHERE id IN"
_ADD_BATCH = "INSERT INTO feature_batches (shift, blobs, lengths) VALUES (?, ?, ?)"
_ADD_BLOCK = "INSERT INTO feature_blocks VALUES (?, ?)"


class FeatureBatch(Struct, frozen=True):
    """Blobs with the number of units of each, in order; ``number`` is 0 before it is saved.

    ``lengths`` has a byte for each field and unit: all units of the first field, then the next.
    ``shift`` tells the block in which a feature is.
    """

    blobs: tuple[tuple[str, str, int], ...]
    """(blob, language, units)"""

    lengths: bytes
    shift: int
    number: int = 0

    @property
    def units(self) -> int:
        return sum(count for _, _, count in self.blobs)

    def first_units(self) -> list[int]:
        """The number of the first unit of each blob, and behind the last the number of units."""
        return [0, *accumulate(count for _, _, count in self.blobs)]


class FeatureTable:
    """Batches of postings. It forgets everything where what it holds cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._losses = 0

    @classmethod
    def in_memory(cls) -> FeatureTable:
        """One for a single question, where nothing can be kept."""
        return cls(Database(None))

    @property
    def generation(self) -> int:
        """Goes up when what was damaged is gone: batches from before mean nothing."""
        return self._database.generation + self._losses

    def batches(self) -> tuple[FeatureBatch, ...]:
        """All that is kept, in the order in which it was saved."""
        rows = self._database.read(lambda db: db.execute(_BATCHES).fetchall()) or ()
        try:
            return tuple(_batch(*row) for row in rows)
        except (ValueError, TypeError, AttributeError, zlib.error):
            self.forget(None)
            return ()

    def postings(
        self, features: Iterable[int], batches: Iterable[FeatureBatch]
    ) -> dict[int, dict[int, array[int]]]:
        """Feature → number of the batch → the units that have it. Those of no unit are left out.

        Where one of the lists is damaged, everything is forgotten.
        """
        found: dict[int, dict[int, array[int]]] = {}
        asked = sorted(set(features))
        for batch in batches:
            wanted: dict[int, list[int]] = {}
            for feature in asked:
                wanted.setdefault(batch.number << BITS | feature >> batch.shift, []).append(feature)
            try:
                self._collect(wanted, batch.number, found)
            except (ValueError, TypeError):
                self._losses += 1
                self.forget(None)
                return {}
        return found

    def _collect(
        self, wanted: dict[int, list[int]], batch: int, found: dict[int, dict[int, array[int]]]
    ) -> None:
        blocks = list(wanted)
        for at in range(0, len(blocks), _ASK):
            for block, packed in self._database.read(partial(_rows, blocks[at : at + _ASK])) or ():
                for feature, units in unpack_block(packed, wanted[block]):
                    found.setdefault(feature, {})[batch] = units

    def save(self, batch: FeatureBatch, blocks: Sequence[tuple[int, bytes]], last: int) -> int:
        """Adds a batch, if ``last`` is still the number of the last one (0 for none). Gives its
        number, 0 where it was not added."""
        saved: list[int] = []
        written = self._database.write(partial(_save, batch, blocks, last, saved))
        return saved[0] if written and saved else 0

    def forget(self, numbers: Sequence[int] | None) -> bool:
        """Deletes some batches; all of them for None. Says whether it could."""
        return self._database.write(partial(_forget, numbers))


def _save(
    batch: FeatureBatch,
    blocks: Sequence[tuple[int, bytes]],
    last: int,
    saved: list[int],
    db: sqlite3.Connection,
) -> None:
    (found,) = db.execute("SELECT coalesce(max(id), 0) FROM feature_batches").fetchone()
    if found != last:
        return
    lengths = zlib.compress(batch.lengths, 1)
    number = db.execute(_ADD_BATCH, (batch.shift, _pack_blobs(batch), lengths)).lastrowid or 0
    db.executemany(_ADD_BLOCK, ((number << BITS | block, packed) for block, packed in blocks))
    saved.append(number)


def _forget(numbers: Sequence[int] | None, db: sqlite3.Connection) -> None:
    if numbers is None:
        db.execute("DELETE FROM feature_blocks")
        db.execute("DELETE FROM feature_batches")
        return
    for number in numbers:
        ends = (number << BITS, (number + 1 << BITS) - 1)
        db.execute("DELETE FROM feature_blocks WHERE id BETWEEN ? AND ?", ends)
        db.execute("DELETE FROM feature_batches WHERE id = ?", (number,))


def _rows(blocks: list[int], db: sqlite3.Connection) -> list[tuple[int, bytes]]:
    marks = ",".join("?" * len(blocks))
    return db.execute(f"{_BLOCKS} ({marks})", blocks).fetchall()


def _pack_blobs(batch: FeatureBatch) -> bytes:
    languages = sorted({language for _, language, _ in batch.blobs})
    value = [
        [blob for blob, _, _ in batch.blobs],
        languages,
        [languages.index(language) for _, language, _ in batch.blobs],
        [count for _, _, count in batch.blobs],
    ]
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)


def _batch(number: int, shift: int, blobs: bytes, lengths: bytes) -> FeatureBatch:
    names, languages, numbers, counts = json.loads(zlib.decompress(blobs))
    rows = tuple(zip(names, map(languages.__getitem__, numbers), counts, strict=True))
    return FeatureBatch(rows, zlib.decompress(lengths), shift, number)
