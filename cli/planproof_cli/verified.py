"""What the verification of a task, or of specs, says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.errors import Diagnostic
from planproof.plans import Refusal
from planproof.report.escape import unheeded
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
from planproof_cli.exits import Exit, of_verdict, worst
from planproof_cli.session import Outcome, Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planproof.model.evaluation import Evaluation
    from planproof.report.changed import ChangedVerdict
    from planproof.report.envelope import JsonObject
    from planproof.report.history import CommitVerdict
    from planproof.usecases.verify_specs import SpecVerdict
    from planproof.usecases.write_verdict import TaskVerification


def task_outcome(found: TaskVerification, session: Session, *, verbose: bool) -> Outcome:
    """What a task's verification found, and what became of the task."""
    data, text = None, ""
    if session.json:  # only what is asked for is drawn up: there may be thousands of violations
        data = _data(found)
    else:
        text = task_verification_text(found, session.paint, verbose=verbose, brief=session.quiet)
    return Outcome(data, text, _exit(found), _diagnostics(found), tuple(_next_steps(found)))


def specs_outcome(verdicts: Sequence[SpecVerdict], session: Session, *, verbose: bool) -> Outcome:
    """The verdicts on one tree, one after the other, and the worst of them."""
    evaluations = [one.evaluation for one in verdicts]
    data, text = None, ""
    if session.json:
        data = _specs_data(evaluations)
    else:
        text = "\n".join(
            _spec_text(one.evaluation, one.source, session, verbose=verbose) for one in verdicts
        )
    exit_ = worst([of_verdict(evaluation.verdict) for evaluation in evaluations])
    warnings = tuple(warning for evaluation in evaluations for warning in evaluation.warnings)
    return Outcome(data, text, exit_, warnings)


def changed_outcome(found: ChangedVerdict, session: Session, *, verbose: bool) -> Outcome:
    """What changed files say. Where no rule looks at any nothing was judged, and nothing stops a
    commit: a gate judges it."""
    from planproof.report.changed import changed_json, changed_text

    verdict = found.verdict
    exit_ = Exit.PASSED if verdict is None else of_verdict(verdict)
    warnings = tuple(warning for spec in found.specs for warning in spec.warnings)
    text = changed_text(found, session.paint, verbose=verbose, brief=session.quiet)
    return Outcome(changed_json(found), unheeded(text), exit_, warnings)


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
    return unheeded("".join(lines))


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


def history_outcome(found: Sequence[CommitVerdict], session: Session, *, named: bool) -> Outcome:
    """A line for each commit, and the worst of their verdicts."""
    from shlex import quote

    from planproof.report.history import history_json, history_text

    data: JsonObject = {"commits": [*history_json(found)]}
    exits = [of_verdict(one.summary.verdict) for one in found]
    asked = (one for one, exit_ in zip(found, exits, strict=True) if exit_ is not Exit.PASSED)
    steps = [f"planproof verify {quote(one.source)} --at {one.commit.id[:10]}" for one in asked][
        -1:
    ]
    text = history_text(found, session.paint, named=named)
    return Outcome(data, text, worst(exits), next_steps=tuple(steps))


def _spec_text(evaluation: Evaluation, source: str, session: Session, *, verbose: bool) -> str:
    body = "" if session.quiet else evaluation_text(evaluation, session.paint, verbose=verbose)
    return unheeded(f"{body}\n{headline(evaluation, source, session.paint)}".lstrip("\n"))


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
