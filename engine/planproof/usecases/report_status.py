"""“What is true of this tree?”"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from planproof.errors import Diagnostic, GitError, UsageError
from planproof.git.commits import held_by
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Verdict
from planproof.model.tree import Tree
from planproof.plans import Plan, PlanStatus, PlanStore, Refusal, Task, TaskStatus
from planproof.plans.transitions import after_verification
from planproof.report.blame import Culprit
from planproof.report.status import PlanStanding, Standing, TaskStanding
from planproof.usecases.find_culprit import Case, Question, find_culprit
from planproof.usecases.judge import Judged, judge_tree, on_working_tree
from planproof.usecases.kept_culprits import KeptCulprit
from planproof.usecases.new_suppressions import find_new_suppressions
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.take_snapshot import picture, remember
from planproof.usecases.verify_task import (
    TaskVerification,
    evidence_of,
    refuse_drift,
    write_down,
)
from planproof.usecases.workspace import Workspace, open_plans

_JUDGED = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)


class StatusQuestion(NamedTuple):
    """``record`` writes down what became of tasks; ``archived`` looks at archived plans, too, in
    which nothing can be written."""

    record: bool = True
    archived: bool = False


def report_status(
    workspace: Workspace, plan_name: str | None, question: StatusQuestion
) -> tuple[PlanStanding, ...]:
    """Judge every completed or regressed task again, by one tree.

    A completed task that went red here becomes regressed, a regressed one that is green again
    completed, each with its verification. Where no status moves nothing is written, but once: that
    a task completed on another branch is green here.
    """
    with open_plans(workspace) as store, workspace.index() as index:
        plans = _plans(store, plan_name, archived=question.archived)

        def ask(tree: Tree) -> tuple[PlanStanding, ...]:
            look = _Look(workspace, store, index, tree, plans, record=question.record)
            return tuple(look.at_plan(plan) for plan in plans)

        return on_working_tree(workspace, index, ask)


def _plans(store: PlanStore, plan_name: str | None, *, archived: bool) -> tuple[Plan, ...]:
    if plan_name is not None:
        return (store.plan(plan_name),)
    every = store.plans()
    return tuple(one for one in every if archived or one.status is not PlanStatus.ARCHIVED)


class _Look:
    """One look at one tree, for the tasks of all plans."""

    def __init__(
        self,
        workspace: Workspace,
        store: PlanStore,
        index: Index,
        tree: Tree,
        plans: Iterable[Plan],
        *,
        record: bool,
    ) -> None:
        self._workspace = workspace
        self._store = store
        self._index = index
        self._tree = tree
        self._plans = tuple(plans)
        self._record = record

    def at_plan(self, plan: Plan) -> PlanStanding:
        found = tuple(self._at_task(plan, task) for task in self._store.tasks(plan))
        return PlanStanding(self._store.plan(plan.slug), found)

    def _at_task(self, plan: Plan, task: Task) -> TaskStanding:
        stored = self._store.spec(task)
        if task.status not in _JUDGED or stored is None:
            return TaskStanding(task, Standing.OPEN, task.status)
        case = Case(self._workspace, self._store, self._index, plan, task, stored)
        return _TaskLook(self, case, self._judged(case)).told()

    def _judged(self, case: Case) -> Judged:
        prepared = prepare_stored(self._workspace.root, case.stored)
        evidence = evidence_of(self._store, case.plan, case.task, case.stored)
        return judge_tree(self._workspace, self._index, prepared, self._tree, evidence)

    def writes(self, plan: Plan) -> bool:
        return self._record and plan.status is not PlanStatus.ARCHIVED

    @property
    def head(self) -> str | None:
        return self._tree.manifest.revision

    def holds(self, commits: tuple[str, ...]) -> bool:
        """Whether HEAD descends from one of them, all of which are of judged tasks; also where
        there are none, or no history."""
        if self._workspace.repository is None or not commits or self.head in commits:
            return True
        return not self._held.isdisjoint(commits)

    @cached_property
    def _held(self) -> frozenset[str]:
        """Of all commits that matter to any task, those that HEAD descends from: asked at once."""
        repository = self._workspace.repository
        if repository is None or self.head is None:
            return frozenset()
        tasks = (task for plan in self._plans for task in self._store.tasks(plan))
        commits: set[str] = set()
        for task in tasks:
            if task.status in _JUDGED:
                commits.update(self._store.passing_commits(task))
            if task.status is TaskStatus.REGRESSED:
                commits.update(red_commits(self._store, task))
        return held_by(repository, self.head, commits)


class _TaskLook:
    """One task by the tree."""

    def __init__(self, look: _Look, case: Case, judged: Judged) -> None:
        self._look = look
        self._case = case
        self._judged = judged
        self._evaluation: Evaluation = judged.evaluation

    def told(self) -> TaskStanding:
        task, standing = self._case.task, self._standing
        remarks, moved = self._remarks(), task
        troubles: tuple[Diagnostic, ...] = ()
        if self._is_news and self._look.writes(self._case.plan):
            moved, more, troubles = self._written_down()
            remarks = (*remarks, *more)
        culprit = None
        if standing is Standing.RED:
            culprit, more = self._culprit()
            remarks = (*remarks, *more)
        return TaskStanding(
            moved, standing, task.status, self._evaluation, culprit, remarks, self._drift(),
            troubles,
        )  # fmt: skip

    @cached_property
    def _standing(self) -> Standing:
        if self._suppressions:
            return Standing.SUPPRESSED
        verdict = self._evaluation.verdict
        if verdict is Verdict.INDETERMINATE:
            return Standing.NO_VERDICT
        if verdict is Verdict.VIOLATED:
            return Standing.RED if self._done_here else Standing.ELSEWHERE
        store, task = self._case.store, self._case.task
        same = store.find_verification(task, self._evaluation.scope_digest)
        known = same is not None and same.verdict is Verdict.PASSED
        return Standing.VERIFIED if known else Standing.PASSES

    @cached_property
    def _suppressions(self) -> bool:
        case = self._case
        new = find_new_suppressions(
            case.workspace, case.index, case.store, case.plan, case.task, case.stored,
            self._evaluation,
        )  # fmt: skip
        return bool(new)

    @cached_property
    def _done_here(self) -> bool:
        return self._look.holds(self._case.store.passing_commits(self._case.task))

    @property
    def _is_news(self) -> bool:
        """Whether there is something to write down."""
        status = self._case.task.status
        if self._standing is Standing.RED:
            return status is TaskStatus.COMPLETED
        if self._standing not in (Standing.VERIFIED, Standing.PASSES):
            return False
        if status is TaskStatus.REGRESSED:
            return self._regressed_here and self._refusal is None
        return not self._done_here

    @cached_property
    def _regressed_here(self) -> bool:
        return self._look.holds(red_commits(self._case.store, self._case.task))

    @cached_property
    def _refusal(self) -> Refusal | None:
        standing = self._case.store.standing(self._case.task)
        outcome = after_verification(standing, Verdict.PASSED)
        return outcome if isinstance(outcome, Refusal) else None

    def _remarks(self) -> tuple[str, ...]:
        is_green = self._standing in (Standing.VERIFIED, Standing.PASSES)
        if not is_green or self._case.task.status is not TaskStatus.REGRESSED:
            return ()
        if not self._regressed_here:
            return ("it is green on this branch; it regressed on another",)
        return () if self._refusal is None else (self._refusal.message,)

    def _written_down(self) -> tuple[Task, tuple[str, ...], tuple[Diagnostic, ...]]:
        """The task as it is then, what else to say of it, and what went wrong."""
        try:
            done = self._verification()
        except GitError as error:  # where git's folder cannot be written, the verdict still stands
            return self._case.task, (), error.diagnostics
        if done.trouble is not None:
            return self._case.task, (), (done.trouble,)
        refused = (done.outcome.message,) if isinstance(done.outcome, Refusal) else ()
        return done.task, refused, ()

    def _verification(self) -> TaskVerification:
        case, index = self._case, self._case.index
        view = picture(case.workspace, index, case.store, case.plan, case.task, self._judged)
        found = TaskVerification(
            plan=case.plan,
            task=case.task,
            evaluation=self._evaluation._replace(violations=view.carried),
            counts=view.counts if view.previous is not None else None,
            outcome=None,
            snapshot=None,
        )
        done = write_down(case.workspace, case.store, found, view)
        remember(index, case.plan, case.task, done.snapshot, view)
        return done

    def _culprit(self) -> tuple[Culprit | None, tuple[str, ...]]:
        """Who did it, and if nobody can tell, why not."""
        case = self._case
        kept = KeptCulprit(case, self._look.head)
        known = kept.recall()
        if known is not None:
            return known, ()
        try:
            culprit = find_culprit(case, self._judged, Question()).culprit
        except (UsageError, GitError) as error:
            return None, (f"no commit can be named: {error.diagnostics[0].message}",)
        kept.keep(culprit)
        return culprit, ()

    def _drift(self) -> tuple[Diagnostic, ...]:
        """The stored version is judged whatever the file says; that it says another is told."""
        case = self._case
        try:
            return refuse_drift(case.workspace, case.store, case.task, case.stored)
        except UsageError as error:
            return error.diagnostics


def red_commits(store: PlanStore, task: Task) -> tuple[str, ...]:
    """Where a regressed task was last seen red."""
    red = [one for one in store.verifications(task) if one.verdict is Verdict.VIOLATED]
    last = red[-1].commit if red else None
    return () if last is None else (last,)
