"""“This exception is all right.”"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planproof.errors import NotFoundError, RefusedError, UsageError
from planproof.model.evaluation import Verdict
from planproof.model.suppression import Suppression
from planproof.plans import Plan, Task, accept_command
from planproof.usecases.new_suppressions import find_new_suppressions
from planproof.usecases.task_spec import judge_task, refuse_drift, stored_spec
from planproof.usecases.workspace import Workspace, find_plan, open_plans


class Acceptance(Struct, frozen=True):
    """Which suppressions are accepted and why. ``line`` is that of the comment or of what it takes
    back, from 1; None for all of the file."""

    rule: str
    path: str
    line: int | None
    reason: str

    def means(self, one: Suppression) -> bool:
        lines = (one.place.start.line + 1, one.violation.place.start.line + 1)
        if self.line is not None and self.line not in lines:
            return False
        return (one.rule, one.path) == (self.rule, self.path)


class AcceptedNow(Struct, frozen=True):
    """What was accepted, and what else the task still waits for."""

    plan: Plan
    task: Task
    accepted: tuple[Suppression, ...]
    left: tuple[Suppression, ...]


def accept_suppression(
    workspace: Workspace, plan_name: str | None, number: int, acceptance: Acceptance
) -> AcceptedNow:
    """Judge the tree as it is now, and let the task complete with the suppressions that are meant.

    Raises NotFoundError where no new suppression is meant, RefusedError while the task's spec does
    not pass, UsageError without a reason.
    """
    if not acceptance.reason.strip():
        raise UsageError("accepting a suppression needs a reason", fix='add --reason "REASON"')
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = store.task(plan, number)
        stored = stored_spec(store, plan, task)
        refuse_drift(workspace, store, task, stored)
        with workspace.index() as index:
            evaluation = judge_task(workspace, index, store, plan, task, stored).evaluation
            if evaluation.verdict is not Verdict.PASSED:
                raise _not_passing(plan, task, evaluation.verdict)
            new = find_new_suppressions(workspace, index, store, plan, task, stored, evaluation)
        meant = tuple(one for one in new if acceptance.means(one))
        if not meant:
            raise _nothing_meant(plan, task, acceptance, new)
        with store.transaction(workspace.actor, workspace.now()) as writer:
            writer.accept_suppressions(task, meant, acceptance.reason)
        return AcceptedNow(plan, task, meant, tuple(one for one in new if one not in meant))


def _not_passing(plan: Plan, task: Task, verdict: Verdict) -> RefusedError:
    return RefusedError(
        f"the spec of task {task.number} does not pass ({verdict.value}), "
        "so there is nothing to accept yet",
        fix=f"planproof verify-task {plan.slug} {task.number}",
    )


def _nothing_meant(
    plan: Plan, task: Task, wanted: Acceptance, new: Sequence[Suppression]
) -> NotFoundError:
    where = wanted.path if wanted.line is None else f"{wanted.path}:{wanted.line}"
    message = f"no new suppression of {wanted.rule} at {where}"
    if new:
        return NotFoundError(message, fix=accept_command(plan.slug, task.number, new[0]))
    return NotFoundError(
        f"{message}: all that is suppressed was so at the base, or is accepted",
        fix=f"planproof verify-task {plan.slug} {task.number}",
    )
