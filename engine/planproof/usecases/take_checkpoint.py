"""“Remember how it is now.”"""

from __future__ import annotations

from msgspec import Struct

from planproof.model.verdict import Verdict
from planproof.plans import Plan, Snapshot, Task
from planproof.progress import Counts
from planproof.usecases.take_snapshot import keep, picture, remember
from planproof.usecases.task_spec import judge_task, stored_spec
from planproof.usecases.workspace import Workspace, find_plan, open_plans


class Checkpoint(Struct, frozen=True):
    """``snapshot`` is None where nothing changed since the latest one; ``unsure`` says that not
    all could be judged."""

    plan: Plan
    task: Task
    snapshot: Snapshot | None
    latest: Snapshot | None
    counts: Counts
    left_out: tuple[str, ...]
    unsure: bool


def take_checkpoint(
    workspace: Workspace, plan_name: str | None, number: int, name: str
) -> Checkpoint:
    """A snapshot of the tree and of the task's violations; the task's status does not move."""
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = store.task(plan, number)
        stored = stored_spec(store, plan, task)
        with workspace.index() as index:
            judged = judge_task(workspace, index, store, plan, task, stored)
            view = picture(workspace, index, store, plan, task, judged)
            with store.transaction(workspace.actor, workspace.now()) as writer:
                digest = judged.evaluation.spec_digest
                snapshot = keep(writer, workspace.repository, plan, task, view, name, digest)
            remember(index, plan, task, snapshot, view)
        latest = store.latest_snapshot(plan, task)
        unsure = judged.evaluation.verdict is Verdict.INDETERMINATE
        return Checkpoint(plan, task, snapshot, latest, view.counts, view.left_out, unsure)
