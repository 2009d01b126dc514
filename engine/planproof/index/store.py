"""Extracts in index.db: saved in batches, found again by blob."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from planproof.index import postings
from planproof.index.database import Database
from planproof.index.mention_rows import forget_trees
from planproof.index.postings import Use
from planproof.languages import digest_of

if TYPE_CHECKING:
    from planproof.index.extract import Extract

_ASK = 500
"""Parameters of one question; SQLite allows 999 in old builds."""

_LANGUAGE = "SELECT id FROM languages WHERE name = ? AND digest = ?"


class Stored(Struct, frozen=True):
    """What the database has of one blob. ``reason`` says why there are no facts, if so.

    ``facts`` is also None where only the counts were asked for.
    """

    facts: bytes | None
    bytes: int
    occurrences: int
    reason: str
    detail: str


def as_stored(size: int, extract: Extract) -> Stored:
    """What the database would have of a source of ``size`` bytes."""
    return Stored(extract.facts, size, extract.occurrences, extract.reason, extract.detail)


class Row(NamedTuple):
    """What is to be stored of one source."""

    blob: str
    language: str
    bytes: int
    extract: Extract


class Store:
    """Everything that index.db keeps about blobs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._generation = database.generation
        self._languages: dict[str, int] = {}

    def find(
        self, blobs: Sequence[str], language: str, *, counts_only: bool = False
    ) -> dict[str, Stored]:
        """What is known of these blobs, of those that are known."""
        self._check_generation()
        facts = "NULL" if counts_only else "facts"
        found: dict[str, Stored] = {}
        number = self._language(language)
        if number is not None:
            for some in _parts(blobs, _ASK):
                found.update(self._database.read(partial(_select, facts, number, some)) or {})
        return found

    def save(self, rows: Sequence[Row]) -> bool:
        """Adds rows, all of them in one transaction or nothing."""
        self._check_generation()
        numbers = {row.language: self._language(row.language) for row in rows}
        if None in numbers.values():
            return False
        return self._database.write(partial(self._insert, rows))

    def forget(self, blob: str, language: str) -> None:
        """Deletes what is stored of one blob, because it cannot be read."""
        number = self._language(language)
        if number is not None:
            self._database.write(partial(_delete, bytes.fromhex(blob), number))

    def names(self) -> tuple[str, ...]:
        """Every segment of every name ever stored, sorted."""
        return tuple(self._database.read(postings.names) or ())

    def blobs_with(self, segment: str) -> frozenset[str]:
        """The stored blobs in which a segment stands."""
        return self._blobs_with(segment, Use(0))

    def blobs_defining(self, segment: str) -> frozenset[str]:
        """The stored blobs in which a definition is called so."""
        return self._blobs_with(segment, Use.DEFINED)

    def blobs_importing(self, segment: str) -> frozenset[str]:
        """The stored blobs in which a segment is a part of what is imported."""
        return self._blobs_with(segment, Use.IMPORTED)

    def _blobs_with(self, segment: str, use: Use) -> frozenset[str]:
        blobs = self._database.read(lambda db: postings.blobs_with(db, segment, use))
        return frozenset(blob.hex() for blob in blobs or ())

    def _check_generation(self) -> None:
        if self._generation != self._database.generation:
            self._generation = self._database.generation
            self._languages.clear()

    def _language(self, name: str) -> int | None:
        """The number of a language as this engine reads it. What another one read is deleted."""
        if name not in self._languages:
            asked = (name, digest_of(name))
            rows = self._database.read(partial(_query, _LANGUAGE, asked))
            if not rows:
                self._database.write(partial(_begin_language, *asked))
                rows = self._database.read(partial(_query, _LANGUAGE, asked))
            if not rows:
                return None
            self._languages[name] = rows[0][0]
        return self._languages[name]

    def _insert(self, rows: Sequence[Row], db: sqlite3.Connection) -> None:
        """Each table in one go. Blobs that another process has added meanwhile are left out."""
        new = self._new(rows, db)
        (last,) = db.execute("SELECT blobs FROM counts").fetchone()
        _fill(db, "blobs", 8, (self._blob(number, row) for number, row in enumerate(new, last + 1)))
        for at in range(0, len(new), postings.MOST):
            batch = (row.extract.segments for row in new[at : at + postings.MOST])
            postings.add_postings(db, last + 1 + at, batch)
        db.execute("UPDATE counts SET blobs = ?", (last + len(new),))

    def _new(self, rows: Sequence[Row], db: sqlite3.Connection) -> list[Row]:
        new = {(row.blob, row.language): row for row in rows}
        for language, number in self._languages.items():
            blobs = [blob for blob, named in new if named == language]
            for some in _parts(blobs, _ASK):
                for blob in _select("NULL", number, some, db):
                    del new[blob, language]
        return list(new.values())

    def _blob(self, number: int, row: Row) -> tuple[object, ...]:
        extract = row.extract
        key = (bytes.fromhex(row.blob), self._languages[row.language])
        said = (extract.facts, extract.reason, extract.detail)
        return (number, *key, row.bytes, extract.occurrences, *said)


def _select(
    facts: str, number: int, blobs: Sequence[str], db: sqlite3.Connection
) -> dict[str, Stored]:
    marks = ",".join("?" * len(blobs))
    rows = db.execute(
        f"SELECT blob, {facts}, bytes, occurrences, reason, detail FROM blobs"  # noqa: S608
        f" WHERE language = {number} AND blob IN ({marks})",
        [bytes.fromhex(blob) for blob in blobs],
    )
    return {blob.hex(): Stored(*rest) for blob, *rest in rows}


def _fill(
    db: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[object, ...]]
) -> None:
    marks = ",".join("?" * width)
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own tables


def _begin_language(name: str, digest: str, db: sqlite3.Connection) -> None:
    """Of a language that another engine read before, nothing is kept, and no postings of any."""
    if db.execute("SELECT 1 FROM languages WHERE name = ?", (name,)).fetchone():
        for table in ("blobs", "postings", "languages", "units", "unit_batches", "mentions"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
        forget_trees(db)
    db.execute("INSERT INTO languages (name, digest) VALUES (?, ?)", (name, digest))


def _delete(blob: bytes, language: int, db: sqlite3.Connection) -> None:
    """Deletes a blob. Its postings stay, and lead to nothing."""
    db.execute("DELETE FROM blobs WHERE blob = ? AND language = ?", (blob, language))


def _query(
    question: str, values: tuple[object, ...], db: sqlite3.Connection
) -> list[tuple[Any, ...]]:
    return db.execute(question, values).fetchall()


def _parts(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (values[at : at + size] for at in range(0, len(values), size))
