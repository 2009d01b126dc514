"""“This is over, and what is gone stays gone.”"""

from __future__ import annotations

from typing import NamedTuple

from planproof.errors import RefusedError
from planproof.plans import Plan, PlanStatus, PlanStore, Snapshot, Task
from planproof.report.guards import GuardReport
from planproof.report.status import Standing
from planproof.usecases.judge import on_working_tree
from planproof.usecases.promote_guards import plan_guards, write_guards
from planproof.usecases.take_plan_snapshot import PlanPicture, keep_plan, picture_plan
from planproof.usecases.workspace import Workspace, find_plan, open_plans


class ArchivedPlan(NamedTuple):
    """``snapshot`` is the last one, of the whole plan: None without git (``has_git``), or where the
    plan's own last one shows the same tree. ``unproven`` are numbers of completed tasks that the
    tree, as it is now, does not show done."""

    plan: Plan
    tasks: tuple[Task, ...]
    snapshot: Snapshot | None
    guards: tuple[GuardReport, ...]
    has_git: bool
    unproven: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()


def archive_plan(
    workspace: Workspace, plan_name: str | None, notes: str, *, guards: bool = True
) -> ArchivedPlan:
    """Take the final snapshot, write the guards, make the plan read-only for ever.

    Guards are written first: where the rest fails they are what they would be the next time. Raises
    RefusedError for a plan that is archived, and where a guard's file holds something else.
    """
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        if plan.status is PlanStatus.ARCHIVED:
            raise RefusedError(
                f"plan {plan.slug} is archived already, and no longer changes",
                fix=f"planproof show {plan.slug}",
            )
        unproven = _unproven(workspace, plan)
        planned = plan_guards(workspace, store, plan) if guards else ()
        written = write_guards(workspace, planned)
        view = _picture(workspace, store, plan)
        with store.transaction(workspace.actor, workspace.now()) as writer:
            snapshot = keep_plan(writer, workspace.repository, plan, view) if view else None
            writer.record_guards(plan, [one.path for one in written if one.path])
            plan = writer.archive_plan(plan, notes)
        return ArchivedPlan(
            plan,
            store.tasks(plan),
            snapshot,
            written,
            has_git=view is not None,
            unproven=unproven,
            left_out=view.left_out if view else (),
        )


def _unproven(workspace: Workspace, plan: Plan) -> tuple[int, ...]:
    """Afterwards nothing could be written down of them."""
    from planproof.usecases.report_status import StatusQuestion, report_status
    from planproof.usecases.status_look import JUDGED

    (found,) = report_status(workspace, plan.slug, StatusQuestion(record=False))
    done = (one for one in found.tasks if one.task.status in JUDGED)
    fine = (Standing.VERIFIED, Standing.PASSES)
    return tuple(one.task.number for one in done if one.standing not in fine)


def _picture(workspace: Workspace, store: PlanStore, plan: Plan) -> PlanPicture | None:
    """The whole tree as it is now; None without git."""
    if workspace.repository is None:
        return None
    with workspace.index() as index:
        return on_working_tree(
            workspace, index, lambda tree: picture_plan(workspace, index, store, plan, tree)
        )
