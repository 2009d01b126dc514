"""Small memories beside the facts: blob ids of files that did not change, and anything by key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from planproof.index.database import Database

if TYPE_CHECKING:
    from planproof.git import Stamp


_FEW = 50
"""Files that are asked for one by one."""


class StampTable:
    """The :class:`planproof.git.StatCache` of index.db. It forgets everything when it must."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[bytes, tuple[tuple[int, ...], str]] | None = None
        self._asked = 0

    def lookup(self, path: str, stamp: Stamp) -> str | None:
        """The whole table is read where many are asked for: then one question a file is dearer."""
        self._asked += 1
        if self._known is None and self._asked > _FEW:
            self._known = _by_path(self._database.read(_all) or ())
        known = self._known if self._known is not None else self._one(path)
        return self._id(known.get(_key(path)), stamp)

    def _one(self, path: str) -> dict[bytes, tuple[tuple[int, ...], str]]:
        return _by_path(self._database.read(partial(_at, _key(path))) or ())

    def _id(self, known: tuple[tuple[int, ...], str] | None, stamp: Stamp) -> str | None:
        asked = (stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode)
        return known[1] if known is not None and known[0] == asked else None

    def store(self, rows: Iterable[tuple[str, Stamp, str]]) -> None:
        self._known = None
        values = [
            (_key(path), stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode, blob)
            for path, stamp, blob in rows
        ]
        self._database.write(partial(_put, sorted(values)))


class MemoTable:
    """Bytes by key, for whatever is dear to work out and a function of its key alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> bytes | None:
        row = self._database.read(
            lambda db: db.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        )
        return row[0] if row else None

    def put(self, key: str, value: bytes) -> None:
        self._database.write(
            lambda db: _execute(db, "INSERT OR REPLACE INTO memo VALUES (?, ?)", (key, value))
        )


def _key(path: str) -> bytes:
    """Paths may hold bytes that are no UTF-8, which SQLite's text cannot."""
    return path.encode("utf-8", "surrogateescape")


_Stored = tuple[bytes, int, int, int, int, str]
_ALL = "SELECT path, size, mtime_ns, ctime_ns, inode, blob FROM stamps"


def _all(db: sqlite3.Connection) -> list[_Stored]:
    return db.execute(_ALL).fetchall()


def _at(key: bytes, db: sqlite3.Connection) -> list[_Stored]:
    return db.execute(f"{_ALL} WHERE path = ?", (key,)).fetchall()


def _by_path(rows: Iterable[_Stored]) -> dict[bytes, tuple[tuple[int, ...], str]]:
    return {row[0]: (tuple(row[1:5]), row[5]) for row in rows}


def _put(values: list[tuple[object, ...]], db: sqlite3.Connection) -> None:
    db.executemany("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?, ?)", values)


def _execute(db: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> None:
    db.execute(statement, values)
