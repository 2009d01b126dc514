"""The enforced specs of a working tree, what they find, and what the baseline knew before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planproof.errors import Diagnostic, UsageError
from planproof.gate.contract import ContractKind, Version
from planproof.gate.verdict import Ends
from planproof.git import Root, commit_tree, require_repository
from planproof.git.below import entries_below
from planproof.model.evaluation import Evaluation
from planproof.model.tree import Tree
from planproof.progress.baseline import Lines, of_contract
from planproof.progress.excuse import AtFork
from planproof.usecases.gate_changes import Change
from planproof.usecases.gate_contracts import OWN, SPECS, Contracts, HeldContract, Parsed, collect
from planproof.usecases.gate_ends import find_ends
from planproof.usecases.gate_judging import Judge
from planproof.usecases.gate_ratchet import baseline_of
from planproof.usecases.prepare import tree_path

if TYPE_CHECKING:
    from planproof.git import CommitTree, Repository, WorkingTree
    from planproof.index import Index
    from planproof.usecases.workspace import Workspace


_HOW = f"put the spec below {SPECS}, and write enforce: true into it"


class BaselineState:
    """``base`` as typed; without one what the gate would take, and else the last commit.

    Raises SpecError for contracts that cannot be read, BaselineError, NotFoundError, GitError.
    """

    def __init__(
        self, workspace: Workspace, index: Index, tree: Tree, base: str | None = None
    ) -> None:
        repository = require_repository(workspace.repository, workspace.root.path)
        head = cast("WorkingTree", tree)  # there is a repository
        self.ends = _ends(repository, base, workspace.environment)
        ends = self.ends
        at_base = _tree(repository, index, ends.base)
        fork = at_base if ends.fork == ends.base else _tree(repository, index, ends.fork)
        parsed = Parsed()
        before = Contracts() if at_base is None else collect(at_base, parsed, forgiving=True)
        self._after, self._before = _enforced(collect(head, parsed)), _enforced(before)
        self.fork_lines = lines_before(fork)
        self._judge = Judge(workspace, index, self.ends, fork, head)
        self._change = Change(repository, fork, head)

    @property
    def specs(self) -> Mapping[str, HeldContract]:
        """The enforced specs of the tree, by path."""
        return self._after

    def is_enforced(self, contract: str) -> bool:
        """Here or at the base, where the gate reads its contracts, too."""
        return contract in self._after or contract in self._before

    def chosen(self, root: Root, directory: Path, typed: Iterable[str]) -> dict[str, HeldContract]:
        """The specs that a person named, all without a name. Raises UsageError for what is none."""
        if not self._after:
            raise UsageError("no spec is enforced here", fix=_HOW, code="not-enforced")
        paths = [tree_path(root, Path(directory, name)) or name for name in typed]
        for path in paths:
            if path not in self._after:
                raise UsageError(f"{path} is not enforced here", fix=_HOW, code="not-enforced")
        return {path: self._after[path] for path in (paths or self._after)}

    def found(self, held: HeldContract) -> Evaluation:
        return self._judge.on_head(held, Version.HEAD)

    def at_fork(self, held: HeldContract) -> AtFork:
        """What the trees knew where the head began."""
        id_ = held.contract.id
        now = self._judge.at_fork(held, Version.HEAD)
        if now is None:
            return AtFork()
        before = self._before.get(id_)
        by_base = None if before is None else self._judge.at_fork(before, Version.BASE)
        return AtFork(
            of_contract(self.fork_lines, id_),
            now.violations,
            () if by_base is None else by_base.violations,
        )

    def renames(self) -> Mapping[str, str]:
        return self._change.renames


def is_judged(evaluation: Evaluation) -> bool:
    """Whether all violations are known: of a rule with violations that looks at a file which could
    not be judged, they are not."""
    return bool(evaluation.rules) and not any(report.is_undecided for report in evaluation.rules)


def problems_of(evaluation: Evaluation) -> tuple[Diagnostic, ...]:
    if not evaluation.rules:
        return (Diagnostic("no-rules", "the spec has no rules", "write rules"),)
    return tuple(problem for report in evaluation.rules for problem in report.problems)


def _ends(repository: Repository, base: str | None, environment: Mapping[str, str]) -> Ends:
    try:
        return find_ends(repository, base, None, environment)
    except UsageError:
        if base is not None:
            raise
        head = repository.head()
        return Ends(head, head, head)


def _tree(repository: Repository, index: Index, commit: str | None) -> CommitTree | None:
    return None if commit is None else commit_tree(repository, commit, memo=index.memo)


def lines_before(fork: CommitTree | None) -> Lines:
    """What nobody can mend any more excuses nothing."""
    own = entries_below(fork, OWN) if fork is not None else {}
    return baseline_of(fork, Contracts(own=own), forgiving=True)


def _enforced(contracts: Contracts) -> dict[str, HeldContract]:
    held = contracts.held
    return {id_: one for id_, one in held.items() if one.contract.kind is ContractKind.SPEC}
