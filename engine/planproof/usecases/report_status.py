"""“What is true of this tree?”"""

from __future__ import annotations

from msgspec import Struct

from planproof.index import Index
from planproof.model.evaluation import Evaluation, Verdict
from planproof.model.tree import Tree
from planproof.plans import Plan, PlanStatus, PlanStore, StoredSpec, Task, TaskStatus
from planproof.report.status import PlanStanding, Standing, TaskStanding
from planproof.usecases.judge import judge_tree, on_working_tree
from planproof.usecases.new_suppressions import find_new_suppressions
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.verify_task import evidence_of, was_done_here
from planproof.usecases.workspace import Workspace, open_plans


def report_status(workspace: Workspace, plan_name: str | None) -> tuple[PlanStanding, ...]:
    """Judge every completed or regressed task again, by one tree, without changing anything."""
    with open_plans(workspace) as store, workspace.index() as index:
        plans = _plans(store, plan_name)

        def ask(tree: Tree) -> tuple[PlanStanding, ...]:
            judge = _Judge(workspace, store, index, tree)
            return tuple(judge.plan(plan) for plan in plans)

        return on_working_tree(workspace, index, ask)


def _plans(store: PlanStore, plan_name: str | None) -> tuple[Plan, ...]:
    if plan_name is not None:
        return (store.plan(plan_name),)
    return tuple(plan for plan in store.plans() if plan.status is not PlanStatus.ARCHIVED)


class _Judge(Struct, frozen=True):
    """One tree, for the tasks of all plans."""

    workspace: Workspace
    store: PlanStore
    index: Index
    tree: Tree

    def plan(self, plan: Plan) -> PlanStanding:
        tasks = self.store.tasks(plan)
        return PlanStanding(plan, tuple(self._task(plan, task) for task in tasks))

    def _task(self, plan: Plan, task: Task) -> TaskStanding:
        stored = self.store.spec(task)
        if task.status not in (TaskStatus.COMPLETED, TaskStatus.REGRESSED) or stored is None:
            return TaskStanding(task, Standing.OPEN)
        evaluation = self._evaluate(plan, task, stored)
        standing = self._standing(task, evaluation)
        if self._rests_on_suppressions(plan, task, stored, evaluation):
            standing = Standing.SUPPRESSED
        return TaskStanding(task, standing, len(evaluation.violations))

    def _rests_on_suppressions(
        self, plan: Plan, task: Task, stored: StoredSpec, evaluation: Evaluation
    ) -> bool:
        new = find_new_suppressions(
            self.workspace, self.index, self.store, plan, task, stored, evaluation
        )
        return bool(new)

    def _evaluate(self, plan: Plan, task: Task, stored: StoredSpec) -> Evaluation:
        prepared = prepare_stored(self.workspace.root, stored)
        evidence = evidence_of(self.store, plan, task, stored)
        return judge_tree(self.workspace, self.index, prepared, self.tree, evidence).evaluation

    def _standing(self, task: Task, evaluation: Evaluation) -> Standing:
        if evaluation.verdict is Verdict.INDETERMINATE:
            return Standing.NO_VERDICT
        if evaluation.verdict is Verdict.VIOLATED:
            head = self.tree.manifest.revision
            here = was_done_here(self.workspace.repository, head, self.store, task)
            return Standing.RED if here else Standing.ELSEWHERE
        same = self.store.find_verification(task, evaluation.scope_digest)
        known = same is not None and same.verdict is Verdict.PASSED
        return Standing.VERIFIED if known else Standing.PASSES
