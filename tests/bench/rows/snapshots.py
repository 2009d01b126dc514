"""What a snapshot of a one-file edit leaves on the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

from edits import Edit, Editor, editable
from lab import Lab
from repositories import Repository
from table import Bar, Row
from timing import Spread

from rows.measure import Question

EDITS = 10
_ROW = 100
"""Bytes of the name of a ref and of what it says."""


def questions() -> Iterator[Question]:
    yield Question(
        "snapshot-size", "a snapshot of a one-file edit, beside its new contents: Django",
        measure, Bar(64, 16), "KB",
    )  # fmt: skip


def measure(lab: Lab, row: Row) -> Row:
    repository = lab.planned("django")
    found = sizes(repository, editable(repository.root, repository.python, EDITS))
    repository.undo_edits()
    spread = Spread(tuple(size / 1000 for size in found))
    return replace(row, ours=f"{spread.median:.1f} KB", figure=spread, note=f"{EDITS} snapshots")


def sizes(repository: Repository, paths: tuple[str, ...]) -> list[int]:
    """Bytes that each snapshot adds, as the files are edited one after another."""
    editor = Editor(repository.root, paths)
    checkpoint = repository.planproof("checkpoint", "1", fine=(0,))
    checkpoint.run()
    found, before = [], _stored(repository)
    for _ in paths:
        path = editor.edit(Edit.STATEMENT)
        checkpoint.run()
        now = _stored(repository)
        found.append(now - before - _contents(repository, path) + _ROW)
        before = now
    return found


def _stored(repository: Repository) -> int:
    """Bytes of the pages of plans.db that are in use, and of all objects."""
    with closing(sqlite3.connect(repository.index.with_name("plans.db"))) as database:
        asked = ("page_count", "freelist_count", "page_size")
        pages, free, size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in asked)
    objects = (repository.root / ".git" / "objects").rglob("*")
    return int(pages - free) * int(size) + sum(
        one.stat().st_size for one in objects if one.is_file()
    )


def _contents(repository: Repository, path: str) -> int:
    """Bytes of a file's contents as an object."""
    blob = repository.run_git("hash-object", "--no-filters", path).output.strip()
    return (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).stat().st_size
