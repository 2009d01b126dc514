"""Rows beside what the events say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from planproof.model.verdict import Verdict
from planproof.plans import snapshot_rows
from planproof.plans.database import Database
from planproof.plans.ledger import Facts
from planproof.plans.records import Plan, Task
from planproof.plans.replay import Finding, Replay, Told
from planproof.plans.status import TaskStatus

_DONE = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)


def compare_facts(
    row: str, facts: Mapping[str, str | int | None], known: Facts | Told | None
) -> Iterator[Finding]:
    """What the events leave out is not compared: older releases told less."""
    if known is None:
        yield Finding(row, f"no event tells of {row}: it was written past planproof")
        return
    event = known.event if isinstance(known, Told) else None
    expected = known.facts if isinstance(known, Told) else known
    for name, value in facts.items():
        wanted = expected.get(name, value)
        if wanted != value:
            message = f"{row}: {name} is {_said(value)}, but the ledger says {_said(wanted)}"
            if name == "changes":
                message = f"the violations of {row} are not the ones that the ledger sealed"
            yield Finding(row, message, event, name, str(wanted), str(value))


def find_moved(subject: str, task: Task, replay: Replay) -> Iterator[Finding]:
    """Who gave the task its status, when and why, beside the event that did."""
    told = replay.moved.get(subject)
    if told is None:
        return
    facts = {"actor": task.status_actor, "at": task.status_at, "reason": task.status_reason}
    yield from compare_facts(f"the status of {subject}", facts, told)
    completed = replay.completed.get(subject)
    if task.completed_at != completed:
        message = f"{subject} was completed at {completed}, but the row says {task.completed_at}"
        yield Finding(
            subject, message, told.event, "completed_at", str(completed), str(task.completed_at)
        )


def find_bad_completions(database: Database, subject: str, task: Task) -> Iterator[Finding]:
    """What completed a task passed, by the very spec that the task carries."""
    if task.status not in _DONE or task.completed_by is None:
        return
    found = database.row(
        "SELECT verdict, spec_digest, unaccepted FROM verifications WHERE id = ? AND task_id = ?",
        [task.completed_by, task.id],
    )
    verification = f"verification {task.completed_by}, which completed it,"
    if found is None:
        why = f"{verification} is not one of its own"
    elif found["verdict"] != Verdict.PASSED.value or found["unaccepted"]:
        why = f"{verification} did not pass"
    elif found["spec_digest"] != task.spec_digest:
        why = f"{verification} judged by another spec"
    else:
        return
    yield Finding(subject, f"{subject} is {task.status.value}, but {why}", field="completed_by")


def find_miscounted(database: Database, plan: Plan) -> Iterator[Finding]:
    """Snapshots that hold other numbers of violations than they say, pruned ones too."""
    steps = _steps(database, plan)
    held: Counter[int | None] = Counter()
    for one in snapshot_rows.all_snapshots(database, plan):
        held[one.task_id] += steps[one.id]
        if held[one.task_id] != one.violations:
            owner = f"plan {plan.slug}" + (f", task {one.task_number}" if one.task_number else "")
            row, count = f"snapshot {one.sequence} of {owner}", str(held[one.task_id])
            message = f"{row} holds {count} violations, but says {one.violations}"
            yield Finding(row, message, None, "violations", str(one.violations), count)


def _steps(database: Database, plan: Plan) -> Counter[int]:
    """By the id of a snapshot, how many violations more it has than the one before."""
    steps: Counter[int] = Counter()
    for begin, end, count in database.rows(
        "SELECT v.snapshot_id, v.until_id, count(*) FROM snapshot_violations v"
        " JOIN code_snapshots s ON s.id = v.snapshot_id WHERE s.plan_id = ? GROUP BY 1, 2",
        [plan.id],
    ):
        steps[begin] += count
        if end is not None:
            steps[end] -= count
    return steps


def find_unread(replay: Replay) -> Iterator[Finding]:
    """Events whose row is gone."""
    for (kind, *_), told in replay.left():
        if kind != "witnesses":
            message = f"the {kind} that event {told.event} tells of is gone"
            yield Finding(f"{kind} of {told.subject}", message, told.event)
    for subject in replay.states:
        if subject in replay.moved:
            event = replay.moved[subject].event
            yield Finding(subject, f"{subject}, of which event {event} tells, is gone", event)


def _said(value: str | int | None) -> str:
    if isinstance(value, str) and len(value) > 80:
        return f"{value[:80]!r}…"
    return repr(value)
