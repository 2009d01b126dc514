"""Verification: of a task, and of specs without a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic
from planproof.plans import Refusal
from planproof.report.evaluation_json import (
    evaluation_json,
    rule_json,
    suppression_json,
    violation_json,
)
from planproof.report.evaluation_text import evaluation_text, headline
from planproof.report.plans_json import counts_json, plan_json, snapshot_json, task_json
from planproof.report.plans_text import counts_text
from planproof.report.style import Paint
from planproof_cli.arguments import PlanOption, TaskArguments, Verbose, plan_and_task
from planproof_cli.exits import Exit, of_verdict, worst
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.model.evaluation import Evaluation
    from planproof.report.envelope import JsonObject
    from planproof.usecases.verify_task import TaskVerification


@framed("verify-task")
def verify_task(
    session: Session,
    task: TaskArguments,
    plan_option: PlanOption = None,
    verbose: Verbose = False,
    auto_update: Annotated[
        bool, option("--auto-update", help="Accepted for older scripts; always done.")
    ] = False,
) -> Outcome:
    """Judge the tree as it is now by a task's spec. Only this completes a task."""
    from planproof.usecases.verify_task import verify_task

    del auto_update
    named, number = plan_and_task(task, plan_option)
    found = verify_task(workspace_of(session), named, number)
    text = task_verification_text(found, session.paint, verbose=verbose, brief=session.quiet)
    return Outcome(_data(found), text, _exit(found), _diagnostics(found), tuple(_next_steps(found)))


def task_verification_text(
    found: TaskVerification, paint: Paint, *, verbose: bool, brief: bool
) -> str:
    """The violations, then the verdict and what became of the task, where the eye ends."""
    evaluation = found.evaluation
    subject = f"task {found.task.number}: {found.task.title}"
    hints = found.counts is None
    body = evaluation_text(evaluation, paint, verbose=verbose, hints=hints)
    lines = [] if brief else [body, "\n"]
    lines.append(headline(evaluation, subject, paint))
    if found.counts is not None and not brief:
        lines.append(f"since the last snapshot: {counts_text(found.counts)}\n")
    if found.outcome is not None and not isinstance(found.outcome, Refusal):
        move = found.outcome
        arrow = f"{move.before.value} → {move.after.value}" if move.changes else move.after.value
        lines.append(f"status: {paint('bold', arrow)} ({move.message})\n")
    elif isinstance(found.outcome, Refusal):
        lines.append(f"{paint('bad', 'refused')}: {found.outcome.message}\n")
    return "".join(lines)


def _data(found: TaskVerification) -> JsonObject:
    outcome = found.outcome
    refusal = outcome if isinstance(outcome, Refusal) else None
    return {
        **evaluation_json(found.evaluation),
        "plan": plan_json(found.plan),
        "task": task_json(found.task),
        "status": found.task.status.value,
        "new_suppressions": [suppression_json(one) for one in found.new_suppressions],
        "refused": None if refusal is None else refusal.check.value,
        "counts": None if found.counts is None else counts_json(found.counts),
        "snapshot": None if found.snapshot is None else snapshot_json(found.snapshot),
    }


def _exit(found: TaskVerification) -> Exit:
    exits = [of_verdict(found.evaluation.verdict)]
    if isinstance(found.outcome, Refusal):
        exits.append(Exit.USAGE)
    if found.trouble is not None:
        exits.append(Exit.INDETERMINATE)
    return worst(exits)


def _diagnostics(found: TaskVerification) -> tuple[Diagnostic, ...]:
    rows = [*found.warnings, *found.evaluation.warnings]
    if isinstance(found.outcome, Refusal):
        check = found.outcome.check.value
        rows.append(Diagnostic(f"refused-{check}", found.outcome.message, found.outcome.next_step))
    if found.trouble is not None:
        rows.append(found.trouble)
    return tuple(rows)


def _next_steps(found: TaskVerification) -> list[str]:
    if isinstance(found.outcome, Refusal):
        return [found.outcome.next_step]
    if of_verdict(found.evaluation.verdict) is Exit.PASSED:
        return [f"planproof show {found.plan.slug}"]
    return [f"planproof verify-task {found.plan.slug} {found.task.number}"]


@framed("verify")
def verify(
    session: Session,
    specs: Annotated[list[str], argument(metavar="SPEC…", help="YAML spec files.")],
    at: Annotated[
        str | None, option("--at", metavar="REV", help="Judge a commit, without a checkout.")
    ] = None,
    base: Annotated[
        str | None,
        option("--base", metavar="REV", help="A commit at which green rules were red."),
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Judge the tree as it is now, or a commit, by specs. Needs no plan."""
    from planproof.usecases.verify_specs import SpecQuestion, verify_specs

    verdicts = verify_specs(
        workspace_of(session), session.directory, tuple(specs), SpecQuestion(at, base)
    )
    evaluations = [one.evaluation for one in verdicts]
    text = "\n".join(
        _spec_text(one.evaluation, one.source, session, verbose=verbose) for one in verdicts
    )
    exit_ = worst([of_verdict(evaluation.verdict) for evaluation in evaluations])
    warnings = tuple(warning for evaluation in evaluations for warning in evaluation.warnings)
    return Outcome(_specs_data(evaluations), text, exit_, warnings)


def _spec_text(evaluation: Evaluation, source: str, session: Session, *, verbose: bool) -> str:
    body = "" if session.quiet else evaluation_text(evaluation, session.paint, verbose=verbose)
    return f"{body}\n{headline(evaluation, source, session.paint)}".lstrip("\n")


def _specs_data(evaluations: list[Evaluation]) -> JsonObject:
    """All specs together in the shape of one, and each by itself under ``specs``."""
    exit_ = worst([of_verdict(evaluation.verdict) for evaluation in evaluations])
    words = {Exit.PASSED: "passed", Exit.VIOLATIONS: "violated"}
    return {
        "verdict": words.get(exit_, "indeterminate"),
        "violations": [violation_json(one) for each in evaluations for one in each.violations],
        "rules": [rule_json(one) for each in evaluations for one in each.rules],
        "suppressions": [
            suppression_json(one) for each in evaluations for one in each.suppressions
        ],
        "specs": [evaluation_json(each) for each in evaluations],
    }
