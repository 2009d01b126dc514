"""Extracts in index.db: saved in batches, found again by blob."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from planproof.index.database import Database
from planproof.languages import digest_of

if TYPE_CHECKING:
    from planproof.index.extract import Extract

_ASK = 500
"""Parameters of one question; SQLite allows 999 in old builds."""

_LANGUAGE = "SELECT id FROM languages WHERE name = ? AND digest = ?"
_BLOBS_WITH = (
    "SELECT blobs.blob FROM names JOIN postings ON postings.name = names.id"
    " JOIN blobs ON blobs.id = postings.blob WHERE names.text = ?"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database has of one blob. ``reason`` says why there are no facts, if so.

    ``facts`` is also None where only the counts were asked for.
    """

    facts: bytes | None
    bytes: int
    occurrences: int
    reason: str
    detail: str


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
        self._names: dict[str, int] = {}

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
        saved = self._database.write(partial(self._insert, rows))
        if not saved:
            self._names.clear()  # it may hold numbers that were rolled back
        return saved

    def forget(self, blob: str, language: str) -> None:
        """Deletes what is stored of one blob, because it cannot be read."""
        number = self._language(language)
        where = "WHERE blob = ? AND language = ?"
        self._database.write(partial(_delete, where, (bytes.fromhex(blob), number)))

    def names(self) -> tuple[str, ...]:
        """Every segment of every stored name, sorted."""
        rows = self._database.read(partial(_query, "SELECT text FROM names ORDER BY text", ()))
        return tuple(text for (text,) in rows or ())

    def blobs_with(self, segment: str) -> frozenset[str]:
        """The stored blobs in which a segment stands."""
        rows = self._database.read(partial(_query, _BLOBS_WITH, (segment,)))
        return frozenset(blob.hex() for (blob,) in rows or ())

    def _check_generation(self) -> None:
        if self._generation != self._database.generation:
            self._generation = self._database.generation
            self._languages.clear()
            self._names.clear()

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
        self._learn_names({text for row in rows for text in row.extract.segments}, db)
        new = self._new(rows, db)
        (last,) = db.execute("SELECT coalesce(max(id), 0) FROM blobs").fetchone()
        numbered = list(enumerate(new, last + 1))
        _fill(db, "blobs", 8, (self._blob(number, row) for number, row in numbered))
        _fill(db, "postings", 2, sorted(self._postings(numbered)))
        _fill(db, "definitions", 9, _numbered(numbered, "definitions"))
        _fill(db, "imports", 9, _numbered(numbered, "imports"))

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

    def _postings(self, numbered: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, int]]:
        return (
            (self._names[text], number) for number, row in numbered for text in row.extract.segments
        )

    def _learn_names(self, texts: set[str], db: sqlite3.Connection) -> None:
        """Numbers for these names; new ones get the next numbers."""
        unknown = sorted(texts.difference(self._names))
        for some in _parts(unknown, _ASK):
            marks = ",".join("?" * len(some))
            self._names.update(
                db.execute(f"SELECT text, id FROM names WHERE text IN ({marks})", some)  # noqa: S608
            )
        new = [text for text in unknown if text not in self._names]
        (count,) = db.execute("SELECT names FROM counts").fetchone()
        self._names.update(zip(new, range(count, count + len(new)), strict=True))
        db.executemany("INSERT INTO names VALUES (?, ?)", ((t, self._names[t]) for t in new))
        db.execute("UPDATE counts SET names = ?", (count + len(new),))


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


def _numbered(
    numbered: Sequence[tuple[int, Row]], column: Literal["definitions", "imports"]
) -> Iterator[tuple[object, ...]]:
    """(blob, number in the blob, the fact's columns)."""
    return (
        (blob, number, *fact)
        for blob, row in numbered
        for number, fact in enumerate(getattr(row.extract, column))
    )


def _fill(
    db: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[object, ...]]
) -> None:
    marks = ",".join("?" * width)
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own tables


def _begin_language(name: str, digest: str, db: sqlite3.Connection) -> None:
    for (number,) in db.execute("SELECT id FROM languages WHERE name = ?", (name,)).fetchall():
        _delete("WHERE language = ?", (number,), db)
        db.execute("DELETE FROM languages WHERE id = ?", (number,))
    db.execute("INSERT INTO languages (name, digest) VALUES (?, ?)", (name, digest))


def _delete(where: str, values: tuple[object, ...], db: sqlite3.Connection) -> None:
    """Deletes blobs and all that hangs on them. Names stay: another blob may use them."""
    chosen = f"SELECT id FROM blobs {where}"  # noqa: S608 - the callers' own words
    for table in ("postings", "definitions", "imports"):
        db.execute(f"DELETE FROM {table} WHERE blob IN ({chosen})", values)  # noqa: S608
    db.execute(f"DELETE FROM blobs {where}", values)  # noqa: S608


def _query(
    question: str, values: tuple[object, ...], db: sqlite3.Connection
) -> list[tuple[Any, ...]]:
    return db.execute(question, values).fetchall()


def _parts(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (values[at : at + size] for at in range(0, len(values), size))
