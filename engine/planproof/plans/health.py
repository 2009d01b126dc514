"""Everything that can be found wrong with a plans.db, for ``doctor`` and ``audit``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from planproof.errors import Diagnostic, StoreError
from planproof.plans.database import Database
from planproof.plans.ledger import find_break, find_unexplained
from planproof.plans.replay import Finding


def examine(database: Database) -> tuple[Diagnostic, ...]:
    """Complaints in the order of their weight; empty when all is well. Reads the whole file."""
    try:
        damage = tuple(_damage(database))
        return damage or (*_drift(database), *_distrust(database))
    except StoreError as fault:
        return fault.diagnostics


def find_damage(database: Database) -> Iterator[Finding]:
    """What is wrong with the file and its schema: without its triggers nothing is proven."""
    for one in (*_damage(database), *_drift(database)):
        yield Finding("database", one.message, field=one.code)


def _damage(database: Database) -> Iterator[Diagnostic]:
    for row in database.rows("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield Diagnostic("database-damaged", str(row[0]), "planproof doctor")
    for row in database.rows("PRAGMA foreign_key_check"):
        message = f"a row of {row['table']} refers to a missing row of {row['parent']}"
        yield Diagnostic("database-dangling", message)


def _drift(database: Database) -> Iterator[Diagnostic]:
    """Tables, indexes and triggers that are not those of this release."""
    made, wanted = dict(_schema(database.rows(_SCHEMA))), dict(_expected())
    for name in sorted(made.keys() | wanted.keys()):
        if made.get(name) != wanted.get(name):
            state = "missing" if name not in made else "changed" if name in wanted else "foreign"
            yield Diagnostic("schema-drift", f"{name} is {state} in {database.path}")


def _distrust(database: Database) -> Iterator[Diagnostic]:
    broken = find_break(database)
    if broken is not None:
        yield Diagnostic("ledger-broken", broken.message)
    for sentence in find_unexplained(database):
        yield Diagnostic("ledger-disagrees", sentence)


_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"


def _expected() -> Iterator[tuple[str, str]]:
    """The schema as the migrations make it, in a database of its own."""
    from planproof.plans.migrations import STEPS

    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.row_factory = sqlite3.Row
        for step in STEPS:
            fresh.executescript(step)
        yield from _schema(fresh.execute(_SCHEMA).fetchall())


def _schema(rows: list[sqlite3.Row]) -> Iterator[tuple[str, str]]:
    return ((f"{row['type']} {row['name']}", row["sql"]) for row in rows)
