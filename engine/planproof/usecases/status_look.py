"""One look at one tree, for the tasks of many plans."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from planproof.errors import Diagnostic, UsageError
from planproof.git.commits import held_by
from planproof.index import Index
from planproof.model.evaluation import Verdict
from planproof.model.tree import Tree
from planproof.plans import Plan, PlanStatus, PlanStore, StoredSpec, Task, TaskStatus
from planproof.usecases.find_culprit import Case
from planproof.usecases.judge import Judged, judge_tree
from planproof.usecases.new_suppressions import find_new_suppressions
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.task_spec import evidence_of, refuse_drift
from planproof.usecases.workspace import Workspace

JUDGED = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)
"""What a person was told is done; claims of plan files come beside."""


class Look:
    """All that tasks are judged with, and what git is asked once for all of them."""

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

    def case(self, plan: Plan, task: Task, stored: StoredSpec) -> Case:
        return Case(self._workspace, self._store, self._index, plan, task, stored)

    def judged(self, case: Case) -> Judged:
        """By the version of the spec that is stored, with all that is known of where it was red."""
        prepared = prepare_stored(self._workspace.root, case.stored)
        evidence = evidence_of(self._store, case.plan, case.task, case.stored)
        return judge_tree(self._workspace, self._index, prepared, self._tree, evidence)

    def writes(self, plan: Plan) -> bool:
        return self._record and plan.status is not PlanStatus.ARCHIVED

    @property
    def head(self) -> str | None:
        return self._tree.manifest.revision

    @property
    def is_shallow(self) -> bool:
        """Whether history ends too early for :meth:`holds` to be sure of a no."""
        return self._workspace.repository is not None and self._workspace.repository.is_shallow

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
            if task.status in JUDGED:
                commits.update(self._store.passing_commits(task))
            if task.status is TaskStatus.REGRESSED:
                commits.update(red_commits(self._store, task))
        return held_by(repository, self.head, commits)


def red_commits(store: PlanStore, task: Task) -> tuple[str, ...]:
    """Where a regressed task was last seen red."""
    red = [one for one in store.verifications(task) if one.verdict is Verdict.VIOLATED]
    last = red[-1].commit if red else None
    return () if last is None else (last,)


def rests_on_suppressions(case: Case, judged: Judged) -> bool:
    """Whether it passes only by suppressions that nobody accepted."""
    new = find_new_suppressions(
        case.workspace, case.index, case.store, case.plan, case.task, case.stored,
        judged.evaluation,
    )  # fmt: skip
    return bool(new)


def drift_of(case: Case) -> tuple[Diagnostic, ...]:
    """The stored version is judged whatever the file says; that it says another is told."""
    try:
        return refuse_drift(case.workspace, case.store, case.task, case.stored)
    except UsageError as error:
        return error.diagnostics
