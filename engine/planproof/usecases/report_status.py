"""“What is true of this tree?”"""

from __future__ import annotations

from planproof.index import Index
from planproof.model.evaluation import Verdict
from planproof.plans import Plan, PlanStatus, PlanStore, Task, TaskStatus
from planproof.report.status import PlanStanding, Standing, TaskStanding
from planproof.usecases.verify_task import judge_task, was_done_here
from planproof.usecases.workspace import Workspace, open_plans


def report_status(workspace: Workspace, plan_name: str | None) -> tuple[PlanStanding, ...]:
    """Judge every completed or regressed task again, without changing anything."""
    with open_plans(workspace) as store, workspace.index() as index:
        plans = _plans(store, plan_name)
        return tuple(_plan_standing(workspace, store, index, plan) for plan in plans)


def _plans(store: PlanStore, plan_name: str | None) -> tuple[Plan, ...]:
    if plan_name is not None:
        return (store.plan(plan_name),)
    return tuple(plan for plan in store.plans() if plan.status is not PlanStatus.ARCHIVED)


def _plan_standing(
    workspace: Workspace, store: PlanStore, index: Index, plan: Plan
) -> PlanStanding:
    tasks = store.tasks(plan)
    return PlanStanding(
        plan, tuple(_standing(workspace, store, index, plan, task) for task in tasks)
    )


def _standing(
    workspace: Workspace, store: PlanStore, index: Index, plan: Plan, task: Task
) -> TaskStanding:
    stored = store.spec(task)
    if task.status not in (TaskStatus.COMPLETED, TaskStatus.REGRESSED) or stored is None:
        return TaskStanding(task, Standing.OPEN, 0)
    evaluation = judge_task(workspace, index, store, plan, task, stored).evaluation
    count = len(evaluation.violations)
    if evaluation.verdict is Verdict.INDETERMINATE:
        return TaskStanding(task, Standing.NO_VERDICT, count)
    if evaluation.verdict is Verdict.VIOLATED:
        here = was_done_here(workspace.repository, store, task)
        return TaskStanding(task, Standing.RED if here else Standing.ELSEWHERE, count)
    same = store.find_verification(task, evaluation.scope_digest)
    known = same is not None and same.verdict is Verdict.PASSED
    return TaskStanding(task, Standing.VERIFIED if known else Standing.PASSES, count)
