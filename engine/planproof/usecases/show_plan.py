"""“How does the plan stand?”"""

from __future__ import annotations

from typing import NamedTuple

from planproof.plans import AcceptedSuppression, Plan, PlanStatus, Task, TaskStatus, Verification
from planproof.usecases.workspace import Workspace, find_plan, open_plans


class PlanView(NamedTuple):
    """A plan with its tasks by number, and by number too the latest verification of each that has
    one, and the suppressions that were accepted for it."""

    plan: Plan
    tasks: tuple[Task, ...]
    verifications: tuple[tuple[int, Verification], ...] = ()
    accepted: tuple[tuple[int, tuple[AcceptedSuppression, ...]], ...] = ()


def show_plan(workspace: Workspace, plan_name: str | None) -> PlanView:
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        latest = store.latest_verifications(plan)
        tasks = store.tasks(plan)
        accepted = ((task.number, store.accepted_suppressions(task)) for task in tasks)
        return PlanView(
            plan, tasks, tuple(sorted(latest.items())), tuple(one for one in accepted if one[1])
        )


def list_plans(workspace: Workspace, status: PlanStatus | None = None) -> tuple[PlanView, ...]:
    with open_plans(workspace) as store:
        return tuple(PlanView(plan, store.tasks(plan)) for plan in store.plans(status))


def open_tasks(view: PlanView) -> tuple[Task, ...]:
    """Those that still wait for something."""
    return tuple(
        task for task in view.tasks if task.status.is_open or task.status is TaskStatus.BLOCKED
    )
