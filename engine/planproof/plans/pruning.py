"""Letting go of what old snapshots hold. Numbers and violations stay: history has no holes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from planproof.plans.database import Database
from planproof.plans.records import Plan, Snapshot, Task
from planproof.plans.snapshot_rows import all_snapshots


class Keeping(NamedTuple):
    """What a person wants to keep: the ``last`` of each task, those taken on ``day`` or later.

    ``day`` is ``2026-11-21``, in UTC. None asks for nothing.
    """

    last: int | None = None
    day: str | None = None


def find_prunable(
    database: Database, plan: Plan, task: Task | None, keeping: Keeping
) -> tuple[Snapshot, ...]:
    """What may go, as it was taken. Without a task, that of all tasks and of the plan itself."""
    needed = _needed(database, plan)
    found: dict[int | None, list[Snapshot]] = {}
    for one in all_snapshots(database, plan, task):
        if one.pruned_at is None:
            found.setdefault(one.task_id, []).append(one)
    goes = [one for ones in found.values() for one in _unwanted(ones, keeping)]
    return tuple(one for one in sorted(goes, key=_id) if one.id not in needed)


def _unwanted(snapshots: list[Snapshot], keeping: Keeping) -> Iterable[Snapshot]:
    older = snapshots if keeping.last is None else snapshots[: -keeping.last or None]
    return [one for one in older if keeping.day is None or one.timestamp < keeping.day]


def _id(snapshot: Snapshot) -> int:
    return snapshot.id


def _needed(database: Database, plan: Plan) -> frozenset[int]:
    """The latest of each task, and what the verifications rest on that completed tasks.

    A verification of what had not changed made no snapshot: it rests on the one before it.
    """
    latest = "SELECT max(id) FROM code_snapshots WHERE plan_id = ? GROUP BY task_id"
    proofs = (
        "SELECT coalesce(v.snapshot_id, (SELECT max(s.id) FROM code_snapshots s"
        " WHERE s.plan_id = t.plan_id AND s.task_id = t.id AND s.timestamp <= v.at))"
        " FROM plan_tasks t JOIN verifications v ON v.id = t.completed_by WHERE t.plan_id = ?"
    )
    rows = [*database.rows(latest, [plan.id]), *database.rows(proofs, [plan.id])]
    return frozenset(row[0] for row in rows if row[0] is not None)


def prune(database: Database, plan: Plan, ids: Collection[int], at: str) -> None:
    """Mark these snapshots, and delete the diffs that no other one holds."""
    database.write_many(
        "UPDATE code_snapshots SET pruned_at = ? WHERE id = ? AND pruned_at IS NULL",
        [(at, id_) for id_ in ids],
    )
    database.write(
        "DELETE FROM code_diffs WHERE snapshot_id IN"
        " (SELECT id FROM code_snapshots WHERE plan_id = ?1) AND NOT EXISTS ("
        " SELECT 1 FROM code_snapshots s JOIN code_snapshots o ON o.id = ifnull(s.diffs_of, s.id)"
        " WHERE s.plan_id = ?1 AND s.pruned_at IS NULL AND o.id >= code_diffs.snapshot_id"
        " AND (code_diffs.until_id IS NULL OR o.id < code_diffs.until_id) AND o.task_id IS"
        " (SELECT f.task_id FROM code_snapshots f WHERE f.id = code_diffs.snapshot_id))",
        [plan.id],
    )


class Change(NamedTuple):
    """How much a snapshot differs from its HEAD: files, and lines of them."""

    files: int = 0
    added: int = 0
    removed: int = 0

    def plus(self, other: Change, sign: int = 1) -> Change:
        return Change(
            self.files + sign * other.files,
            self.added + sign * other.added,
            self.removed + sign * other.removed,
        )


def changes_of(database: Database, plan: Plan) -> dict[int, Change]:
    """{id of a snapshot that is kept → how much it differs}, in one pass over the plan's diffs."""
    begin, end = _by_snapshot(database, plan)
    own: dict[int, Change] = {}
    sums: dict[int | None, Change] = {}
    found: dict[int, Change] = {}
    sql = (
        "SELECT id, task_id, ifnull(diffs_of, id), pruned_at FROM code_snapshots"
        " WHERE plan_id = ? ORDER BY id"
    )
    for id_, task_id, holder, pruned_at in database.rows(sql, [plan.id]):
        here = begin.get(id_, Change()).plus(end.get(id_, Change()), -1)
        own[id_] = sums[task_id] = sums.get(task_id, Change()).plus(here)
        if pruned_at is None:
            found[id_] = own[holder]
    return found


def _by_snapshot(database: Database, plan: Plan) -> tuple[dict[int, Change], dict[int, Change]]:
    """What begins to differ with a snapshot, and what ends to."""
    begin: dict[int, Change] = {}
    end: dict[int, Change] = {}
    for begun, until, *counts in database.rows(
        "SELECT d.snapshot_id, d.until_id, count(*), sum(d.added_lines), sum(d.removed_lines)"
        " FROM code_snapshots f JOIN code_diffs d ON d.snapshot_id = f.id WHERE f.plan_id = ?"
        " GROUP BY 1, 2",
        [plan.id],
    ):
        change = Change(*counts)
        begin[begun] = begin.get(begun, Change()).plus(change)
        if until is not None:
            end[until] = end.get(until, Change()).plus(change)
    return begin, end
