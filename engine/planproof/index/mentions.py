"""Where names stand in files, by their last segment: what questions about a whole tree look into.

A *unit* is a blob at a path: what a name stands for depends on both. Of each unit it is kept what
others may ask of it (:class:`Told`); of its names, in lists by segment and batch of units, where
they stand and what they may mean as far as their file tells. Units are never deleted one by one:
who asks knows which of them the tree has.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NoReturn, TypeVar

from planproof.index import mention_rows as rows
from planproof.index.database import Database
from planproof.index.mention import (
    MADE,
    OFFER,
    RELATIVE,
    STARRED,
    VIA,
    WITHIN,
    Given,
    Mention,
    Row,
    Told,
    Unit,
)
from planproof.index.mention_batches import Batch
from planproof.index.mention_lists import unpack_list
from planproof.index.mention_rows import OF_TREE, forget_trees
from planproof.index.told import unpack_told

__all__ = [
    "MADE", "OFFER", "OF_TREE", "RELATIVE", "STARRED", "VIA", "WITHIN", "Given",
    "LostMentionsError", "Mention", "MentionTable", "Row", "Told", "Unit", "forget_trees",
]  # fmt: skip

T = TypeVar("T")

_ASK = 500
_TOGETHER = 2_000
"""Lists that are read together where all are looked through."""

_DAMAGE = (zlib.error, ValueError, TypeError, IndexError, KeyError)


class LostMentionsError(Exception):
    """What was kept of the names of files is gone, or damaged and so deleted: ask again."""


class MentionTable:
    """Units and mentions in index.db."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tidied: int | None = None

    def units(self) -> dict[Unit, int]:
        """The numbers of all units that are stored."""
        return dict(self._read(rows.all_units))

    def numbers(self, units: Iterable[Unit]) -> dict[Unit, int]:
        """The numbers of those of some units that are stored."""
        return self._read(partial(rows.numbers, list(units)))

    def told(self, numbers: Sequence[int]) -> dict[int, Told]:
        """What units tell. Raises LostMentionsError where one is not there."""
        found: dict[int, Told] = {}
        for at in range(0, len(numbers), _ASK):
            found.update(self._read(partial(_told, numbers[at : at + _ASK])))
        if len(found) < len(numbers):
            self._lose()
        return found

    def find(self, key: str) -> Iterator[Mention]:
        """All mentions under a segment, by unit and row in each batch."""
        for first, packed in self._read(partial(rows.lists, key)):
            yield from self._unpacked(first, packed)

    def find_all(
        self, fits: Callable[[tuple[str, ...]], bool], holding: str | None = None
    ) -> Iterator[Mention]:
        """The mentions with texts that fit, in no order: it takes its time, less where it is known
        what is in all texts that do (``holding``)."""
        needle = b""
        if holding and holding.isascii() and holding.isidentifier():
            needle = holding.encode("ascii")
        after = -1
        while found := self._read(partial(rows.lists_after, after, _TOGETHER)):
            for place, first, packed in found:
                after = place
                yield from self._unpacked(first, packed, fits, needle)

    def keys(self, begin: str = "") -> list[str]:
        """The segments under which there is anything, that begin so."""
        return self._read(partial(rows.keys, begin))

    def is_as_before(self) -> bool:
        """Whether no units were forgotten since this was asked for the first time."""
        tidied = self._read(rows.times_tidied)
        before, self._tidied = self._tidied, tidied
        return before in (None, tidied)

    def _read(self, question: Callable[[sqlite3.Connection], T]) -> T:
        try:
            found = self._database.read(question)
        except _DAMAGE:
            self._lose()
        if found is None:
            self._lose()
        return found

    def _unpacked(
        self,
        first: int,
        packed: bytes,
        fits: Callable[[tuple[str, ...]], bool] | None = None,
        holding: bytes = b"",
    ) -> list[Mention]:
        try:
            return list(unpack_list(first, packed, fits, holding))
        except _DAMAGE:
            self._lose()

    def _lose(self) -> NoReturn:
        """Deletes everything, because some of it cannot be read."""
        self._database.write(rows.forget)
        raise LostMentionsError

    def save(self, batch: Batch) -> bool:
        """Adds units with their mentions, all of them or nothing."""
        return self._database.write(lambda db: rows.save(db, batch))

    def is_untidy(self) -> bool:
        """Whether there are too many small batches."""
        return self._read(rows.is_untidy)

    def tidy(self) -> None:
        """Forgets small batches where there are too many of them. To be done before numbers of
        units are asked for."""
        self._database.write(rows.tidy)
        self._tidied = None
        self.is_as_before()


def _told(numbers: Sequence[int], db: sqlite3.Connection) -> dict[int, Told]:
    return {number: unpack_told(packed) for number, packed in rows.told(numbers, db)}
