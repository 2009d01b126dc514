"""One connection to a plans.db, and what can be wrong with the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from planproof.errors import DatabaseMissingError, StoreError

APPLICATION_ID = 0x70_6C_70_66
"""``plpf``, at offset 68 of the file."""

VERSION = 5
"""The schema that this release reads and writes, in SQLite's ``user_version``."""

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""

Values = Sequence[str | int | float | None]


class Database:
    """A connection. Every failure of SQLite leaves here as a StoreError that says what to do."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        with faults_named(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    def number(self, sql: str, values: Values = ()) -> int:
        """The one whole number that ``sql`` asks for."""
        return int(self.rows(sql, values)[0][0])

    def write(self, sql: str, values: Values = ()) -> int:
        """Run one statement and return how many rows it touched."""
        with faults_named(self.path):
            return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, values: Values) -> int:
        """Insert one row and return its id."""
        with faults_named(self.path):
            return int(self._connection.execute(sql, values).lastrowid or 0)

    def write_many(self, sql: str, rows: Iterable[Values]) -> None:
        with faults_named(self.path):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """``BEGIN IMMEDIATE`` … commit; rolled back if anything at all is raised inside."""
        self.write("BEGIN IMMEDIATE")
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def close(self) -> None:
        self._connection.close()

    def _roll_back(self) -> None:
        """SQLite may have rolled back by itself already, as it does on a full disk."""
        if self._connection.in_transaction:
            self._connection.rollback()


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open a database that exists and is ours; nothing is touched if it is not.

    Raises DatabaseMissingError if there is none (an empty file is none), StoreError if the file is
    somebody else's, damaged, or made by a newer release.
    """
    require_sqlite(sqlite3.sqlite_version_info)
    require_ours(path)
    database = _attach(path, "ro" if read_only else "rw")
    try:
        _require_known_version(database)
    except BaseException:
        database.close()
        raise
    return database


def connect_new(path: Path) -> Database:
    """A connection to a file that is missing or empty; the first write makes it."""
    require_sqlite(sqlite3.sqlite_version_info)
    with faults_named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    return Database(path, _open(path, "mode=rwc"))


def require_sqlite(version: tuple[int, ...]) -> None:
    if version < OLDEST_SQLITE:
        raise StoreError(
            f"this Python was built with SQLite {_dotted(version)}; planproof needs "
            f"{_dotted(OLDEST_SQLITE)} or newer",
            fix="use a Python with a newer SQLite, for example from python.org or conda-forge",
        )


def require_ours(path: Path) -> None:
    """Look at the file's first bytes, without SQLite, which could write to it.

    https://www.sqlite.org/fileformat2.html#the_database_header
    """
    header = _header(path)
    if not header:
        raise DatabaseMissingError(
            f"there is no planproof database at {path}", fix="planproof init"
        )
    if not header.startswith(b"SQLite format 3\0"):
        raise _foreign(path, "is not an SQLite database")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise _foreign(path, "is an SQLite database, but not one of planproof's")


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """Turn failures of SQLite and of the file system into StoreErrors with a way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise _fault(path, error) from error
    except OSError as error:
        raise StoreError(
            f"{path} cannot be used: {error.strerror or error}",
            fix=f"check the permissions of {path.parent}",
        ) from error


def backups(path: Path) -> list[Path]:
    """The copies made beside a database before it was migrated, oldest version first."""
    return sorted(path.parent.glob(f"{path.name}.v*.backup"))


def _header(path: Path) -> bytes:
    with faults_named(path):
        try:
            with path.open("rb") as file:
                return file.read(100)
        except FileNotFoundError:
            return b""


def _foreign(path: Path, what: str) -> StoreError:
    return StoreError(
        f"{path} {what}; it was left as it is",
        fix="move it away, or set PLANPROOF_DATA to another folder; then run: planproof init",
    )


def _attach(path: Path, mode: str) -> Database:
    """Where SQLite may not even make its side files, the database is read as it lies there.

    That is sound as long as no write-ahead log exists: then the file alone is the whole database.
    """
    database = Database(path, _open(path, f"mode={mode}"))
    try:
        database.number("PRAGMA user_version")
    except StoreError as fault:
        database.close()
        if _code(fault.__cause__) not in _NOT_PERMITTED or _header(Path(f"{path}-wal")):
            raise
        database = Database(path, _open(path, "mode=ro&immutable=1"))
    return database


def _open(path: Path, options: str) -> sqlite3.Connection:
    with faults_named(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{options}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        )
        connection.row_factory = sqlite3.Row
        for pragma in ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection


def _require_known_version(database: Database) -> None:
    """The header may lie behind the write-ahead log, so SQLite is asked once more."""
    if database.number("PRAGMA application_id") != APPLICATION_ID:
        raise DatabaseMissingError(
            f"there is no planproof database at {database.path}", fix="planproof init"
        )
    version = database.number("PRAGMA user_version")
    if version > VERSION:
        raise StoreError(
            f"{database.path} was written by a newer planproof (schema {version}; "
            f"this one knows {VERSION})",
            fix="pip install --upgrade planproof",
        )


_ADVICE = {
    5: ("another planproof is writing to {path}", "wait for it to finish, then run this again"),
    8: ("{path} cannot be written", "check the permissions of {path} and its folder"),
    10: ("{path} cannot be read or written: disk I/O error", "check the disk, then run this again"),
    13: ("the disk is full; nothing was changed in {path}", "make room, then run this again"),
    14: ("{path} cannot be opened", "check the permissions of {path} and its folder"),
}
"""By SQLite's primary result code: https://www.sqlite.org/rescode.html"""

_NOT_PERMITTED = (8, 14)
_DAMAGED = (11, 26)


def _code(error: BaseException | None) -> int:
    """SQLite's primary result code, 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _fault(path: Path, error: sqlite3.Error) -> StoreError:
    code = _code(error)
    if code in _DAMAGED:
        return StoreError(f"{path} is damaged: {error}", fix=_recovery(path))
    message, fix = _ADVICE.get(code, (f"{{path}}: {error}", "planproof doctor"))
    return StoreError(message.format(path=path), fix=fix.format(path=path))


def _recovery(path: Path) -> str:
    saved = backups(path)
    if saved:
        return f"copy the backup {saved[-1]} over it"
    return (
        f'there is no backup; try: sqlite3 "{path}" .recover; '
        "or move it away and run: planproof init"
    )


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
