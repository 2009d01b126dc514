"""What completed tasks are worth on this very tree."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.evaluation import Evaluation
from planproof.plans import Plan, Task, TaskStatus
from planproof.report.blame import Cause, Culprit, culprit_json, culprit_line
from planproof.report.envelope import Json
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.plans_json import claim_json, plan_json
from planproof.report.plans_text import claim_line, plan_line, task_line
from planproof.report.style import Paint, StyleName


class Standing(Enum):
    """What a task's status means for the tree as it is now."""

    VERIFIED = "verified"
    PASSES = "passes"
    RED = "red"
    ELSEWHERE = "not done on this branch"
    CUT_OFF = "red where the history is shallow"
    SUPPRESSED = "suppressed"
    NO_VERDICT = "no verdict"
    CLAIM_PASSES = "claim passes"
    CLAIM_RED = "claim is red"
    CLAIM_UNSHOWN = "claim of a spec never red here"
    OPEN = "open"


_WORDS: dict[Standing, tuple[StyleName, str]] = {
    Standing.VERIFIED: ("good", "this very code was verified"),
    Standing.PASSES: ("good", "passes; this code was not verified before"),
    Standing.RED: ("bad", "red now"),
    Standing.ELSEWHERE: ("bad", "not done on this branch; it was completed on another"),
    Standing.CUT_OFF: (
        "bad",
        "red; the history is shallow here, so who knows if it regressed: git fetch --unshallow",
    ),
    Standing.SUPPRESSED: ("warn", "passes only by suppressions that nobody accepted"),
    Standing.CLAIM_PASSES: ("good", "it passes here; only verify-task completes it"),
    Standing.CLAIM_RED: ("bad", "it is red here"),
    Standing.CLAIM_UNSHOWN: ("warn", "it passes here, but nothing shows that its spec can be red"),
    Standing.NO_VERDICT: ("warn", "no verdict is possible now"),
}


class TaskStanding(Struct, frozen=True):
    """A task by the tree as it is; ``before`` is the status that it had until this look, and
    ``evaluation`` is None where it was not judged. ``remarks`` are what else to hear of it,
    ``warnings`` change no verdict, and ``troubles`` are why nothing could be written down."""

    task: Task
    standing: Standing
    before: TaskStatus
    evaluation: Evaluation | None = None
    culprit: Culprit | None = None
    remarks: tuple[str, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    troubles: tuple[Diagnostic, ...] = ()

    @property
    def violations(self) -> int:
        return 0 if self.evaluation is None else len(self.evaluation.violations)

    @property
    def moved(self) -> bool:
        return self.task.status is not self.before


class PlanStanding(Struct, frozen=True):
    plan: Plan
    tasks: tuple[TaskStanding, ...]

    def has(self, *standings: Standing) -> bool:
        return any(one.standing in standings for one in self.tasks)


def status_json(plan: PlanStanding) -> Json:
    rows: list[Json] = [_task_json(one) for one in plan.tasks]
    return {"plan": plan_json(plan.plan), "tasks": rows}


def status_text(plan: PlanStanding, paint: Paint) -> str:
    return "".join(_lines(plan, paint))


def _task_json(one: TaskStanding) -> Json:
    return {
        "number": one.task.number,
        "title": one.task.title,
        "status": one.task.status.value,
        "before": one.before.value,
        "standing": one.standing.value,
        "violations": one.violations,
        "culprit": None if one.culprit is None else culprit_json(one.culprit),
        "remarks": list(one.remarks),
        "claim": claim_json(one.task),
    }


def _lines(plan: PlanStanding, paint: Paint) -> Iterator[str]:
    yield plan_line(plan.plan, [one.task for one in plan.tasks], paint)
    for one in plan.tasks:
        yield task_line(one.task, paint)
        yield claim_line(plan.plan, one.task, paint)
        if one.standing is not Standing.OPEN:
            style, words = _WORDS[one.standing]
            count = f" ({counted(one.violations, 'violation')})" if one.violations else ""
            yield f"       {paint(style, visible(words))}{count}{_since(one)}\n"
        if one.moved:
            yield f"       {one.before.value} → {paint('bold', one.task.status.value)}\n"
        for remark in one.remarks:
            yield f"       {visible(remark)}\n"


def _since(one: TaskStanding) -> str:
    if one.culprit is None or not (line := culprit_line(one.culprit)):
        return ""
    if one.culprit.cause is Cause.UNCOMMITTED:
        return f": {line}"
    return f"\n       {line}"
