"""Suppressions that somebody accepted, read and written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from planproof.plans.database import Database
from planproof.plans.records import AcceptedSuppression, Task
from planproof.plans.text import from_text, to_text

if TYPE_CHECKING:
    from planproof.model.suppression import Suppression

_COLUMNS = "rule, text, path, line, comment, reason, actor, at"


def accepted_of(database: Database, task: Task) -> tuple[AcceptedSuppression, ...]:
    """In the order in which they were accepted."""
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM accepted_suppressions WHERE task_id = ? ORDER BY id",  # noqa: S608
        [task.id],
    )
    return tuple(
        AcceptedSuppression(
            from_text(rule), from_text(text), from_text(path), line,
            from_text(comment), from_text(reason), from_text(actor), at,
        )
        for rule, text, path, line, comment, reason, actor, at in map(tuple, rows)
    )  # fmt: skip


def insert_accepted(
    database: Database,
    task: Task,
    suppressions: Iterable[Suppression],
    reason: str,
    by: tuple[str, str],
) -> None:
    """``by`` is actor and time; the caller holds the transaction."""
    insert_records(
        database,
        task,
        [
            AcceptedSuppression(
                one.rule,
                one.key[1],
                one.path,
                one.violation.place.start.line + 1,
                one.reason,
                reason,
                *by,
            )
            for one in suppressions
        ],
    )


def insert_records(database: Database, task: Task, accepted: Iterable[AcceptedSuppression]) -> None:
    """Whoever accepted them; the caller holds the transaction."""
    database.write_many(
        f"INSERT INTO accepted_suppressions (task_id, {_COLUMNS})"  # noqa: S608 - our names
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (task.id, *(to_text(part) if isinstance(part, str) else part for part in one))
            for one in accepted
        ],
    )
