"""“Something about this task is different now.”"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planproof.errors import UsageError
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.plans import (
    Plan,
    PlanStore,
    Refusal,
    StoredSpec,
    Task,
    TaskStatus,
    Transaction,
    Transition,
    set_status,
)
from planproof.report.red import RedCheck, SpecChange
from planproof.usecases.add_task import check_red
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_now
from planproof.usecases.prepare import Prepared, prepare_file, prepare_stored
from planproof.usecases.workspace import Workspace, find_plan, open_plans


@dataclass(frozen=True, slots=True)
class TaskChange:
    """What to change; None leaves it as it is."""

    title: str | None = None
    description: str | None = None
    assigned_to: str | None = None
    status: TaskStatus | None = None
    reason: str = ""
    spec_file: str | None = None
    already_done: str | None = None
    depends_on: tuple[int, ...] | None = None

    @property
    def is_empty(self) -> bool:
        return self == TaskChange(reason=self.reason)


@dataclass(frozen=True, slots=True)
class UpdatedTask:
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
        prepared = None
        if change.spec_file is not None:
            prepared = prepare_file(workspace.root, directory, change.spec_file)
        red, diff = _try_spec(workspace, store, plan, before, prepared)
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


def _try_spec(
    workspace: Workspace, store: PlanStore, plan: Plan, task: Task, prepared: Prepared | None
) -> tuple[RedCheck | None, SpecChange | None]:
    """Judge the new version, and beside it the old one, so that a weakening is seen."""
    if prepared is None:
        return None, None
    stored = store.spec(task)
    with workspace.index() as index:
        red = check_red(workspace, index, prepared, plan.base_commit)
        if stored is None or stored.digest == prepared.spec.digest:
            return red, None
        old = _old_evaluation(workspace, index, stored)
    return red, _difference(old, red)


def _old_evaluation(workspace: Workspace, index: Index, stored: StoredSpec) -> Evaluation:
    prepared = prepare_stored(workspace.root, stored)
    return judge_now(workspace, index, prepared, Evidence()).evaluation


def _difference(old: Evaluation, red: RedCheck) -> SpecChange:
    before = {violation.place: violation for violation in old.violations if not violation.expected}
    after = {one.place: one for one in red.now.violations if not one.expected}
    return SpecChange(
        no_longer_rejected=tuple(before[place] for place in sorted(before.keys() - after.keys())),
        newly_rejected=tuple(after[place] for place in sorted(after.keys() - before.keys())),
    )
