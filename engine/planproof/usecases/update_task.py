"""“Something about this task is different now.”"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import UsageError
from planproof.plans import Plan, PlanStore, Refusal, Task, TaskStatus, Transition, set_status
from planproof.usecases.add_task import kept_patterns
from planproof.usecases.workspace import Workspace, find_plan, open_plans

if TYPE_CHECKING:
    from planproof.plans import Transaction
    from planproof.report.red import RedCheck, SpecChange


class TaskChange(NamedTuple):
    """What to change; None leaves it as it is. ``analogous`` are patterns as they are typed, in the
    place of those that were."""

    title: str | None = None
    description: str | None = None
    assigned_to: str | None = None
    status: TaskStatus | None = None
    reason: str = ""
    spec_file: str | None = None
    already_done: str | None = None
    depends_on: tuple[int, ...] | None = None
    analogous: tuple[str, ...] | None = None

    @property
    def is_empty(self) -> bool:
        return self == TaskChange(reason=self.reason)


class UpdatedTask(NamedTuple):
    plan: Plan
    before: Task
    task: Task
    transition: Transition | None
    spec_change: SpecChange | None = None
    red: RedCheck | None = None


def update_task(
    workspace: Workspace,
    plan_name: str | None,
    number: int,
    directory: Path,
    change: TaskChange,
) -> UpdatedTask:
    """Carry out every change, or none. Raises RefusedError where the state machine says no."""
    if change.is_empty:
        raise UsageError("nothing to change was given", fix="planproof update-task --help")
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        before = store.task(plan, number)
        prepared, red, diff = None, None, None
        if change.spec_file is not None:
            from planproof.usecases.prepare import prepare_file
            from planproof.usecases.try_spec import try_version

            prepared = prepare_file(workspace.root, directory, change.spec_file)
            red, diff = try_version(workspace, store, plan, before, prepared)
        with store.transaction(workspace.actor, workspace.now()) as writer:
            task = _edit(writer, before, change)
            if prepared is not None and red is not None:
                task = writer.add_spec_version(task, prepared.to_store(), red.red_first)
                witnesses = (red.base or red.now).witnesses
                writer.keep_witnesses(task, red.now.spec_digest, witnesses)
            if change.already_done is not None:
                task = writer.accept_already_done(task, change.already_done)
            task, transition = _set_status(workspace, store, writer, task, change)
        return UpdatedTask(plan, before, task, transition, diff, red)


def _edit(writer: Transaction, task: Task, change: TaskChange) -> Task:
    task = writer.edit_task(
        task,
        title=change.title,
        description=change.description,
        assigned_to=change.assigned_to,
        analogous=None if change.analogous is None else kept_patterns(change.analogous),
    )
    if change.depends_on is None:
        return task
    return writer.set_dependencies(task, change.depends_on)


def _set_status(
    workspace: Workspace, store: PlanStore, writer: Transaction, task: Task, change: TaskChange
) -> tuple[Task, Transition | None]:
    if change.status is None:
        return task, None
    outcome = set_status(
        store.standing(task), change.status, reason=change.reason, actor=workspace.actor
    )
    if isinstance(outcome, Refusal):
        raise outcome.error()
    return writer.apply(task, outcome), outcome
