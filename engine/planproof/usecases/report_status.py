"""“What is true of this tree?”"""

from __future__ import annotations

from typing import NamedTuple

from planproof.model.tree import Tree
from planproof.plans import Plan, PlanStatus, PlanStore, Task, open_claim
from planproof.report.status import PlanStanding, Standing, TaskStanding
from planproof.usecases.judge import on_working_tree
from planproof.usecases.status_look import JUDGED, Look
from planproof.usecases.status_of_claim import look_at_claim
from planproof.usecases.status_of_done import DoneLook
from planproof.usecases.workspace import Workspace, open_plans


class StatusQuestion(NamedTuple):
    """``record`` writes down what became of tasks; ``archived`` looks at archived plans, too, in
    which nothing can be written."""

    record: bool = True
    archived: bool = False


def report_status(
    workspace: Workspace, plan_name: str | None, question: StatusQuestion
) -> tuple[PlanStanding, ...]:
    """Judge every completed or regressed task again, by one tree, and every completion that only a
    plan file claims.

    A completed task that went red here becomes regressed, a regressed one that is green again
    completed, each with its verification. Where no status moves nothing is written, but once: that
    a task completed on another branch is green here.
    """
    with open_plans(workspace) as store, workspace.index() as index:
        plans = _plans(store, plan_name, archived=question.archived)

        def ask(tree: Tree) -> tuple[PlanStanding, ...]:
            look = Look(workspace, store, index, tree, plans, record=question.record)
            return tuple(_at_plan(store, look, plan) for plan in plans)

        return on_working_tree(workspace, index, ask)


def _plans(store: PlanStore, plan_name: str | None, *, archived: bool) -> tuple[Plan, ...]:
    if plan_name is not None:
        return (store.plan(plan_name),)
    every = store.plans()
    return tuple(one for one in every if archived or one.status is not PlanStatus.ARCHIVED)


def _at_plan(store: PlanStore, look: Look, plan: Plan) -> PlanStanding:
    found = tuple(_at_task(store, look, plan, task) for task in store.tasks(plan))
    return PlanStanding(store.plan(plan.slug), found)


def _at_task(store: PlanStore, look: Look, plan: Plan, task: Task) -> TaskStanding:
    is_done, is_claimed = task.status in JUDGED, open_claim(task) is not None
    stored = store.spec(task) if is_done or is_claimed else None
    if stored is None:
        return TaskStanding(task, Standing.OPEN, task.status)
    case = look.case(plan, task, stored)
    judged = look.judged(case)
    return DoneLook(look, case, judged).told() if is_done else look_at_claim(case, judged)
