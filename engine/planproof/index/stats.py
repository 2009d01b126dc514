"""Small memories beside the facts: blob ids of files that did not change, and anything by key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from planproof.index.database import Database

if TYPE_CHECKING:
    from planproof.git import Stamp


class StampTable:
    """The :class:`planproof.git.StatCache` of index.db. It forgets everything when it must."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[bytes, tuple[tuple[int, ...], str]] | None = None

    def lookup(self, path: str, stamp: Stamp) -> str | None:
        """The whole table is read at the first question: one question a file is dearer."""
        if self._known is None:
            rows = self._database.read(_all) or ()
            self._known = {row[0]: (tuple(row[1:5]), row[5]) for row in rows}
        known = self._known.get(_key(path))
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


def _all(db: sqlite3.Connection) -> list[tuple[bytes, int, int, int, int, str]]:
    statement = "SELECT path, size, mtime_ns, ctime_ns, inode, blob FROM stamps"
    return db.execute(statement).fetchall()


def _put(values: list[tuple[object, ...]], db: sqlite3.Connection) -> None:
    db.executemany("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?, ?)", values)


def _execute(db: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> None:
    db.execute(statement, values)
