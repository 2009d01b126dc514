"""What completed and claimed tasks are worth now, as ``status`` and ``verify --all`` say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.report.escape import unheeded
from planproof.report.evaluation_json import violation_json
from planproof.report.evaluation_text import evaluation_text, headline
from planproof.report.status import PlanStanding, Standing, TaskStanding, status_json, status_text
from planproof_cli.exits import Exit
from planproof_cli.session import Outcome, Session
from planproof_cli.unjudged import nothing_judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planproof.report.envelope import Json, JsonObject
    from planproof.usecases.workspace import Workspace

_VERDICTS = {
    Exit.PASSED: "passed",
    Exit.VIOLATIONS: "violated",
    Exit.INDETERMINATE: "indeterminate",
}
_AWAY = (Standing.ELSEWHERE, Standing.CUT_OFF)
_RED = (Standing.RED, Standing.CLAIM_RED, *_AWAY)
_SHOWN = (*_RED, Standing.NO_VERDICT)
_UNSURE = (Standing.NO_VERDICT, Standing.SUPPRESSED, Standing.CLAIM_UNSHOWN)


def recheck(
    session: Session,
    workspace: Workspace,
    plan: str | None,
    *,
    dry_run: bool,
    archived: bool,
    detailed: bool = False,
    verbose: bool = False,
) -> Outcome:
    """Judge all and answer; ``detailed`` shows the violations of what is red."""
    from planproof.usecases.report_status import StatusQuestion, report_status

    question = StatusQuestion(record=not dry_run, archived=archived)
    plans = report_status(workspace, plan, question)
    unjudged = nothing_judged(plans, archived=archived)
    exit_ = _exit(plans) if unjudged is None else Exit.INDETERMINATE
    body = "".join(_details(plans, session, verbose=verbose)) if detailed else ""
    text = "".join(status_text(one, session.paint) for one in plans) or "no open plans\n"
    data: JsonObject = {"verdict": _VERDICTS[exit_], "plans": [status_json(one) for one in plans]}
    if detailed:
        data |= {"violations": _violations(plans)}
    troubles = tuple(row for one in _tasks(plans) for row in (*one.warnings, *one.troubles))
    if unjudged is not None:
        troubles = (*troubles, unjudged)
    return Outcome(data, unheeded(body + text), exit_, troubles, tuple(_steps(plans)))


def _exit(plans: Sequence[PlanStanding]) -> Exit:
    """Green only if all that claims to be completed is green on this very tree."""
    if any(plan.has(*_RED) for plan in plans):
        return Exit.VIOLATIONS
    if any(plan.has(*_UNSURE) for plan in plans):
        return Exit.INDETERMINATE
    if any(one.troubles for one in _tasks(plans)):
        return Exit.INDETERMINATE
    return Exit.PASSED


def _tasks(plans: Sequence[PlanStanding]) -> Iterator[TaskStanding]:
    return (one for plan in plans for one in plan.tasks)


def _details(plans: Sequence[PlanStanding], session: Session, *, verbose: bool) -> Iterator[str]:
    for plan in plans:
        for one in plan.tasks:
            if one.evaluation is None or one.standing not in _SHOWN or session.quiet:
                continue
            subject = f"{plan.plan.slug} task {one.task.number}: {one.task.title}"
            yield evaluation_text(one.evaluation, session.paint, verbose=verbose, hints=False)
            yield f"\n{headline(one.evaluation, subject, session.paint)}\n"


def _violations(plans: Sequence[PlanStanding]) -> list[Json]:
    judged = (one.evaluation for one in _tasks(plans) if one.evaluation is not None)
    return [violation_json(violation) for each in judged for violation in each.violations]


def _steps(plans: Sequence[PlanStanding]) -> Iterator[str]:
    """The first red task is the one to look at; without one, the first claim to verify."""
    for wanted in (_RED, (Standing.CLAIM_PASSES,)):
        for plan in plans:
            for one in plan.tasks:
                if one.standing in wanted and one.standing not in _AWAY:
                    word = "verify-task" if one.culprit is None else "blame"
                    yield f"planproof {word} {plan.plan.slug} {one.task.number}"
                    return
