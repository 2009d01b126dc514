"""Plans and tasks for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from planproof.plans import TaskStatus
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.style import Paint, StyleName

if TYPE_CHECKING:
    from planproof.plans import AcceptedSuppression, Plan, Snapshot, Task
    from planproof.progress import Counts

STATUS_SIGNS: dict[TaskStatus, tuple[StyleName, str]] = {
    TaskStatus.PENDING: ("dim", "·"),
    TaskStatus.IN_PROGRESS: ("warn", "▸"),
    TaskStatus.BLOCKED: ("warn", "■"),
    TaskStatus.COMPLETED: ("good", "✓"),
    TaskStatus.REGRESSED: ("bad", "✗"),
    TaskStatus.WAIVED: ("warn", "~"),
    TaskStatus.CANCELLED: ("dim", "-"),
}


def plan_line(plan: Plan, tasks: Sequence[Task], paint: Paint) -> str:
    """``1  django-5  Django 4.2 to 5.1 · active · 3 of 9 tasks completed``."""
    name = paint("bold", visible(plan.name))
    return f"{plan.id:>3}  {plan.slug}  {name} · {plan.status.value} · {_progress(tasks)}\n"


def plan_text(
    plan: Plan,
    tasks: Sequence[Task],
    paint: Paint,
    *,
    verbose: bool,
    accepted: Mapping[int, Sequence[AcceptedSuppression]] | None = None,
) -> str:
    """The plan, its progress, and one line per task; below it what was ``accepted`` for it."""
    return "".join(_plan_lines(plan, tasks, paint, accepted or {}, verbose=verbose))


def task_line(task: Task, paint: Paint) -> str:
    style, sign = STATUS_SIGNS[task.status]
    number = paint("bold", f"{task.number:>3}")
    status = paint(style, f"{sign} {task.status.value:<11}")
    return f"{number}  {status}  {visible(task.title)}{paint('dim', _remarks(task))}\n"


def claim_line(plan: Plan, task: Task, paint: Paint) -> str:
    """What its file claims of a task and nobody has verified here; empty for nothing."""
    if not task.claim:
        return ""
    from planproof.plans import claim_of, open_claim

    done, claim = open_claim(task), claim_of(task)
    if done is None or claim is None or claim.status is None:
        return ""
    where = f" at {done.commit[:12]}" if done.commit else ""
    said = paint("warn", f"claimed {claim.status.value}")
    step = f"planproof verify-task {plan.slug} {task.number}"
    return f"       {said} by {visible(done.actor)}{where}, not verified here: {step}\n"


def analogous_lines(plan: Plan, task: Task, paint: Paint) -> Iterator[str]:
    """The patterns of code to look at first, and how to see it."""
    if not task.analogous:
        return
    from planproof.plans.analogous import pattern_texts

    step = f"planproof analogous {plan.slug} {task.number}"
    yield f"       {paint('dim', 'look first at')} {paint('dim', f'({step})')}\n"
    for text in pattern_texts(task.analogous):
        yield f"         {visible(text)}\n"


def judged_text(snapshot: Snapshot) -> str:
    """How many violations there were; that of a plan was judged by no spec, and zero is no word."""
    if snapshot.task_number is None:
        return "not judged"
    count = counted(snapshot.violations, "violation")
    return f"{count}, not all judged" if snapshot.undecided else count


def counts_text(counts: Counts) -> str:
    """``2 new, 14 fixed, 3 remaining (1 moved, 1 changed)``."""
    text = f"{counts.new:,} new, {counts.fixed:,} fixed, {counts.remaining:,} remaining"
    if not counts.moved and not counts.changed:
        return text
    return f"{text} ({counts.moved:,} moved, {counts.changed:,} changed)"


def _plan_lines(
    plan: Plan,
    tasks: Sequence[Task],
    paint: Paint,
    accepted: Mapping[int, Sequence[AcceptedSuppression]],
    *,
    verbose: bool,
) -> Iterator[str]:
    name = paint("bold", visible(plan.name))
    yield f"{name} ({plan.slug}, plan {plan.id}) · {plan.status.value}\n"
    if plan.description:
        yield f"{visible(plan.description)}\n"
    base = plan.base_commit[:12] if plan.base_commit else "none (no commits, or no git)"
    yield f"{_progress(tasks)} · base {base} · created {plan.created_at}\n"
    if tasks:
        yield "\n"
    for task in tasks:
        yield task_line(task, paint)
        yield claim_line(plan, task, paint)
        yield from analogous_lines(plan, task, paint)
        for one in accepted.get(task.number, ()):
            yield _accepted_line(one, paint)
        if verbose:
            yield from _details(task, paint)


def _accepted_line(one: AcceptedSuppression, paint: Paint) -> str:
    where = f"{visible(one.rule)} at {visible(one.path)}:{one.line}"
    who = f"{visible(one.actor)}: {visible(one.reason)}"
    return f"       {paint('warn', 'accepted suppression')} of {where} ({who})\n"


def _progress(tasks: Sequence[Task]) -> str:
    if not tasks:
        return "no tasks yet"
    done = sum(task.status is TaskStatus.COMPLETED for task in tasks)
    text = f"{done} of {counted(len(tasks), 'task')} completed"
    waived = sum(task.status is TaskStatus.WAIVED for task in tasks)
    regressed = sum(task.status is TaskStatus.REGRESSED for task in tasks)
    if regressed:
        text += f", {regressed} regressed"
    return text + (f", {waived} waived" if waived else "")


def _remarks(task: Task) -> str:
    remarks = []
    if task.spec_id is None:
        remarks.append("no spec")
    if task.depends_on:
        remarks.append("after " + ", ".join(map(str, task.depends_on)))
    if task.assigned_to:
        remarks.append(f"@{visible(task.assigned_to)}")
    if task.already_done:
        remarks.append(f"already done: {visible(task.already_done)}")
    if task.status_reason:
        remarks.append(f"{visible(task.status_actor)}: {visible(task.status_reason)}")
    return f"  ({'; '.join(remarks)})" if remarks else ""


def _details(task: Task, paint: Paint) -> Iterator[str]:
    rows = (
        ("description", visible(task.description)),
        ("spec", f"{visible(task.spec_source) or '(inline)'} {task.spec_digest[:12]}"),
        ("red first", task.red_first.value),
        ("completed", task.completed_at or ""),
    )
    for label, text in rows:
        if text.strip() and (label not in {"spec", "red first"} or task.spec_id is not None):
            yield f"       {paint('dim', label)}: {text}\n"
