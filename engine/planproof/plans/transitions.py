"""What may become of a task, and what it takes: pure functions, no database.

    pending ──► in_progress ──► completed          only by a passing verification
       │             │   ▲          │
       └──► blocked ◄┘   └── regressed ◄┘          a later verification went red

Each function answers with a :class:`Transition`, which may leave the status as it is, or with a
:class:`Refusal`, which names the check that failed and the command to type next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.model.verdict import Verdict
from planproof.plans.outcomes import Check, Refusal, Standing, Transition
from planproof.plans.refusals import (
    refuse_before_dependencies,
    refuse_step,
    refuse_suppressed,
    refuse_to_set,
    refuse_unproven,
    refuse_without_reason,
    refuse_without_spec,
    update_command,
)
from planproof.plans.status import RedFirst, TaskStatus

if TYPE_CHECKING:
    from planproof.model.suppression import Suppression


def after_verification(
    standing: Standing,
    verdict: Verdict,
    *,
    done_here: bool = True,
    shallow: bool = False,
    unaccepted: Sequence[Suppression] = (),
) -> Transition | Refusal:
    """What a verification of the current tree does to a task.

    ``unaccepted`` are the suppressions that were not there at the base and that nobody accepted:
    a pass that rests on them completes nothing. ``done_here`` says whether a commit that completed
    the task is an ancestor of HEAD (or there is no history to ask): only then can the task have
    regressed. ``shallow`` says that history ends too early here to be sure that it is none.
    """
    if not standing.has_spec:
        return refuse_without_spec(standing)
    if verdict is Verdict.PASSED and unaccepted and standing.status in _PASSABLE:
        return refuse_suppressed(standing, unaccepted)
    if standing.status is TaskStatus.COMPLETED:
        return _after_completion(standing, verdict, done_here=done_here, shallow=shallow)
    if not standing.status.is_open:
        return _keep(standing, verdict, f"{standing.status.value} tasks keep their status")
    if verdict is Verdict.PASSED:
        return _complete(standing)
    if verdict is Verdict.VIOLATED and standing.status is TaskStatus.PENDING:
        return _move(standing, TaskStatus.IN_PROGRESS, verdict, "there is work to do")
    if verdict is Verdict.VIOLATED:
        return _keep(standing, verdict, "the spec is still violated")
    return _keep(standing, verdict, "no verdict was possible, and only a pass completes a task")


def set_status(
    standing: Standing, wanted: TaskStatus, *, reason: str = "", actor: str = ""
) -> Transition | Refusal:
    """What a person may set by hand: anything but ``completed`` and ``regressed``.

    Waiving needs a reason and an actor; cancelling needs a reason once the task was completed,
    because it takes a contract away.
    """
    if wanted in (TaskStatus.COMPLETED, TaskStatus.REGRESSED):
        return refuse_to_set(standing, wanted)
    if wanted is standing.status:
        return Transition(wanted, wanted, f"task {standing.number} is {wanted.value} already")
    if wanted not in _BY_HAND[standing.status]:
        return refuse_step(standing, wanted)
    if wanted is TaskStatus.WAIVED and not (reason.strip() and actor.strip()):
        return refuse_without_reason(standing, wanted, "a waiver needs a reason and an actor")
    if _takes_contract_away(standing, wanted) and not reason.strip():
        return refuse_without_reason(standing, wanted, "cancelling what was done needs a reason")
    return Transition(standing.status, wanted, f"set to {wanted.value} by hand", reason=reason)


def change_spec(standing: Standing, red_first: RedFirst) -> Transition | Refusal:
    """A new spec makes the task pending and asks for red again, however it stood.

    ``red_first`` says whether the new spec was seen to be red, now or at the plan's base.
    """
    if standing.status is TaskStatus.CANCELLED:
        return Refusal(
            Check.STATUS,
            f"task {standing.number} is cancelled, so its spec cannot change",
            update_command(standing, "--status pending"),
        )
    return Transition(
        standing.status, TaskStatus.PENDING, "its spec changed", red_first=RedFirst(red_first)
    )


def accept_already_done(standing: Standing, reason: str) -> Transition | Refusal:
    """Take a person's word that the work was done before the plan: it lifts the red-first check."""
    if not reason.strip():
        return Refusal(
            Check.REASON,
            "--already-done needs a reason: it is shown wherever the task is",
            update_command(standing, '--already-done "REASON"'),
        )
    return Transition(
        standing.status,
        standing.status,
        "accepted as already done",
        red_first=RedFirst.ALREADY_DONE,
        reason=reason,
    )


def check_drift(standing: Standing, stored: str, on_disk: str, source: str) -> Refusal | None:
    """A refusal when the spec file ``source`` no longer is the version that the task carries.

    ``stored`` and ``on_disk`` are the digests of the two.
    """
    if stored == on_disk:
        return None
    return Refusal(
        Check.SPEC,
        f"{source} differs from the spec that task {standing.number} carries",
        update_command(standing, f"--spec {source}"),
    )


_PASSABLE = (
    TaskStatus.PENDING,
    TaskStatus.IN_PROGRESS,
    TaskStatus.REGRESSED,
    TaskStatus.COMPLETED,
)
"""In which a pass means something."""

_OPEN_BY_HAND = {
    TaskStatus.PENDING,
    TaskStatus.IN_PROGRESS,
    TaskStatus.BLOCKED,
    TaskStatus.WAIVED,
    TaskStatus.CANCELLED,
}

_BY_HAND: dict[TaskStatus, set[TaskStatus]] = {
    TaskStatus.PENDING: _OPEN_BY_HAND,
    TaskStatus.IN_PROGRESS: _OPEN_BY_HAND,
    TaskStatus.BLOCKED: _OPEN_BY_HAND,
    TaskStatus.REGRESSED: {TaskStatus.BLOCKED, TaskStatus.WAIVED, TaskStatus.CANCELLED},
    TaskStatus.COMPLETED: {TaskStatus.PENDING, TaskStatus.IN_PROGRESS, TaskStatus.CANCELLED},
    TaskStatus.WAIVED: {TaskStatus.PENDING, TaskStatus.IN_PROGRESS, TaskStatus.CANCELLED},
    TaskStatus.CANCELLED: {TaskStatus.PENDING},
}
"""From each status, where a person may take a task."""


def _after_completion(
    standing: Standing, verdict: Verdict, *, done_here: bool, shallow: bool
) -> Transition:
    if verdict is Verdict.VIOLATED and done_here:
        return _move(standing, TaskStatus.REGRESSED, verdict, "it was completed and is red again")
    if verdict is Verdict.VIOLATED and shallow:
        why = "the history is shallow here, so whether it was done on this branch is not known"
        return _keep(standing, verdict, f"{why}: git fetch --unshallow")
    if verdict is Verdict.VIOLATED:
        return _keep(standing, verdict, "not done on this branch; it was completed on another")
    if verdict is Verdict.PASSED:
        return _keep(standing, verdict, "still done")
    return _keep(standing, verdict, "no verdict was possible, so the completion stands unverified")


def _complete(standing: Standing) -> Transition | Refusal:
    if standing.red_first is RedFirst.UNPROVEN:
        return refuse_unproven(standing)
    if standing.open_dependencies:
        return refuse_before_dependencies(standing)
    return _move(standing, TaskStatus.COMPLETED, Verdict.PASSED, "the spec passes")


def _move(standing: Standing, after: TaskStatus, verdict: Verdict, message: str) -> Transition:
    return Transition(standing.status, after, message, red_first=_proof(standing, verdict))


def _keep(standing: Standing, verdict: Verdict, message: str) -> Transition:
    return _move(standing, standing.status, verdict, message)


def _proof(standing: Standing, verdict: Verdict) -> RedFirst | None:
    """A red verdict is the proof that the spec can be red."""
    if verdict is Verdict.VIOLATED and standing.red_first is not RedFirst.PROVEN:
        return RedFirst.PROVEN
    return None


def _takes_contract_away(standing: Standing, wanted: TaskStatus) -> bool:
    done = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)
    return wanted is TaskStatus.CANCELLED and standing.status in done
