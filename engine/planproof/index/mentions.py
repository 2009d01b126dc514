"""Where names stand in files, by their last segment: what questions about a whole tree look into.

A *unit* is a blob at a path: what a name stands for depends on both. Of each unit it is kept what
others may ask of it (:class:`Told`); of its names, in lists by segment and batch of units, where
they stand and what they may mean as far as their file tells. Units are never deleted one by one:
who asks knows which of them the tree has.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, NoReturn, TypeVar

from msgspec import Struct, field

from planproof.index.database import Database

T = TypeVar("T")

MOST = 1024
"""Units of one batch."""

VIA = 1 << 15
"""Beside the roles: the name is not the last of what is imported here."""

OFFER = 1 << 14
"""Instead of roles: the file offers it to others under the name that is written."""

RELATIVE = 1 << 13
"""Beside the roles: the import is a relative one."""

STARRED = 1 << 12
"""Beside the roles: one of the chains is what a star of the file would bring."""

WITHIN = 1 << 11
"""Beside the roles: the name is written before a member that is taken of what it means."""

MADE = "="
"""How a chain begins that a name means only if what is called there is a class: ``A().run``."""

OF_TREE = "atlas "
"""How the keys of memos begin that hold numbers of units."""

_COLUMNS = 5
_ASK = 500
_MANY = 64
"""Batches with few units; beyond, they are forgotten and their units read together again."""


class Given(NamedTuple):
    """A definition as others see it. ``parent`` is the number of the one around it, or -1;
    ``start`` and ``end`` are its extent in bytes. ``bases`` are chains. ``computes``: what is
    asked for by its name is what it gives, not itself, as of a property."""

    qualified: str
    kind: str
    parent: int
    start: int
    end: int
    bases: tuple[str, ...] = ()
    computes: bool = False


class Told(Struct, frozen=True):
    """What a unit tells others.

    ``module`` is its chain. ``offers`` and ``wholes`` are as in :class:`Offers`; ``names`` are
    given a value at its top; ``stars`` are the chains of all that it imports everything of.
    """

    module: str
    definitions: tuple[Given, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wholes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()


class Mention(NamedTuple):
    """A name at a place: its unit, what it says (``texts``: as written, then the chains that it may
    mean), the number of the enclosing definition (its own where it is one) or -1, the row of the
    document, and its roles."""

    unit: int
    texts: tuple[str, ...]
    definition: int
    row: int
    roles: int


class Row(NamedTuple):
    """A mention and the segment under which it is found."""

    key: str
    texts: tuple[str, ...]
    definition: int
    row: int
    roles: int


class Unit(NamedTuple):
    """A blob at a path, in a language."""

    path: str
    blob: str
    language: str


class LostMentionsError(Exception):
    """What was kept of the names of files is gone, or damaged and so deleted: ask again."""


_DAMAGE = (zlib.error, ValueError, TypeError, IndexError, KeyError)


class MentionTable:
    """Units and mentions in index.db."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def units(self) -> dict[Unit, int]:
        """The numbers of all units that are stored."""
        rows = self._read(_all_units)
        return {Unit(_path(path), blob.hex(), language): n for n, path, blob, language in rows}

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
        for first, packed in self._read(partial(_lists, key)):
            yield from self._unpacked(first, packed, _anything)

    def find_all(self, fits: Callable[[tuple[str, ...]], bool]) -> Iterator[Mention]:
        """The mentions with texts that fit, one segment after the other: it takes its time."""
        for key in self.keys():
            for first, packed in self._read(partial(_lists, key)):
                yield from self._unpacked(first, packed, fits)

    def keys(self, begin: str = "") -> list[str]:
        """The segments under which there is anything, that begin so."""
        return self._read(partial(_keys, begin))

    def _read(self, question: Callable[[sqlite3.Connection], T]) -> T:
        try:
            found = self._database.read(question)
        except _DAMAGE:
            self._lose()
        if found is None:
            self._lose()
        return found

    def _unpacked(
        self, first: int, packed: bytes, fits: Callable[[tuple[str, ...]], bool]
    ) -> list[Mention]:
        try:
            return list(_unpacked(first, packed, fits))
        except _DAMAGE:
            self._lose()

    def _lose(self) -> NoReturn:
        """Deletes everything, because some of it cannot be read."""
        self._database.write(_forget)
        raise LostMentionsError

    def save(self, batch: Sequence[tuple[Unit, Told, Sequence[Row]]]) -> bool:
        """Adds units with their mentions, at most :data:`MOST`, all of them or nothing."""
        return self._database.write(lambda db: _save(db, batch))

    def tidy(self) -> None:
        """Forgets small batches where there are too many of them."""
        self._database.write(_tidy)


def _all_units(db: sqlite3.Connection) -> list[tuple[int, bytes, bytes, str]]:
    return db.execute("SELECT id, path, blob, language FROM units").fetchall()


def forget_trees(db: sqlite3.Connection) -> None:
    """For who deletes units: what is kept of whole trees by their numbers goes, too."""
    db.execute("DELETE FROM memo WHERE key LIKE ?", (f"{OF_TREE}%",))


def _forget(db: sqlite3.Connection) -> None:
    for table in ("units", "unit_batches", "mentions"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    forget_trees(db)


def _told(numbers: Sequence[int], db: sqlite3.Connection) -> dict[int, Told]:
    marks = ",".join("?" * len(numbers))
    rows = db.execute(f"SELECT id, told FROM units WHERE id IN ({marks})", numbers)  # noqa: S608
    return {number: unpack_told(packed) for number, packed in rows}


def _lists(key: str, db: sqlite3.Connection) -> list[tuple[int, bytes]]:
    return db.execute(
        "SELECT first, mentions FROM mentions WHERE name = ? ORDER BY first", (_text(key),)
    ).fetchall()


def _keys(begin: str, db: sqlite3.Connection) -> list[str]:
    rows = db.execute(
        "SELECT DISTINCT name FROM mentions WHERE name >= ? AND name < ?",
        (_text(begin), _text(begin) + b"\xff\xff"),
    )
    return [name.decode("utf-8", "surrogatepass") for (name,) in rows]


def _save(db: sqlite3.Connection, batch: Sequence[tuple[Unit, Told, Sequence[Row]]]) -> None:
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM units").fetchone()
    (gone,) = db.execute("SELECT units FROM unit_counts").fetchone()
    first = max(last, gone) + 1
    db.execute("UPDATE unit_counts SET units = ?", (first + len(batch) - 1,))
    values = (
        (first + at, _bytes(path), bytes.fromhex(blob), language, pack_told(told))
        for at, ((path, blob, language), told, _) in enumerate(batch)
    )
    db.executemany("INSERT OR IGNORE INTO units VALUES (?, ?, ?, ?, ?)", values)
    lists: dict[str, _List] = {}
    for at, (_, _, rows) in enumerate(batch):
        for row in rows:
            if (found := lists.get(row.key)) is None:
                found = lists[row.key] = _List()
            found.add(at, row)
    packed = ((_text(key), first, one.packed()) for key, one in sorted(lists.items()))
    db.executemany("INSERT INTO mentions VALUES (?, ?, ?)", packed)
    db.execute("INSERT INTO unit_batches VALUES (?, ?)", (first, len(batch)))


def _tidy(db: sqlite3.Connection) -> None:
    asked = "SELECT first, size FROM unit_batches WHERE size < ?"
    small = db.execute(asked, (MOST // 8,)).fetchall()
    if len(small) <= _MANY:
        return
    for first, size in small:
        db.execute("DELETE FROM units WHERE id BETWEEN ? AND ?", (first, first + size - 1))
        db.execute("DELETE FROM unit_batches WHERE first = ?", (first,))
    forget_trees(db)
    firsts = ",".join(str(int(first)) for first, _ in small)
    db.execute(f"DELETE FROM mentions WHERE first IN ({firsts})")  # noqa: S608 - numbers


class _List:
    """The mentions of one segment in one batch, in columns."""

    __slots__ = ("columns", "texts")

    def __init__(self) -> None:
        self.texts: dict[tuple[str, ...], int] = {}
        self.columns: tuple[list[int], ...] = ([], [], [], [], [])

    def add(self, unit: int, row: Row) -> None:
        text = self.texts.setdefault(row.texts, len(self.texts))
        values = (unit, text, row.definition + 1, row.row, row.roles)
        for column, value in zip(self.columns, values, strict=True):
            column.append(value)

    def packed(self) -> bytes:
        texts = json.dumps([*self.texts], ensure_ascii=False, separators=(",", ":"))
        said = texts.encode("utf-8", "surrogatepass")
        numbers = array("I", [len(said), *(n for column in self.columns for n in column)])
        return zlib.compress(_little(numbers).tobytes() + said, 1)


def _anything(texts: tuple[str, ...]) -> bool:
    del texts
    return True


def _unpacked(
    first: int, packed: bytes, fits: Callable[[tuple[str, ...]], bool]
) -> Iterator[Mention]:
    data = zlib.decompress(packed)
    (length,) = _little(array("I", data[:4]))
    body = len(data) - length
    texts: list[tuple[str, ...]] = [
        tuple(each) for each in json.loads(data[body:].decode("utf-8", "surrogatepass"))
    ]
    fitting = [*map(fits, texts)]
    if not any(fitting):
        return
    numbers = _little(array("I", data[4:body]))
    size = len(numbers) // _COLUMNS
    columns = [numbers[at * size : (at + 1) * size] for at in range(_COLUMNS)]
    for unit, text, definition, row, roles in zip(*columns, strict=True):
        if fitting[text]:
            yield Mention(first + unit, texts[text], definition - 1, row, roles)


def pack_told(told: Told) -> bytes:
    value: list[Any] = [
        told.module,
        told.definitions,
        {name: list(chains) for name, chains in told.offers.items()},
        told.wholes,
        told.names,
        told.stars,
    ]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack_told(packed: bytes) -> Told:
    value = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    module, definitions, offers, wholes, names, stars = value
    return Told(
        module,
        tuple(
            Given(qualified, kind, parent, start, end, tuple(bases), computes)
            for qualified, kind, parent, start, end, bases, computes in definitions
        ),
        {name: tuple(chains) for name, chains in offers.items()},
        tuple(wholes),
        tuple(names),
        tuple(stars),
    )


def _little(column: array[int]) -> array[int]:
    if sys.byteorder == "big":
        column.byteswap()
    return column


def _text(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _path(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def batches(units: Iterable[Any], size: int = MOST) -> Iterator[list[Any]]:
    """So many at a time."""
    found: list[Any] = []
    for unit in units:
        found.append(unit)
        if len(found) >= size:
            yield found
            found = []
    if found:
        yield found
