"""The ledger: every write as an event, each sealed with the hash of the one before.

A chain cannot show that its end was cut off, so the number of the last event that SQLite remembers
(``sqlite_sequence``) is compared as well.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import NamedTuple

from planproof.plans.database import Database
from planproof.plans.records import Event
from planproof.plans.text import from_text, to_text

GENESIS = "0" * 64
"""What the first event names as the hash before it."""

Facts = dict[str, str | int | None]
"""The fields that an event is about: flat, so that they read the same for ever."""


class Break(NamedTuple):
    """The first link of the chain that does not hold, and why."""

    event: int
    message: str


class Entry(NamedTuple):
    """What happened, without who and when, which the transaction knows."""

    verb: str
    subject: str
    before: Facts | None = None
    after: Facts | None = None
    reason: str = ""


def append(database: Database, entry: Entry, actor: str, at: str) -> None:
    """Write one event; the caller holds the transaction."""
    last = database.row("SELECT hash FROM events ORDER BY id DESC LIMIT 1")
    previous = last["hash"] if last else GENESIS
    fields = [
        to_text(actor),
        entry.verb,
        to_text(entry.subject),
        _facts(entry.before),
        _facts(entry.after),
        to_text(entry.reason),
        at,
    ]
    database.insert(
        "INSERT INTO events (actor, verb, subject, before, after, reason, at, prev_hash, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*fields, previous, seal(previous, fields)],
    )


def head_of(database: Database) -> tuple[int, str]:
    """How many events there are, and the hash of the last."""
    row = database.row("SELECT id, hash FROM events ORDER BY id DESC LIMIT 1")
    return (row["id"], row["hash"]) if row else (0, GENESIS)


def seal(previous: str, fields: list[str]) -> str:
    """SHA-256, in hex, over the hash before and the fields, as one JSON array."""
    content = json.dumps([1, previous, *fields], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def find_break(database: Database) -> Break | None:
    """Follow the whole chain; the first event that was changed, removed or added, or None."""
    previous, expected = GENESIS, 1
    for row in database.rows("SELECT * FROM events ORDER BY id"):
        if row["id"] != expected:
            return Break(expected, f"event {expected} is missing")
        if row["prev_hash"] != previous:
            return Break(expected, f"event {expected} does not follow the event before it")
        if row["hash"] != seal(previous, [row[column] for column in _SEALED]):
            return Break(expected, f"event {expected} was changed after it was written")
        previous, expected = row["hash"], expected + 1
    last = database.number("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name='events'")
    if last != expected - 1:
        return Break(expected, f"events {expected} to {last} are missing from the end")
    return None


def find_unexplained(database: Database) -> tuple[str, ...]:
    """Sentences on every plan and task whose status no event accounts for: it was set past us."""
    known: dict[str, str] = {}
    for row in database.rows("SELECT subject, after FROM events WHERE after <> '' ORDER BY id"):
        status = json.loads(row["after"]).get("status")
        if status is not None:
            known[row["subject"]] = status
    present = database.rows(
        "SELECT 'plan ' || slug AS subject, status FROM plans UNION ALL "
        "SELECT 'task ' || slug || ' ' || task_number, t.status FROM plan_tasks t"
        " JOIN plans p ON p.id = t.plan_id ORDER BY subject"
    )
    return tuple(
        f"{row['subject']} is {row['status']}, but the ledger says {known.get(row['subject'])}"
        for row in present
        if known.get(row["subject"]) != row["status"]
    )


def find_events(database: Database, subject: str | None, limit: int | None) -> tuple[Event, ...]:
    """The events on ``subject`` or on everything, oldest first; the last ``limit`` of them."""
    where, values = ("", []) if subject is None else (" WHERE subject = ?", [to_text(subject)])
    rows = database.rows(
        f"SELECT * FROM events{where} ORDER BY id DESC LIMIT ?",  # noqa: S608 - a constant
        [*values, -1 if limit is None else limit],
    )
    return tuple(_event(row) for row in reversed(rows))


_SEALED = ("actor", "verb", "subject", "before", "after", "reason", "at")


def _facts(facts: Facts | None) -> str:
    return "" if facts is None else json.dumps(facts, sort_keys=True, separators=(",", ":"))


def _event(row: sqlite3.Row) -> Event:
    return Event(
        row["id"],
        from_text(row["actor"]),
        row["verb"],
        from_text(row["subject"]),
        row["before"],
        row["after"],
        from_text(row["reason"]),
        row["at"],
        row["prev_hash"],
        row["hash"],
    )
