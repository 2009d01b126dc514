"""Snapshots, read and written; what did not change since the one before is stored once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from planproof.errors import NotFoundError
from planproof.plans.database import Database
from planproof.plans.records import Diff, NewSnapshot, Plan, Snapshot, Snippet, Task
from planproof.plans.text import from_text, to_text

if TYPE_CHECKING:
    from planproof.progress import Recorded
    from planproof.progress.burndown import Held

_HEADS = (
    "SELECT s.id, s.plan_id, s.task_id, t.task_number, s.sequence, s.checkpoint_name, s.timestamp,"
    " s.git_ref, s.tree, s.spec_digest, s.violations, s.actor, s.pruned_at,"
    " s.undecided"
    " FROM code_snapshots s LEFT JOIN plan_tasks t ON t.id = s.task_id"
)

_OF = "s.plan_id = ? AND s.task_id IS ?"
"""The snapshots of one task, or those of the plan itself when the task is NULL."""


def all_snapshots(database: Database, plan: Plan, task: Task | None = None) -> tuple[Snapshot, ...]:
    """Those of the task in sequence; without one all of the plan, in the order they were taken."""
    if task is None:
        rows = database.rows(f"{_HEADS} WHERE s.plan_id = ? ORDER BY s.id", [plan.id])
    else:
        rows = database.rows(f"{_HEADS} WHERE {_OF} ORDER BY s.id", [plan.id, task.id])
    return tuple(_snapshot(row) for row in rows)


def find_snapshot(database: Database, plan: Plan, task: Task | None, sequence: int) -> Snapshot:
    row = database.row(f"{_HEADS} WHERE {_OF} AND s.sequence = ?", [plan.id, _id(task), sequence])
    if row is None:
        raise _no_such_snapshot(database, plan, task, sequence)
    return _snapshot(row)


def latest_snapshot(database: Database, plan: Plan, task: Task | None) -> Snapshot | None:
    row = database.row(f"{_HEADS} WHERE {_OF} ORDER BY s.id DESC LIMIT 1", [plan.id, _id(task)])
    return None if row is None else _snapshot(row)


def trees_of(database: Database, plan: Plan) -> frozenset[str]:
    """The trees of all snapshots of the plan that are still kept."""
    sql = "SELECT DISTINCT tree FROM code_snapshots WHERE plan_id = ? AND pruned_at IS NULL"
    rows = database.rows(sql, [plan.id])
    return frozenset(row[0] for row in rows)


def find_twin(database: Database, plan: Plan, tree: str, head: str | None) -> Snapshot | None:
    """The first snapshot of the plan that was taken of this tree at this commit."""
    where = (
        "WHERE s.plan_id = ? AND s.tree = ? AND s.git_ref IS ? AND s.pruned_at IS NULL"
        " ORDER BY s.id LIMIT 1"
    )
    row = database.row(f"{_HEADS} {where}", [plan.id, tree, head])
    return None if row is None else _snapshot(row)


def files_of(database: Database, snapshot: Snapshot) -> tuple[str, ...]:
    """The paths that differed from HEAD: those of the diffs, unless they were told apart."""
    told = _listed(database, snapshot, "files_json")
    if told or snapshot.pruned_at is not None:
        return told
    sql = "SELECT file_path FROM diffs_by_snapshot WHERE of_snapshot = ?"
    return tuple(sorted(from_text(row[0]) for row in database.rows(sql, [snapshot.id])))


def left_out_of(database: Database, snapshot: Snapshot) -> tuple[str, ...]:
    return _listed(database, snapshot, "left_out_json")


def _listed(database: Database, snapshot: Snapshot, column: str) -> tuple[str, ...]:
    stored = database.rows(f"SELECT {column} FROM code_snapshots WHERE id = ?", [snapshot.id])  # noqa: S608
    return tuple(json.loads(stored[0][0]))


def diffs_of(database: Database, snapshot: Snapshot) -> tuple[Diff, ...]:
    from planproof.plans.snapshot_codec import diff

    rows = database.rows(
        "SELECT * FROM diffs_by_snapshot WHERE of_snapshot = ? ORDER BY file_path, id",
        [snapshot.id],
    )
    return tuple(diff(row) for row in rows)


def violations_of(
    database: Database, snapshot: Snapshot, ids: Collection[str] | None = None
) -> tuple[Recorded, ...]:
    """By place; with ``ids`` only those that carry one of them."""
    from planproof.plans.snapshot_codec import VIOLATIONS, recorded

    if ids is not None and len(ids) > _MANY:
        wanted = frozenset(ids)
        return tuple(one for one in violations_of(database, snapshot) if one.fingerprint in wanted)
    among = "" if ids is None else f" AND fingerprint IN ({', '.join('?' * len(ids))})"
    rows = database.rows(
        f"SELECT {', '.join(VIOLATIONS.columns)} FROM violations_by_snapshot"  # noqa: S608
        f" WHERE of_snapshot = ?{among}"
        " ORDER BY place_path, start_line, start_column, rule, end_line, end_column, fingerprint",
        [snapshot.id, *(ids or ())],
    )
    return tuple(recorded(row) for row in rows)


def change_digest(database: Database, snapshot_id: int) -> str:
    """SHA-256, in hex, of the violations that begin with a snapshot and of those that end with it,
    every column, as one JSON array in order.

    From the first snapshot of a task on, these say what each one holds.
    """
    import hashlib

    from planproof.plans.snapshot_codec import VIOLATIONS

    columns = ", ".join(VIOLATIONS.columns)
    changes = [
        sorted(
            tuple(row)
            for row in database.rows(
                f"SELECT {columns} FROM snapshot_violations WHERE {end} = ?",  # noqa: S608
                [snapshot_id],
            )
        )
        for end in ("snapshot_id", "until_id")
    ]
    content = json.dumps(changes, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def held_in(database: Database, plan: Plan) -> dict[int, list[Held]]:
    """{task number → which snapshots hold which violations}; the plan's own snapshots are none."""
    from planproof.progress.burndown import Held

    rows = database.rows(
        "SELECT t.task_number, v.snapshot_id, v.until_id, v.fingerprint FROM snapshot_violations v"
        " JOIN code_snapshots s ON s.id = v.snapshot_id JOIN plan_tasks t ON t.id = s.task_id"
        " WHERE s.plan_id = ? ORDER BY v.id",
        [plan.id],
    )
    found: dict[int, list[Held]] = {}
    for number, *held in rows:
        found.setdefault(number, []).append(Held(*held))
    return found


_MANY = 500
"""Ids that are asked for by name: SQLite takes 999 values at least."""


def rules_seen_red(database: Database, task: Task, spec_digest: str) -> frozenset[str]:
    """The rules with a forbidden hit in any snapshot of the task under this version of the spec."""
    rows = database.rows(
        "SELECT DISTINCT v.rule FROM code_snapshots f JOIN snapshot_violations v"
        " ON v.snapshot_id = f.id WHERE f.task_id = ?1 AND v.expected = 0 AND EXISTS ("
        " SELECT 1 FROM code_snapshots s WHERE s.task_id = ?1 AND s.spec_digest = ?2"
        " AND s.id >= f.id AND (v.until_id IS NULL OR s.id < v.until_id))",
        [task.id, spec_digest],
    )
    return frozenset(from_text(row["rule"]) for row in rows)


def snippets_seen(database: Database, task: Task, rule: str, limit: int) -> tuple[Snippet, ...]:
    """Where the rule was red in any snapshot of the task, each code once; ``limit`` of them."""
    rows = database.rows(
        "SELECT v.snippet, min(v.path) AS path FROM code_snapshots s JOIN snapshot_violations v"
        " ON v.snapshot_id = s.id WHERE s.task_id = ? AND v.rule = ? AND v.expected = 0"
        " AND v.snippet <> '' GROUP BY v.snippet ORDER BY length(v.snippet), v.snippet LIMIT ?",
        [task.id, to_text(rule), limit],
    )
    return tuple(Snippet(from_text(row["path"]), from_text(row["snippet"])) for row in rows)


def differs(database: Database, latest: Snapshot | None, new: NewSnapshot) -> bool:
    """Whether tree, spec or violations are others than in the latest snapshot of the same task."""
    if latest is None or latest.pruned_at is not None:
        return True
    if (latest.tree, latest.spec_digest) != (new.tree, new.spec_digest):
        return True
    return latest.violations != len(new.violations) or _ids(
        violations_of(database, latest)
    ) != _ids(new.violations)


def insert_snapshot(
    database: Database, plan: Plan, task: Task | None, new: NewSnapshot, actor: str, at: str
) -> Snapshot:
    """Write the head, then end the rows that no longer hold and begin those that do."""
    from planproof.plans.snapshot_codec import DIFFS, VIOLATIONS, diff_row, violation_row
    from planproof.plans.spans import Among, Lineage, carry

    latest = latest_snapshot(database, plan, task)
    holder = _diffs_holder(database, plan, new)
    snapshot_id = _insert_head(database, plan, task, new, latest, (actor, at), holder)
    lineage = Lineage(plan.id, _id(task), snapshot_id)
    if holder is None:
        carry(database, DIFFS, lineage, [diff_row(one) for one in new.diffs])
    since = new.since if new.since is not None and new.since.snapshot == latest else None
    if since is None or len(since.paths) > _MANY:
        carry(database, VIOLATIONS, lineage, [violation_row(one) for one in new.violations])
    else:
        among = Among("place_path", tuple(map(to_text, since.paths)))
        carry(database, VIOLATIONS, lineage, [violation_row(v) for v in since.violations], among)
    found = latest_snapshot(database, plan, task)
    assert found is not None  # noqa: S101 - it was inserted above
    return found


def _insert_head(
    database: Database,
    plan: Plan,
    task: Task | None,
    new: NewSnapshot,
    latest: Snapshot | None,
    by: tuple[str, str],
    holder: int | None,
) -> int:
    actor, at = by
    return database.insert(
        "INSERT INTO code_snapshots (plan_id, task_id, sequence, checkpoint_name, timestamp,"
        " git_ref, tree, spec_digest, violations, actor, left_out_json, files_json, diffs_of,"
        " undecided) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            plan.id,
            _id(task),
            latest.sequence + 1 if latest else 1,
            to_text(new.checkpoint_name),
            at,
            new.git_ref,
            new.tree,
            new.spec_digest,
            len(new.violations),
            to_text(actor),
            json.dumps(sorted(new.left_out)),
            json.dumps(sorted(new.files)),
            holder,
            int(new.undecided),
        ],
    )


def _diffs_holder(database: Database, plan: Plan, new: NewSnapshot) -> int | None:
    """The snapshot that has the diffs of this tree at this commit already."""
    row = database.row(
        "SELECT ifnull(diffs_of, id) FROM code_snapshots WHERE plan_id = ? AND tree = ?"
        " AND git_ref IS ? AND pruned_at IS NULL ORDER BY id LIMIT 1",
        [plan.id, new.tree, new.git_ref],
    )
    return None if row is None else int(row[0])


def _id(task: Task | None) -> int | None:
    return None if task is None else task.id


def _ids(violations: Sequence[Recorded]) -> list[str]:
    return sorted(one.fingerprint for one in violations)


def _snapshot(row: sqlite3.Row) -> Snapshot:
    """From the columns of ``_HEADS``; by position, since a plan may have thousands."""
    snapshot_id, plan_id, task_id, task_number, sequence, checkpoint_name, *rest = row
    timestamp, git_ref, tree, spec_digest, violations, actor, pruned_at, undecided = rest
    return Snapshot(
        snapshot_id,
        plan_id,
        task_id,
        task_number,
        sequence,
        from_text(checkpoint_name),
        timestamp,
        git_ref,
        tree,
        spec_digest,
        violations,
        from_text(actor),
        pruned_at,
        bool(undecided),
    )


def _no_such_snapshot(
    database: Database, plan: Plan, task: Task | None, sequence: int
) -> NotFoundError:
    whose = f"task {task.number} of plan {plan.slug}" if task else f"plan {plan.slug}"
    latest = latest_snapshot(database, plan, task)
    there = f"its snapshots are 1 to {latest.sequence}" if latest else "it has no snapshots yet"
    number = f" {task.number}" if task else ""
    return NotFoundError(
        f"{whose} has no snapshot {sequence}: {there}",
        fix=f"planproof {'rewind' if latest else 'checkpoint'} {plan.slug}{number}",
    )
