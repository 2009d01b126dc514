"""Tasks, their dependencies and the versions of their specs, read and written."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from planproof.errors import NotFoundError
from planproof.plans.database import Database
from planproof.plans.outcomes import Dependency, Standing, Transition
from planproof.plans.records import NewSpec, NewTask, Plan, StoredSpec, Task, Verification
from planproof.plans.status import RedFirst, TaskStatus
from planproof.plans.text import from_text, to_text

_TASKS = (
    "SELECT t.id, t.plan_id, t.task_number, t.key, t.title, t.description, t.status, t.assigned_to,"
    " t.spec_id, ifnull(s.digest, ''), ifnull(s.source_path, ''), t.red_first, t.already_done,"
    " t.status_reason, t.status_actor, t.status_at, t.created_at, t.completed_at, t.completed_by,"
    " t.claim_json, t.analogous_json FROM plan_tasks t LEFT JOIN plan_specs s ON s.id = t.spec_id"
)

_NEEDS = (
    "SELECT d.task_id, t.task_number FROM task_dependencies d JOIN plan_tasks t"
    " ON t.id = d.depends_on"
)


def all_tasks(database: Database, plan: Plan, status: TaskStatus | None = None) -> tuple[Task, ...]:
    wanted = None if status is None else status.value
    rows = database.rows(
        f"{_TASKS} WHERE t.plan_id = ?1 AND (?2 IS NULL OR t.status = ?2) ORDER BY t.task_number",
        [plan.id, wanted],
    )
    needs = _needs_of_plan(database, plan.id)
    return tuple(_task(row, needs.get(row[0], ())) for row in rows)


def find_task(database: Database, plan: Plan, number: int) -> Task:
    row = database.row(f"{_TASKS} WHERE t.plan_id = ? AND t.task_number = ?", [plan.id, number])
    if row is None:
        raise _no_such_task(database, plan, number)
    return _task(row, _needs_of_task(database, row[0]))


def task_by_id(database: Database, task_id: int) -> Task:
    """The task as it is now."""
    row = database.rows(f"{_TASKS} WHERE t.id = ?", [task_id])[0]
    return _task(row, _needs_of_task(database, task_id))


def standing_of(database: Database, task: Task) -> Standing:
    """All that a decision about the task looks at, as it is now."""
    now = task_by_id(database, task.id)
    slug = database.rows("SELECT slug FROM plans WHERE id = ?", [now.plan_id])[0]["slug"]
    return Standing(
        slug,
        now.number,
        now.status,
        has_spec=now.spec_id is not None,
        red_first=now.red_first,
        open_dependencies=_open_dependencies(database, now),
    )


def dependency_numbers(database: Database, plan_id: int) -> dict[int, tuple[int, ...]]:
    """{task number: numbers it depends on} of a plan."""
    rows = database.rows(
        "SELECT a.task_number AS waiting, b.task_number AS needed FROM task_dependencies d"
        " JOIN plan_tasks a ON a.id = d.task_id JOIN plan_tasks b ON b.id = d.depends_on"
        " WHERE a.plan_id = ?",
        [plan_id],
    )
    edges: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    for row in rows:
        edges[row["waiting"]] += (row["needed"],)
    return edges


def insert_task(
    database: Database, plan: Plan, new: NewTask, spec_id: int | None, actor: str, at: str
) -> Task:
    """Number it, name it, write it; the caller holds the transaction."""
    red_first = RedFirst.ALREADY_DONE if new.already_done else new.red_first
    task_id = database.insert(
        "INSERT INTO plan_tasks (plan_id, task_number, key, title, description, assigned_to,"
        " spec_id, red_first, already_done, status_actor, status_at, created_at,"
        " analogous_json)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12)",
        [
            plan.id,
            _next_number(database, plan),
            new.key or _random_key(),
            to_text(new.title),
            to_text(new.description),
            to_text(new.assigned_to),
            spec_id,
            red_first.value,
            to_text(new.already_done),
            to_text(actor),
            at,
            new.analogous,
        ],
    )
    return task_by_id(database, task_id)


def update_status(
    database: Database,
    task: Task,
    transition: Transition,
    verification: Verification | None,
    actor: str,
    at: str,
) -> None:
    """Write a decision: who set the status, when and why; what completed it is kept while red."""
    values: dict[str, str | int | None] = {}
    if transition.changes:
        values["status"] = transition.after.value
        values["status_reason"] = to_text(transition.reason)
        values["status_actor"] = to_text(actor)
        values["status_at"] = at
        if transition.after in _OWN_WORD:
            values["claim_json"] = ""
    if transition.completes and verification is not None:
        values |= {"completed_at": at, "completed_by": verification.id}
    elif transition.after not in (TaskStatus.COMPLETED, TaskStatus.REGRESSED):
        values |= {"completed_at": None, "completed_by": None}
    if transition.red_first is not None:
        lifted = transition.red_first is RedFirst.ALREADY_DONE
        values["red_first"] = transition.red_first.value
        values["already_done"] = to_text(transition.reason) if lifted else ""
    columns = ", ".join(f"{column} = ?" for column in values)
    database.write(
        f"UPDATE plan_tasks SET {columns} WHERE id = ?",  # noqa: S608 - our names
        [*values.values(), task.id],
    )


def drop_claim(database: Database, task: Task) -> None:
    """What a file claims is of another spec."""
    database.write("UPDATE plan_tasks SET claim_json = '' WHERE id = ?", [task.id])


_OWN_WORD = (TaskStatus.PENDING, TaskStatus.BLOCKED, TaskStatus.WAIVED, TaskStatus.CANCELLED)
"""What somebody here decided: what a file claims is over with it."""


def replace_dependencies(database: Database, task: Task, needed: Sequence[Task]) -> None:
    database.write("DELETE FROM task_dependencies WHERE task_id = ?", [task.id])
    database.write_many(
        "INSERT INTO task_dependencies (task_id, depends_on) VALUES (?, ?)",
        [(task.id, one.id) for one in needed],
    )


def store_spec(database: Database, plan: Plan, spec: NewSpec, at: str) -> tuple[StoredSpec, bool]:
    """The version with this text from this file, and whether it was added just now."""
    same = (plan.id, spec.digest, to_text(spec.source), to_text(spec.text))
    alike = "plan_id = ? AND digest = ? AND source_path = ? AND spec_yaml = ?"
    row = database.row(f"{_SPECS} WHERE {alike}", same)
    if row is not None:
        return _spec(row), False
    spec_id = database.insert(
        "INSERT INTO plan_specs (plan_id, digest, source_path, spec_yaml, spec_type, name,"
        " created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [*same, spec.kind, to_text(spec.name), at],
    )
    return _spec(database.rows(f"{_SPECS} WHERE id = ?", [spec_id])[0]), True


def spec_of(database: Database, task: Task) -> StoredSpec | None:
    row = database.row(f"{_SPECS} WHERE id = ?", [task.spec_id])
    return None if row is None else _spec(row)


def specs_of_plan(database: Database, plan: Plan) -> tuple[StoredSpec, ...]:
    rows = database.rows(f"{_SPECS} WHERE plan_id = ? ORDER BY id", [plan.id])
    return tuple(_spec(row) for row in rows)


_SPECS = "SELECT * FROM plan_specs"


def _next_number(database: Database, plan: Plan) -> int:
    """Nobody else can take it: numbers are given out under the write lock."""
    return database.number(
        "SELECT coalesce(max(task_number), 0) + 1 FROM plan_tasks WHERE plan_id = ?", [plan.id]
    )


def _random_key() -> str:
    """Ten hex digits, so that branches which add tasks never name the same file."""
    return os.urandom(5).hex()


def _needs_of_plan(database: Database, plan_id: int) -> dict[int, tuple[int, ...]]:
    needs: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    sql = f"{_NEEDS} WHERE t.plan_id = ? ORDER BY d.task_id, t.task_number"
    for row in database.rows(sql, [plan_id]):
        needs[row["task_id"]] += (row["task_number"],)
    return needs


def _needs_of_task(database: Database, task_id: int) -> tuple[int, ...]:
    sql = f"{_NEEDS} WHERE d.task_id = ? ORDER BY t.task_number"
    return tuple(row["task_number"] for row in database.rows(sql, [task_id]))


def _open_dependencies(database: Database, task: Task) -> tuple[Dependency, ...]:
    rows = database.rows(
        "SELECT t.task_number, t.title, t.status FROM task_dependencies d"
        " JOIN plan_tasks t ON t.id = d.depends_on WHERE d.task_id = ? ORDER BY t.task_number",
        [task.id],
    )
    needed = (
        Dependency(row["task_number"], from_text(row["title"]), TaskStatus(row["status"]))
        for row in rows
    )
    return tuple(one for one in needed if not one.status.is_settled)


def _task(row: sqlite3.Row, depends_on: tuple[int, ...]) -> Task:
    """From the columns of ``_TASKS``; by position, since a plan may have thousands."""
    task_id, plan_id, number, key, title, description, status, assigned_to, *rest = row
    spec_id, spec_digest, spec_source, red_first, already_done, *status_and_times = rest
    status_reason, status_actor, status_at, created_at, *last = status_and_times
    completed_at, completed_by, claim, analogous = last
    return Task(
        task_id,
        plan_id,
        number,
        key,
        from_text(title),
        from_text(description),
        TaskStatus(status),
        from_text(assigned_to),
        spec_id,
        spec_digest,
        from_text(spec_source),
        RedFirst(red_first),
        from_text(already_done),
        from_text(status_reason),
        from_text(status_actor),
        status_at,
        created_at,
        completed_at,
        completed_by,
        depends_on,
        claim,
        analogous,
    )


def _spec(row: sqlite3.Row) -> StoredSpec:
    return StoredSpec(
        row["id"],
        row["plan_id"],
        from_text(row["spec_yaml"]),
        row["spec_type"],
        from_text(row["source_path"]),
        row["digest"],
        from_text(row["name"]),
        row["created_at"],
    )


def _no_such_task(database: Database, plan: Plan, number: int) -> NotFoundError:
    last = _next_number(database, plan) - 1
    there = f"its tasks are 1 to {last}" if last else "it has no tasks yet"
    return NotFoundError(
        f"plan {plan.slug} has no task {number}: {there}", fix=f"planproof show {plan.slug}"
    )
