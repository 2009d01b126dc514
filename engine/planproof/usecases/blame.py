"""“Who turned it red?”"""

from __future__ import annotations

from typing import NamedTuple

from planproof.errors import RefusedError
from planproof.plans import Plan, Task
from planproof.report.blame import Blame
from planproof.usecases.find_culprit import Case, OnJudged, Question, find_culprit
from planproof.usecases.task_spec import judge_task
from planproof.usecases.workspace import Workspace, find_plan, open_plans


class Blamed(NamedTuple):
    plan: Plan
    task: Task
    blame: Blame


def blame(
    workspace: Workspace,
    plan_name: str | None,
    number: int,
    question: Question,
    on_judged: OnJudged,
) -> Blamed:
    """What turned a task red that was green. Nothing is written down.

    Raises as :func:`find_culprit`, and RefusedError for a task without a spec.
    """
    with open_plans(workspace) as store, workspace.index() as index:
        plan = find_plan(store, plan_name)
        task = store.task(plan, number)
        stored = store.spec(task)
        if stored is None:
            raise RefusedError(
                f"task {number} has no spec, so nothing can be red by it",
                fix=f"planproof update-task {plan.slug} {number} --spec FILE",
            )
        now = judge_task(workspace, index, store, plan, task, stored)
        case = Case(workspace, store, index, plan, task, stored)
        return Blamed(plan, task, find_culprit(case, now, question, on_judged))
