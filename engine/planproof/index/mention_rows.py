"""The rows of index.db that hold units and mentions.

A list stands at the number of its segment and that of the first unit of its batch, in one number:
so lists of one segment lie side by side, and the text of the segment is kept once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from planproof.index.mention import Unit
from planproof.index.mention_batches import MOST, Batch

OF_TREE = "atlas "
"""How the keys of memos begin that hold numbers of units."""

_ASK = 500
_UNITS = 1 << 32
"""Segments are that far apart: units have smaller numbers."""

_MANY = 64
"""Batches with few units; beyond, they are forgotten and their units read together again."""


def all_units(db: sqlite3.Connection) -> list[tuple[Unit, int]]:
    found = db.execute("SELECT id, path, blob, language FROM units")
    return [(Unit(_path(path), blob.hex(), language), n) for n, path, blob, language in found]


def numbers(units: Sequence[Unit], db: sqlite3.Connection) -> dict[Unit, int]:
    asked = "SELECT id FROM units WHERE path = ? AND blob = ? AND language = ?"
    rows = ((unit, db.execute(asked, _written(unit)).fetchone()) for unit in units)
    return {unit: row[0] for unit, row in rows if row is not None}


def told(numbers: Sequence[int], db: sqlite3.Connection) -> list[tuple[int, bytes]]:
    marks = ",".join("?" * len(numbers))
    asked = f"SELECT id, told FROM units WHERE id IN ({marks})"  # noqa: S608 - marks
    return db.execute(asked, numbers).fetchall()


def lists(key: str, db: sqlite3.Connection) -> list[tuple[int, bytes]]:
    """The first unit and the list, by batch."""
    return db.execute(
        "SELECT m.place & ?, m.mentions FROM segments s"
        " JOIN mentions m ON m.place BETWEEN s.id * ? AND s.id * ? + ? WHERE s.name = ?",
        (_UNITS - 1, _UNITS, _UNITS, _UNITS - 1, _text(key)),
    ).fetchall()


def lists_after(place: int, most: int, db: sqlite3.Connection) -> list[tuple[int, int, bytes]]:
    """Its place, the first unit and the list, of the next lists of all."""
    asked = "SELECT place, place & ?, mentions FROM mentions WHERE place > ? ORDER BY place LIMIT ?"
    return db.execute(asked, (_UNITS - 1, place, most)).fetchall()


def keys(begin: str, db: sqlite3.Connection) -> list[str]:
    rows = db.execute(
        "SELECT name FROM segments WHERE name >= ? AND name < ? ORDER BY name",
        (_text(begin), _text(begin) + b"\xff\xff"),
    )
    return [name.decode("utf-8", "surrogatepass") for (name,) in rows]


def times_tidied(db: sqlite3.Connection) -> int:
    """How often units were forgotten."""
    (found,) = db.execute("SELECT tidied FROM unit_counts").fetchone()
    return int(found)


def forget_trees(db: sqlite3.Connection) -> None:
    """For who deletes units: what is kept of whole trees by their numbers goes, too."""
    db.execute("DELETE FROM memo WHERE key LIKE ?", (f"{OF_TREE}%",))
    db.execute("UPDATE unit_counts SET tidied = tidied + 1")


def forget(db: sqlite3.Connection) -> None:
    for table in ("units", "unit_batches", "mentions", "segments"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    db.execute("UPDATE unit_counts SET segments = 0")
    forget_trees(db)


def save(db: sqlite3.Connection, batch: Batch) -> None:
    if not batch.units:
        return
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM units").fetchone()
    (gone,) = db.execute("SELECT units FROM unit_counts").fetchone()
    first = max(last, gone) + 1
    db.execute("UPDATE unit_counts SET units = ?", (first + len(batch.units) - 1,))
    units = zip(batch.units, batch.told, strict=True)
    values = ((first + at, *_written(unit), said) for at, (unit, said) in enumerate(units))
    db.executemany("INSERT OR IGNORE INTO units VALUES (?, ?, ?, ?, ?)", values)
    ids = _segments(db, [*batch.lists])
    packed = sorted((ids[key] * _UNITS + first, one) for key, one in batch.lists.items())
    db.executemany("INSERT INTO mentions VALUES (?, ?)", packed)
    db.execute("INSERT INTO unit_batches VALUES (?, ?)", (first, len(batch.units)))


def _segments(db: sqlite3.Connection, names: Sequence[str]) -> dict[str, int]:
    """The numbers of segments, of new ones too."""
    texts = [_text(name) for name in names]
    known: dict[bytes, int] = {}
    for at in range(0, len(texts), _ASK):
        some = texts[at : at + _ASK]
        marks = ",".join("?" * len(some))
        asked = f"SELECT name, id FROM segments WHERE name IN ({marks})"  # noqa: S608 - marks
        known.update(db.execute(asked, some))
    (last,) = db.execute("SELECT segments FROM unit_counts").fetchone()
    new = {text: last + at for at, text in enumerate(sorted({*texts} - known.keys()), 1)}
    db.executemany("INSERT INTO segments VALUES (?, ?)", new.items())
    db.execute("UPDATE unit_counts SET segments = ?", (last + len(new),))
    known |= new
    return {name: known[text] for name, text in zip(names, texts, strict=True)}


def is_untidy(db: sqlite3.Connection) -> bool:
    return len(_small(db)) > _MANY


def _small(db: sqlite3.Connection) -> list[tuple[int, int]]:
    asked = "SELECT first, size FROM unit_batches WHERE size < ?"
    return db.execute(asked, (MOST // 8,)).fetchall()


def tidy(db: sqlite3.Connection) -> None:
    small = _small(db)
    if len(small) <= _MANY:
        return
    for first, size in small:
        db.execute("DELETE FROM units WHERE id BETWEEN ? AND ?", (first, first + size - 1))
        db.execute("DELETE FROM unit_batches WHERE first = ?", (first,))
    forget_trees(db)
    _delete_lists(db, (first for first, _ in small))


def _delete_lists(db: sqlite3.Connection, firsts: Iterable[int]) -> None:
    marked = ",".join(str(int(first)) for first in firsts)
    asked = f"DELETE FROM mentions WHERE place & ? IN ({marked})"  # noqa: S608 - numbers
    db.execute(asked, (_UNITS - 1,))


def _written(unit: Unit) -> tuple[bytes, bytes, str]:
    return unit.path.encode("utf-8", "surrogateescape"), bytes.fromhex(unit.blob), unit.language


def _path(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _text(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")
