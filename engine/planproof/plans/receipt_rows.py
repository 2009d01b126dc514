"""Receipts that were written here: their digests, never their contents."""

from __future__ import annotations

from planproof.plans.database import Database
from planproof.plans.records import Plan, Task, Verification
from planproof.plans.text import to_text


def latest_receipt(database: Database, plan: Plan) -> str | None:
    """The digest of the last receipt of the plan."""
    row = database.row(
        "SELECT r.digest FROM receipts r JOIN plan_tasks t ON t.id = r.task_id"
        " WHERE t.plan_id = ? ORDER BY r.id DESC LIMIT 1",
        [plan.id],
    )
    return None if row is None else str(row["digest"])


def insert_receipt(
    database: Database, task: Task, verification: Verification, digest: str, path: str, at: str
) -> None:
    """The caller holds the transaction."""
    database.insert(
        "INSERT INTO receipts (task_id, verification_id, digest, path, at) VALUES (?, ?, ?, ?, ?)",
        [task.id, verification.id, digest, to_text(path), at],
    )
