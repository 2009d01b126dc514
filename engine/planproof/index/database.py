"""The connection to index.db: opened, made anew when it is not what it should be, or given up.

Whatever goes wrong here costs time and nothing else. A database that is damaged or of another
version is deleted and made again; one that cannot be written is read; one that cannot be used at
all is replaced by memory.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from planproof.index.schema import APPLICATION, EXTRACTOR, SCHEMA, TABLES

T = TypeVar("T")

_VERSION = SCHEMA * 1000 + EXTRACTOR
_BUSY_MS = 500
_PATIENT_MS = 60_000
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


class Database:
    """A connection that never fails its caller.

    ``read`` gives None for what cannot be read, ``write`` says whether it was written. After damage
    the database is empty; after a failed write (full disk, another writer, read-only) there are no
    more writes in this run.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._writable = True
        self._connection = _open(path)
        self._inherited: sqlite3.Connection | None = None
        self.generation = 0
        """Goes up when the database was made anew: row numbers from before mean nothing."""

    @property
    def path(self) -> Path | None:
        """Where the database is; None in memory."""
        return self._path if self._on_disk() else None

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    @classmethod
    def to_read(cls, path: Path) -> Database:
        """For another process: a database that is there and in use, which is only read."""
        database = cls(None)
        database._connection = _open_to_read(path)
        database._writable = False
        return database

    @contextlib.contextmanager
    def patient(self) -> Iterator[None]:
        """Inside, a write waits long for those of other processes: it is dear to do without. What
        could not be written before is no reason not to try."""
        self._writable = self._writable or self._path is not None
        self.read(lambda db: db.execute(f"PRAGMA busy_timeout = {_PATIENT_MS}"))
        try:
            yield
        finally:
            self.read(lambda db: db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}"))

    def become_reader(self) -> None:
        """For a forked process, while nobody reads: a connection is never used in two processes,
        so another one is opened, which only reads. The first is not even closed here."""
        self._inherited = self._connection
        self._connection = _open_to_read(self._path)
        self._path, self._writable = None, False

    def read(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        try:
            return question(self._connection)
        except sqlite3.DatabaseError as error:
            self._recover(error)
            return None

    def write(self, change: Callable[[sqlite3.Connection], None]) -> bool:
        """Runs the change in one transaction, all of it or nothing."""
        if not self._writable:
            return False
        try:
            with _transaction(self._connection):
                change(self._connection)
        except sqlite3.DatabaseError as error:
            self._recover(error)
            self._writable = not isinstance(error, sqlite3.OperationalError)
            return False
        return True

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """Damage: begin again. Anything else, such as a lock, leaves the database as it is."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            self.close()
            _delete(self._path)
            self._connection = _open(self._path)
            self.generation += 1

    def _on_disk(self) -> bool:
        row = self._connection.execute("PRAGMA database_list").fetchone()
        return bool(row and row[2])


def _open(path: Path | None) -> sqlite3.Connection:
    """The database at ``path``, made anew if need be; in memory if that cannot be done."""
    if path is not None:
        for _ in range(2):
            try:
                return _connect(path)
            except (sqlite3.OperationalError, OSError):
                break  # out of reach: locked, read-only, full
            except (sqlite3.DatabaseError, _OtherVersionError):
                _delete(path)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _create(connection)
    return connection


def _open_to_read(path: Path | None) -> sqlite3.Connection:
    """The database at ``path``, which is there and in use; an empty one if that cannot be read."""
    if path is not None:
        with contextlib.suppress(sqlite3.Error, OSError):
            place = f"{path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(
                place, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000
            )
            version = connection.execute("PRAGMA user_version").fetchone()
            if version == (_VERSION,):
                return connection
    return _open(None)


class _OtherVersionError(Exception):
    """Another version of the tool made this database."""


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_MS / 1000)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -16000")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        with _transaction(connection):
            if _is_empty(connection):
                _create(connection)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if (version, application) != (_VERSION, APPLICATION):
        raise _OtherVersionError


def _is_empty(connection: sqlite3.Connection) -> bool:
    found: tuple[int] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return found == (0,)


def _create(connection: sqlite3.Connection) -> None:
    for statement in TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _delete(path: Path | None) -> None:
    if path is not None:
        for suffix in _SIDE_FILES:
            with contextlib.suppress(OSError):
                path.with_name(path.name + suffix).unlink()
