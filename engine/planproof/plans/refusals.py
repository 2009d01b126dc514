"""Why nothing happens to a task, and the exact command that leads on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.plans.outcomes import Check, Refusal, Standing
from planproof.plans.status import TaskStatus

if TYPE_CHECKING:
    from planproof.model.suppression import Suppression

_SHOWN = 5


def refuse_without_spec(standing: Standing) -> Refusal:
    return Refusal(
        Check.SPEC,
        f"task {standing.number} has no spec, so nothing can prove it done; "
        "give it one, or waive it with a reason",
        update_command(standing, "--spec FILE"),
    )


def refuse_unproven(standing: Standing) -> Refusal:
    return Refusal(
        Check.RED_FIRST,
        f"the spec of task {standing.number} passes, but was never seen to fail: "
        "it may look at nothing",
        update_command(standing, '--already-done "REASON"'),
    )


def refuse_suppressed(standing: Standing, unaccepted: Sequence[Suppression]) -> Refusal:
    listed = "; ".join(
        f"{one.rule} at {one.path}:{one.violation.place.start.line + 1} ({one.reason})"
        for one in unaccepted[:_SHOWN]
    )
    more = f" and {len(unaccepted) - _SHOWN} more" if len(unaccepted) > _SHOWN else ""
    return Refusal(
        Check.SUPPRESSIONS,
        f"task {standing.number} passes only because comments suppress what was not suppressed at "
        f"its base, and nobody accepted that: {listed}{more}",
        accept_command(standing.plan, standing.number, unaccepted[0]),
    )


def accept_command(plan: str, number: int, suppression: Suppression) -> str:
    """What to type to accept a suppression; ``plan`` is the slug."""
    import shlex

    line = suppression.violation.place.start.line + 1
    return (
        f"planproof accept-suppression {plan} {number}"
        f" --rule {shlex.quote(suppression.rule)} --path {shlex.quote(suppression.path)}"
        f' --line {line} --reason "REASON"'
    )


def refuse_before_dependencies(standing: Standing) -> Refusal:
    named = ", ".join(
        f"{one.number} ({one.title}, {one.status.value})" for one in standing.open_dependencies
    )
    return Refusal(
        Check.DEPENDENCIES,
        f"task {standing.number} passes, but it has to wait for task {named}",
        f"planproof verify-task {standing.plan} {standing.open_dependencies[0].number}",
    )


def refuse_to_set(standing: Standing, wanted: TaskStatus) -> Refusal:
    if not standing.has_spec:
        return refuse_without_spec(standing)
    return Refusal(
        Check.VERIFICATION,
        f"{wanted.value} cannot be set by hand; only a verification of the code decides it",
        f"planproof verify-task {standing.plan} {standing.number}",
    )


def refuse_step(standing: Standing, wanted: TaskStatus) -> Refusal:
    """Every refused step goes by way of ``pending``, or, once regressed, by a verification."""
    if standing.status is TaskStatus.REGRESSED:
        step = f"planproof verify-task {standing.plan} {standing.number}"
    else:
        step = update_command(standing, "--status pending")
    return Refusal(
        Check.STATUS,
        f"task {standing.number} is {standing.status.value} and cannot become {wanted.value}",
        step,
    )


def refuse_without_reason(standing: Standing, wanted: TaskStatus, message: str) -> Refusal:
    step = update_command(standing, f'--status {wanted.value} --reason "REASON"')
    return Refusal(Check.REASON, message, step)


def update_command(standing: Standing, options: str) -> str:
    return f"planproof update-task {standing.plan} {standing.number} {options}"
