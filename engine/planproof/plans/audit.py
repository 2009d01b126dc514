"""What the ledger proves of the whole database: its own chain, then every row by its event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct

from planproof.plans import plan_rows, snapshot_rows, suppression_rows, task_rows, verification_rows
from planproof.plans.audit_rows import (
    compare_facts,
    find_bad_completions,
    find_miscounted,
    find_moved,
    find_unread,
)
from planproof.plans.database import Database
from planproof.plans.event_facts import (
    of_plan,
    of_task,
    plan_facts,
    snapshot_facts,
    task_facts,
    verification_facts,
)
from planproof.plans.health import find_damage
from planproof.plans.ledger import GENESIS, Facts, find_break
from planproof.plans.records import Plan, Task
from planproof.plans.replay import Finding, Replay, Told
from planproof.plans.text import from_text

_MANY = 1_000
"""Complaints that are told; a database with more is no ledger any more."""


_UNSEALED = "unsealed"


class Audit(Struct, frozen=True):
    """``head`` is the hash of the last event, of ``events``; ``since`` counts those after the head
    that was asked for. ``checked`` counts what was compared, by kind, and ``unsealed``
    snapshots of older releases, whose events say how many violations they hold and not which.
    Proven is what has no
    ``findings``; the first of them comes first in the ledger."""

    head: str
    events: int
    since: int | None
    checked: Mapping[str, int]
    findings: tuple[Finding, ...]
    unsealed: int = 0

    @property
    def proven(self) -> bool:
        return not self.findings


def audit(database: Database, head: str | None = None) -> Audit:
    """Everything that the ledger can prove, and the first thing that it does not.

    With ``head`` also that the chain goes on from an event with that hash. Reads the whole
    database as it is at one moment. Where the chain itself is broken nothing else is looked at.
    """
    with _one_moment(database):
        hashes = [row["hash"] for row in database.rows("SELECT hash FROM events ORDER BY id")]
        since = None if head is None else _since(hashes, head)
        last = hashes[-1] if hashes else GENESIS
        findings = list(_chain(database, head, since))
        checked: dict[str, int] = {"event": len(hashes)}
        if not findings:
            findings = list(find_damage(database)) or _compare(database, checked)
    unsealed = checked.pop(_UNSEALED, 0)
    return Audit(last, len(hashes), since, checked, tuple(findings[:_MANY]), unsealed)


def _chain(database: Database, head: str | None, since: int | None) -> Iterator[Finding]:
    broken = find_break(database)
    if broken is not None:
        yield Finding(f"event {broken.event}", broken.message, broken.event)
    if head is not None and since is None:
        message = f"no event has the hash {head}: the ledger was rewritten, or cut off before it"
        yield Finding("ledger", message, field="head", expected=head)


def _since(hashes: list[str], head: str) -> int | None:
    if head == GENESIS:
        return len(hashes)
    return len(hashes) - 1 - hashes.index(head) if head in hashes else None


def _compare(database: Database, checked: dict[str, int]) -> list[Finding]:
    replay = Replay()
    for row in database.rows("SELECT * FROM events ORDER BY id"):
        replay.add(row)
    found = list(replay.findings)
    for kind, findings in _rows(database, replay):
        checked[kind] = checked.get(kind, 0) + 1
        found += findings
    for plan in plan_rows.all_plans(database):
        found += find_miscounted(database, plan)
    found += find_unread(replay)
    return sorted(found, key=lambda one: (one.event is None, one.event or 0))


_Compared = Iterator[tuple[str, Iterable[Finding]]]


def _rows(database: Database, replay: Replay) -> _Compared:
    """Each row: what kind of row it is, and what is wrong with it."""
    for plan in plan_rows.all_plans(database):
        subject = of_plan(plan)
        yield "plan", compare_facts(subject, plan_facts(plan), replay.states.pop(subject, None))
        yield from _specs(database, replay, plan)
        for task in task_rows.all_tasks(database, plan):
            yield "task", _task(database, replay, of_task(plan, task), task)
            yield from _verifications(database, replay, of_task(plan, task), task)
            yield from _suppressions(database, replay, of_task(plan, task), task)
            yield from _receipts(database, replay, of_task(plan, task), task)
        yield from _snapshots(database, replay, plan)
    yield from _witnesses(database, replay)


def _task(database: Database, replay: Replay, subject: str, task: Task) -> Iterator[Finding]:
    yield from compare_facts(subject, task_facts(task), replay.states.pop(subject, None))
    yield from find_moved(subject, task, replay)
    yield from find_bad_completions(database, subject, task)


def _specs(database: Database, replay: Replay, plan: Plan) -> _Compared:
    for spec in task_rows.specs_of_plan(database, plan):
        told = replay.take("spec", of_plan(plan), spec.id)
        facts: Facts = {"spec": spec.digest, "id": spec.id, "at": spec.created_at}
        yield "spec", compare_facts(f"spec {spec.id} of {of_plan(plan)}", facts, told)


def _verifications(database: Database, replay: Replay, subject: str, task: Task) -> _Compared:
    asked = "SELECT id FROM verifications WHERE task_id = ? ORDER BY id"
    for (number,) in database.rows(asked, [task.id]):
        row = f"verification {number} of {subject}"
        told = replay.take("verification", subject, number)
        yield "verification", _verification(database, row, number, told)


def _verification(
    database: Database, row: str, number: int, told: Told | None
) -> Iterator[Finding]:
    try:
        one = verification_rows.verification_by_id(database, number)
    except (TypeError, ValueError):  # counts that nobody here writes
        yield Finding(row, f"{row} cannot be read", told.event if told is not None else None)
        return
    evidence = verification_rows.evidence_digest(database, number)
    facts = verification_facts(one, evidence) | {"actor": one.actor, "at": one.at}
    yield from compare_facts(row, facts, told)


def _suppressions(database: Database, replay: Replay, subject: str, task: Task) -> _Compared:
    for number, one in enumerate(suppression_rows.accepted_of(database, task), start=1):
        told = replay.take("accepted suppression", subject)
        row = f"accepted suppression {number} of {subject}"
        yield "suppression", compare_facts(row, one._asdict(), told)


def _receipts(database: Database, replay: Replay, subject: str, task: Task) -> _Compared:
    for row in database.rows("SELECT * FROM receipts WHERE task_id = ? ORDER BY id", [task.id]):
        told = replay.take("receipt", subject, row["digest"])
        facts: Facts = {
            "receipt": row["digest"],
            "verification": row["verification_id"],
            "path": from_text(row["path"]),
            "at": row["at"],
        }
        yield "receipt", compare_facts(f"receipt {row['id']} of {subject}", facts, told)


def _snapshots(database: Database, replay: Replay, plan: Plan) -> _Compared:
    for one in snapshot_rows.all_snapshots(database, plan):
        owner = of_plan(plan) if one.task_number is None else f"task {plan.slug} {one.task_number}"
        told = replay.take("snapshot", owner, one.sequence)
        changes = snapshot_rows.change_digest(database, one.id)
        facts = snapshot_facts(one, changes) | {"actor": one.actor, "at": one.timestamp}
        row = f"snapshot {one.sequence} of {owner}"
        yield "snapshot", compare_facts(row, facts, told)
        if told is not None and "changes" not in told.facts:
            yield _UNSEALED, ()
        let_go = {(owner, str(one.sequence), one.pruned_at), (of_plan(plan), "*", one.pruned_at)}
        if one.pruned_at is not None and not let_go & replay.pruned:
            yield "pruned", [Finding(row, f"{row} was let go, and no event tells of that")]


def _witnesses(database: Database, replay: Replay) -> _Compared:
    """Each is from the trial of a spec, or from a verification."""
    for row in database.rows(
        "SELECT p.slug, t.task_number, w.spec_digest, w.rule, EXISTS (SELECT 1 FROM verifications v"
        " WHERE v.task_id = w.task_id AND v.spec_digest = w.spec_digest"
        " AND instr(v.witnesses_json, w.blob) > 0) AS verified FROM witnesses w"
        " JOIN plan_tasks t ON t.id = w.task_id JOIN plans p ON p.id = t.plan_id"
    ):
        subject = f"task {row['slug']} {row['task_number']}"
        kept = replay.rows.get(("witnesses", subject, row["spec_digest"]), [])
        rules = {rule for told in kept for rule in str(told.facts.get("rules")).split(" ")}
        known = row["verified"] or from_text(row["rule"]) in rules
        name = f"witness of {from_text(row['rule'])} of {subject}"
        yield "witness", () if known else [Finding(name, f"no event tells of the {name}")]


@contextmanager
def _one_moment(database: Database) -> Iterator[None]:
    """Other processes may write meanwhile: what they write is not seen."""
    database.write("BEGIN")
    try:
        yield
    finally:
        database.write("ROLLBACK")
