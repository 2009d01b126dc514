"""“May this change be merged?” Trusts the files of base and head, and no database of plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from planproof.gate.contract import Version
from planproof.gate.objections import in_order, of_judgements
from planproof.gate.verdict import Ends, GateVerdict, Judgement
from planproof.git import commit_tree, require_repository
from planproof.model.tree import Tree
from planproof.plans.status import TaskStatus
from planproof.usecases.gate_contracts import Contracts, HeldContract, Parsed, collect
from planproof.usecases.gate_ends import find_ends
from planproof.usecases.gate_judging import Judge
from planproof.usecases.judge import on_working_tree
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.index import Index
    from planproof.model.evaluation import Evaluation


class GateQuestion(Struct, frozen=True):
    """``base`` and ``head`` as typed; without a head the working tree is judged. ``strict``: lines
    of the baseline that excuse nothing keep the gate shut. ``accepted`` is the digest of a contract
    change that somebody outside of the change accepts. ``today`` is YYYY-MM-DD."""

    today: str
    base: str | None = None
    head: str | None = None
    strict: bool = False
    accepted: str = ""


def gate(workspace: Workspace, question: GateQuestion) -> GateVerdict:
    """Judge the head by the contracts of base and head.

    Raises SpecError for contracts of the head that cannot be read, NotFoundError for revisions that
    are not here, UsageError where nothing tells what changed, GitError without git.
    """
    repository = require_repository(workspace.repository, workspace.root.path)
    ends = find_ends(repository, question.base, question.head, workspace.environment)
    with workspace.index() as index:

        def ask(tree: Tree) -> GateVerdict:
            head = cast("CommitTree | WorkingTree", tree)  # there is a repository
            return _Gate(workspace, index, question, ends, head).verdict()

        if question.head is not None and ends.head is not None:
            return ask(commit_tree(repository, ends.head, memo=index.memo))
        return on_working_tree(workspace, index, ask)


class _Pair(Struct, frozen=True):
    """A contract as the base and as the head have it; one of the two may be missing."""

    before: HeldContract | None
    after: HeldContract | None

    @property
    def is_same(self) -> bool:
        if self.before is None or self.after is None:
            return False
        before, after = self.before.prepared, self.after.prepared
        return before.text == after.text or before.spec.digest == after.spec.digest


class _Gate:
    """One gate over one head."""

    def __init__(
        self,
        workspace: Workspace,
        index: Index,
        question: GateQuestion,
        ends: Ends,
        head: CommitTree | WorkingTree,
    ) -> None:
        self._question = question
        self._ends = ends
        base = _tree_at(workspace, index, ends.base)
        fork = base if ends.fork == ends.base else _tree_at(workspace, index, ends.fork)
        parsed = Parsed()
        self._after = collect(head, parsed)
        self._before = Contracts() if base is None else collect(base, parsed, forgiving=True)
        self._judge = Judge(workspace, index, ends, fork, head)
        self._head = head

    def verdict(self) -> GateVerdict:
        judgements = tuple(one for pair in self._pairs() for one in self._judged(pair))
        objections = in_order(of_judgements(judgements, dict(self._descriptions())))
        return GateVerdict(
            ends=self._ends,
            judgements=judgements,
            objections=objections,
            adopts=bool(self._after.held) and not self._before.held,
            waived=tuple(self._waived()),
            notes=self._after.notes,
        )

    def _pairs(self) -> Iterator[_Pair]:
        before, after = self._before.held, self._after.held
        for id_ in sorted({*before, *after}):
            yield _Pair(before.get(id_), after.get(id_))

    def _judged(self, pair: _Pair) -> Iterator[Judgement]:
        if pair.after is not None and pair.is_same:
            found = self._judge.on_head(pair.after, Version.BOTH)
            yield self._counted(pair.after, Version.BOTH, found)
            return
        if pair.before is not None:
            found = self._judge.on_head(pair.before, Version.BASE)
            yield self._counted(pair.before, Version.BASE, found)
        if pair.after is not None:
            base = self._plan_base(pair.after)
            found = self._judge.on_head(pair.after, Version.HEAD, seen=frozenset(), base=base)
            yield self._counted(pair.after, Version.HEAD, found)

    def _counted(self, held: HeldContract, version: Version, found: Evaluation) -> Judgement:
        return Judgement(held.contract, version, found, tuple(found.violations))

    def _plan_base(self, held: HeldContract) -> str | None:
        plan = self._after.plans.get(held.contract.plan)
        return plan.file.base_commit if plan is not None else None

    def _descriptions(self) -> Iterator[tuple[tuple[str, str], str]]:
        for contracts in (self._before, self._after):
            for held in contracts.held.values():
                for rule in held.prepared.spec.rules:
                    yield (held.contract.id, rule.id), rule.description

    def _waived(self) -> Iterator[str]:
        for slug, plan in sorted(self._after.plans.items()):
            for task in sorted(plan.tasks.values(), key=lambda one: one.number):
                if task.status is TaskStatus.WAIVED:
                    yield f"{slug} {task.number}: {task.title}"


def _tree_at(workspace: Workspace, index: Index, commit: str | None) -> CommitTree | None:
    if commit is None:
        return None
    repository = require_repository(workspace.repository, workspace.root.path)
    return commit_tree(repository, commit, memo=index.memo)
