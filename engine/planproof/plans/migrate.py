"""Making a database, and bringing an older one up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from planproof.errors import DatabaseMissingError, StoreError
from planproof.plans.database import (
    APPLICATION_ID,
    Database,
    connect,
    connect_new,
    faults_named,
    require_ours,
)
from planproof.plans.migrations import STEPS


def create(path: Path, steps: Sequence[str] = STEPS) -> Database:
    """Make a database, or open the one that is there; several processes may do so at once.

    Raises StoreError if the file is somebody else's; then it is left as it is.
    """
    try:
        require_ours(path)
    except DatabaseMissingError:
        _build(path, steps)
    database = connect(path)
    upgrade(database, steps)
    return database


def upgrade(database: Database, steps: Sequence[str] = STEPS) -> None:
    """Apply what ``database`` lacks, each step in one transaction, after a backup beside the file.

    A step that fails leaves the database as it was before that step.
    """
    version = _version(database)
    if version >= len(steps):
        return
    back_up(database, Path(f"{database.path}.v{version}.backup"))
    with _foreign_keys_off(database):
        for number in range(version + 1, len(steps) + 1):
            _apply(database, number, steps[number - 1])


def back_up(database: Database, target: Path) -> None:
    """Write a consistent copy to ``target``, which appears only when it is whole."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    with faults_named(target):
        unfinished.unlink(missing_ok=True)
        database.write("VACUUM INTO ?", [str(unfinished)])
        unfinished.replace(target)


def statements(script: str) -> Iterator[str]:
    """The statements of ``script``, each ending a line; a trigger's body stays together."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        yield pending.strip()


def _build(path: Path, steps: Sequence[str]) -> None:
    """All steps in one transaction: a database is never seen half made."""
    database = connect_new(path)
    try:
        with database.transaction():
            if not _is_made(database):
                database.write(f"PRAGMA application_id = {APPLICATION_ID}")
                for number, step in enumerate(steps, start=1):
                    _run(database, number, step)
        _prefer_write_ahead_log(database)
    finally:
        database.close()


def _is_made(database: Database) -> bool:
    """Another process may have been first while this one waited for the lock."""
    if database.number("PRAGMA application_id") == APPLICATION_ID:
        return True
    if database.number("SELECT count(*) FROM sqlite_master"):
        raise StoreError(
            f"{database.path} is an SQLite database, but not one of planproof's",
            fix="move it away, then run: planproof init",
        )
    return False


def _prefer_write_ahead_log(database: Database) -> None:
    """Readers and a writer do not wait for each other then. Some file systems cannot; others are
    busy just now: the rollback journal that stays is as safe."""
    with suppress(StoreError):
        database.rows("PRAGMA journal_mode = WAL")


def _apply(database: Database, number: int, step: str) -> None:
    with database.transaction():
        if _version(database) >= number:
            return
        _run(database, number, step)
        broken = database.rows("PRAGMA foreign_key_check")
        if broken:
            raise StoreError(
                f"{database.path}: migration {number} would leave dangling rows in {broken[0][0]}",
                fix="planproof doctor",
            )


def _run(database: Database, number: int, step: str) -> None:
    for statement in statements(step):
        database.write(statement)
    database.write(f"PRAGMA user_version = {number}")


@contextmanager
def _foreign_keys_off(database: Database) -> Iterator[None]:
    """A step may rebuild a table that others refer to (https://www.sqlite.org/lang_altertable.html)."""
    database.write("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        database.write("PRAGMA foreign_keys = ON")


def _version(database: Database) -> int:
    return database.number("PRAGMA user_version")
