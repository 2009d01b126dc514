"""“May this change be merged?” Trusts the files of base and head, and no database of plans."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import Diagnostic
from planproof.gate.contract import Version
from planproof.gate.objections import in_order, of_judgements, of_stale, of_weakenings
from planproof.gate.verdict import ContractChange, Ends, GateVerdict, Judgement
from planproof.gate.weakenings import change_of
from planproof.git import commit_tree, require_repository
from planproof.git.below import entries_below
from planproof.model.tree import Tree
from planproof.plans.status import TaskStatus
from planproof.progress.baseline import BaselineLine, Lines
from planproof.progress.excuse import Excused
from planproof.usecases.gate_acceptance import settled_change
from planproof.usecases.gate_changes import Change
from planproof.usecases.gate_contracts import (
    OWN,
    Contracts,
    HeldContract,
    Parsed,
    collect,
)
from planproof.usecases.gate_ends import find_ends
from planproof.usecases.gate_judging import Judge
from planproof.usecases.gate_later import Later
from planproof.usecases.gate_pairs import Pair, pairs_of
from planproof.usecases.gate_policies import broken_policies
from planproof.usecases.gate_ratchet import Ratchet, baseline_of, expired_notes
from planproof.usecases.gate_weakenings import Weakenings
from planproof.usecases.judge import on_working_tree
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.index import Index
    from planproof.model.evaluation import Evaluation


class GateQuestion(Struct, frozen=True):
    """``base`` and ``head`` as typed; without a head the working tree is judged. ``strict``: lines
    of the baseline that excuse nothing keep the gate shut. ``accepted`` is the digest of a contract
    change that somebody outside of the change accepts. ``today`` is YYYY-MM-DD. ``fresh`` believes
    no index from before: whoever can write one can forge what is kept in it."""

    today: str
    base: str | None = None
    head: str | None = None
    strict: bool = False
    accepted: str = ""
    fresh: bool = False


def gate(workspace: Workspace, question: GateQuestion) -> GateVerdict:
    """Judge the head by the contracts of base and head.

    Raises SpecError for contracts of the head that cannot be read, NotFoundError for revisions that
    are not here, UsageError where nothing tells what changed, GitError without git.
    """
    repository = require_repository(workspace.repository, workspace.root.path)
    ends = find_ends(repository, question.base, question.head, workspace.environment)
    with _index(workspace, fresh=question.fresh) as index:

        def ask(tree: Tree) -> GateVerdict:
            head = cast("CommitTree | WorkingTree", tree)  # there is a repository
            with _trees_of(workspace, index, ends, head) as trees:
                return _Gate(workspace, index, question, ends, trees).verdict()

        if question.head is not None and ends.head is not None:
            return ask(commit_tree(repository, ends.head, memo=index.memo))
        return on_working_tree(workspace, index, ask)


Notes = tuple[Diagnostic, ...]


class _Trees(Struct, frozen=True):
    """``fork`` is the commit that the head left; None, like ``base``, before a first commit."""

    head: CommitTree | WorkingTree
    base: CommitTree | None
    fork: CommitTree | None


class _Counted(Struct, frozen=True):
    judgement: Judgement
    excused: Excused


class _Gate:
    """One gate over one head."""

    def __init__(
        self, workspace: Workspace, index: Index, question: GateQuestion, ends: Ends, trees: _Trees
    ) -> None:
        self._question = question
        self._ends = ends
        self._trees = trees
        parsed = Parsed()
        self._after = collect(trees.head, parsed)
        self._before = _contracts(trees.base, parsed)
        self._pairs = pairs_of(self._before, self._after)
        self._repository = require_repository(workspace.repository, workspace.root.path)
        self._change = Change(self._repository, trees.fork, trees.head)
        self._judge = Judge(workspace, index, ends, trees.fork, trees.head)
        self._later = self._look_later()
        self._weakenings = Weakenings(
            self._pairs,
            self._before,
            self._after,
            trees.base,
            trees.head,
            self._judge,
            self._change,
            self._later,
        )
        self._ratchet = self._ratchet_since(self._judge, self._change, self._lines_at_fork)

    def verdict(self) -> GateVerdict:
        counted = self._all_counted(accepted=False)
        change, notes = self._contract_change(counted)
        accepted = bool(change.accepted_by)
        if accepted:
            counted = self._all_counted(accepted=True)
        judgements = tuple(one.judgement for one in counted)
        stale = tuple(self._stale(counted))
        objections = (
            *of_judgements(judgements, dict(self._descriptions())),
            *of_weakenings(change),
            *broken_policies(
                self._before,
                self._after,
                self._judge,
                self._change,
                accepted=accepted,
                later=self._later,
            ),
            *(of_stale(stale) if self._question.strict else ()),
        )
        return GateVerdict(
            ends=replace(self._ends, dirty=self._is_dirty),
            judgements=judgements,
            objections=in_order(objections),
            change=change,
            stale=tuple(one.label for one in stale),
            adopts=bool(self._after.held) and not self._before.held,
            waived=tuple(self._waived()),
            notes=(*self._after.notes, *self._expired(counted), *notes),
        )

    def _look_later(self) -> Later | None:
        """None where the head left the base as it is now."""
        base = self._trees.base
        if base is self._trees.fork:
            return None
        change = Change(self._repository, base, self._trees.head)
        return Later(self._judge.from_base(base), change, self._change)

    def _ratchet_since(self, judge: Judge, change: Change, lines: Lines) -> Ratchet:
        today = self._question.today
        return Ratchet(judge, change, self._lines, lines, today, self._before, self._weakenings)

    @cached_property
    def _ratchet_later(self) -> Ratchet | None:
        if self._later is None:
            return None
        lines = baseline_of(self._trees.base, self._before, forgiving=True)
        return self._ratchet_since(self._later.judge, self._later.change, lines)

    @property
    def _is_dirty(self) -> bool:
        """Whether a working tree was judged that is not as its commit."""
        commit = self._ends.head
        if self._question.head is not None or commit is None:
            return False
        fork = self._trees.fork
        committed = fork if commit == self._ends.fork else None
        if committed is None:
            committed = commit_tree(self._repository, commit)
        return bool(Change(self._repository, committed, self._trees.head).paths)

    def _contract_change(self, counted: list[_Counted]) -> tuple[ContractChange, Notes]:
        grown = {one.line: one for each in counted for one in each.excused.grown}
        change = change_of(self._weakenings.all(grown.values()))
        head, base = (self._trees.head, self._after), (self._trees.base, self._before)
        return settled_change(change, self._question.accepted, head, base)

    def _all_counted(self, *, accepted: bool) -> list[_Counted]:
        return [one for pair in self._pairs for one in self._counted(pair, accepted=accepted)]

    def _counted(self, pair: Pair, *, accepted: bool) -> Iterator[_Counted]:
        weaker = pair.id in self._weakenings.losses
        for held, version in pair.versions(weaker=weaker, accepted=accepted):
            found = self._evaluation(pair, held, version)
            excused = self._excused(pair, held, version, found, accepted=accepted)
            judgement = Judgement(held.contract, version, found, excused.counted, excused.tolerated)
            yield _Counted(judgement, excused)

    def _excused(
        self, pair: Pair, held: HeldContract, version: Version, found: Evaluation, *, accepted: bool
    ) -> Excused:
        first = self._ratchet.excused(pair, held, version, found, accepted=accepted)
        later, ratchet = self._later, self._ratchet_later
        if later is None or ratchet is None or not later.is_touched(first.tolerated):
            return first
        second = ratchet.excused(pair, held, version, found, accepted=accepted)
        return later.settled(found.violations, first, second)

    def _evaluation(self, pair: Pair, held: HeldContract, version: Version) -> Evaluation:
        if version is Version.BASE:
            return self._judge.on_head(held, version)
        base = self._plan_base(held)
        return self._judge.on_head(held, version, seen=pair.seen, base=base)

    @cached_property
    def _lines(self) -> Lines:
        return baseline_of(self._trees.head, self._after)

    @cached_property
    def _lines_at_fork(self) -> Lines:
        fork = self._trees.fork
        if fork is self._trees.base:
            return baseline_of(fork, self._before, forgiving=True)
        own = entries_below(fork, OWN) if fork is not None else {}
        return baseline_of(fork, Contracts(own=own), forgiving=True)

    def _stale(self, counted: list[_Counted]) -> Iterator[BaselineLine]:
        """Of a contract in two versions, what neither has a use for."""
        by_contract: dict[str, list[set[BaselineLine]]] = {}
        for one in counted:
            stale = {*one.excused.stale}
            by_contract.setdefault(one.judgement.contract.id, []).append(stale)
        enforced = [pair.id for pair in self._pairs if pair.is_spec and pair.after is not None]
        useless = {*self._ratchet.orphans(enforced)}
        for each in by_contract.values():
            useless |= set.intersection(*each)
        yield from (line for line in self._lines if line in useless)

    def _expired(self, counted: list[_Counted]) -> Iterator[Diagnostic]:
        yield from expired_notes({line: None for one in counted for line in one.excused.expired})

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


@contextmanager
def _index(workspace: Workspace, *, fresh: bool) -> Iterator[Index]:
    if not fresh:
        with workspace.index() as index:
            yield index
        return
    from planproof.index import Index

    with (
        TemporaryDirectory(prefix="planproof-") as folder,
        Index.open(Path(folder) / "index.db") as index,
    ):
        yield index


def _contracts(tree: CommitTree | None, parsed: Parsed) -> Contracts:
    return Contracts() if tree is None else collect(tree, parsed, forgiving=True)


@contextmanager
def _trees_of(
    workspace: Workspace, index: Index, ends: Ends, head: CommitTree | WorkingTree
) -> Iterator[_Trees]:
    """Their processes end with the block, not whenever nobody holds them any more."""
    from planproof.git import CommitTree

    base = _tree_at(workspace, index, ends.base)
    fork = base if ends.fork == ends.base else _tree_at(workspace, index, ends.fork)
    with ExitStack() as stack:
        for tree in (head, base, fork):
            if isinstance(tree, CommitTree):
                stack.push(tree.store)
        yield _Trees(head, base, fork)


def _tree_at(workspace: Workspace, index: Index, commit: str | None) -> CommitTree | None:
    if commit is None:
        return None
    repository = require_repository(workspace.repository, workspace.root.path)
    return commit_tree(repository, commit, memo=index.memo)
