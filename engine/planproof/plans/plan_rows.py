"""Plans, read and written."""

from __future__ import annotations

import sqlite3

from planproof.errors import NotFoundError, RefusedError, UsageError
from planproof.plans.database import Database
from planproof.plans.records import Plan
from planproof.plans.status import PlanStatus, TaskStatus, plan_status
from planproof.plans.text import from_text, to_text


def all_plans(database: Database, status: PlanStatus | None = None) -> tuple[Plan, ...]:
    wanted = None if status is None else status.value
    rows = database.rows(
        "SELECT * FROM plans WHERE ?1 IS NULL OR status = ?1 ORDER BY id", [wanted]
    )
    return tuple(_plan(row) for row in rows)


def find_plan(database: Database, name: str | int) -> Plan:
    """By slug or number; a slug is never all digits, so ``"3"`` is plan 3."""
    by_number = isinstance(name, int) or (name.isascii() and name.isdigit())
    if by_number:
        row = database.row("SELECT * FROM plans WHERE id = ?", [min(int(name), 2**62)])
    else:
        row = database.row("SELECT * FROM plans WHERE slug = ?", [to_text(str(name))])
    if row is None:
        raise _no_such_plan(database, str(name))
    return _plan(row)


def only_active_plan(database: Database) -> Plan:
    """The plan that is meant when none is named: the only one that is not archived."""
    rows = database.rows("SELECT * FROM plans WHERE status <> 'archived' ORDER BY id LIMIT 9")
    if len(rows) == 1:
        return _plan(rows[0])
    if not rows and database.rows("SELECT 1 FROM plans LIMIT 1"):
        raise NotFoundError("no plan is open", fix="planproof list")
    if not rows:
        raise NotFoundError("there is no plan yet", fix='planproof plan new --name "NAME"')
    slugs = ", ".join(row["slug"] for row in rows[:8]) + (" …" if len(rows) > 8 else "")
    raise UsageError(f"which plan? There are {slugs}", fix="give its slug or --plan PLAN")


def require_changeable(database: Database, plan_id: int) -> Plan:
    """The plan as it is now, or RefusedError if it is archived."""
    plan = find_plan(database, plan_id)
    if plan.status is PlanStatus.ARCHIVED:
        raise RefusedError(
            f"plan {plan.slug} is archived and no longer changes",
            fix='planproof plan new --name "NAME"',
        )
    return plan


def insert_plan(
    database: Database,
    name: str,
    description: str,
    base_commit: str | None,
    metadata: tuple[tuple[str, str], ...],
    at: str,
    *,
    slug: str = "",
) -> Plan:
    """``slug`` is made from the name when empty."""
    import json

    from planproof.plans.slugs import slug_of

    taken = {row["slug"] for row in database.rows("SELECT slug FROM plans")}
    number = database.insert(
        "INSERT INTO plans (slug, name, description, created_at, base_commit, metadata_json)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            slug or slug_of(name, taken),
            to_text(name),
            to_text(description),
            at,
            base_commit,
            json.dumps(dict(metadata), sort_keys=True),
        ],
    )
    return find_plan(database, number)


def update_plan(database: Database, plan: Plan, new: Plan) -> Plan:
    """Its name, description, base and metadata anew."""
    import json

    metadata = json.dumps(dict(new.metadata), sort_keys=True)
    database.write(
        "UPDATE plans SET name = ?, description = ?, base_commit = ?, metadata_json = ?"
        " WHERE id = ?",
        [to_text(new.name), to_text(new.description), new.base_commit, metadata, plan.id],
    )
    return find_plan(database, plan.id)


def update_plan_status(database: Database, plan: Plan, status: PlanStatus) -> Plan:
    database.write("UPDATE plans SET status = ? WHERE id = ?", [status.value, plan.id])
    return find_plan(database, plan.id)


def status_by_tasks(database: Database, plan: Plan) -> PlanStatus:
    """What the statuses of its tasks make of a plan that is not archived."""
    rows = database.rows("SELECT DISTINCT status FROM plan_tasks WHERE plan_id = ?", [plan.id])
    return plan_status({TaskStatus(row["status"]) for row in rows})


def _plan(row: sqlite3.Row) -> Plan:
    return Plan(
        row["id"],
        row["slug"],
        from_text(row["name"]),
        from_text(row["description"]),
        row["created_at"],
        PlanStatus(row["status"]),
        row["base_commit"],
        _metadata(row["metadata_json"]),
    )


def _metadata(stored: str) -> tuple[tuple[str, str], ...]:
    if stored == "{}":
        return ()
    import json

    return tuple(sorted(json.loads(stored).items()))


def _no_such_plan(database: Database, name: str) -> NotFoundError:
    from difflib import get_close_matches

    slugs = [row["slug"] for row in database.rows("SELECT slug FROM plans ORDER BY slug")]
    close = get_close_matches(name.lower(), slugs, n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    return NotFoundError(f"there is no plan {name}{hint}", fix="planproof list")
