"""Contracts judged on the trees of a change, each pair of contract and tree once."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING

from planproof.gate.contract import Version
from planproof.gate.verdict import Ends
from planproof.usecases.evidence import Evidence
from planproof.usecases.gate_contracts import HeldContract
from planproof.usecases.judge import judge_tree
from planproof.usecases.prepare import Prepared

if TYPE_CHECKING:
    from planproof.evaluate.tree_links import CommonLinks
    from planproof.git import CommitTree, WorkingTree
    from planproof.index import Index
    from planproof.model.evaluation import Evaluation
    from planproof.model.tree import Tree
    from planproof.usecases.workspace import Workspace


class Judge:
    """``head`` is the tree that is to be merged, ``fork`` that of the commit where it began."""

    def __init__(
        self,
        workspace: Workspace,
        index: Index,
        ends: Ends,
        fork: CommitTree | None,
        head: CommitTree | WorkingTree,
    ) -> None:
        self._workspace = workspace
        self._index = index
        self._ends = ends
        self._fork = fork
        self._head = head
        self._fork_is = "fork"
        self._links: dict[str, CommonLinks] = {}
        self._known: dict[tuple[str, str, str, frozenset[str] | None], Evaluation] = {}

    def from_base(self, base: CommitTree | None) -> Judge:
        """The same for a head that had left the base as it is now; nothing is judged twice."""
        other = copy(self)
        other._fork, other._fork_is = base, "base"  # noqa: SLF001 - of the same class
        return other

    def on_head(
        self,
        held: HeldContract,
        version: Version,
        *,
        seen: frozenset[str] | None = None,
        base: str | None = None,
    ) -> Evaluation:
        """``seen`` are the rules that need no proof of red any more, None for all of them; for
        others ``base`` is a commit where red is looked for first, then where the head began."""
        from planproof.git import CommitTree

        return self._judge(
            held, version, self._head, seen, base, of_commit=isinstance(self._head, CommitTree)
        )

    def at_fork(self, held: HeldContract, version: Version) -> Evaluation | None:
        """None where there is no commit yet."""
        if self._fork is None:
            return None
        return self._judge(held, version, self._fork, None, None, of_commit=True)

    def on_earlier(self, held: HeldContract, commit: str) -> Evaluation | None:
        """None for a commit that is not here, or that the base does not descend from."""
        from planproof.errors import NotFoundError
        from planproof.git import commit_tree

        repository, base = self._workspace.repository, self._ends.base
        if repository is None or base is None:
            return None
        try:
            if not repository.is_ancestor(commit, base):
                return None
        except NotFoundError:
            return None
        return self.on_other(held, commit_tree(repository, commit))

    def on_other(self, held: HeldContract, tree: Tree) -> Evaluation:
        """Any other tree; nothing of it is kept."""
        from planproof.evaluate.evaluate import evaluate
        from planproof.usecases.judge import options_for

        seen = frozenset(rule.id for rule in held.prepared.rules)
        options = options_for(self._workspace, held.prepared, Evidence(proven=seen))
        return evaluate(held.prepared.spec, held.prepared.rules, tree, self._index, options)

    def _links_of(self, which: str) -> CommonLinks:
        """What the contracts share that judge one tree: loaded with the first that is not known."""
        from planproof.evaluate.tree_links import CommonLinks

        return self._links.setdefault(which, CommonLinks())

    def _judge(
        self,
        held: HeldContract,
        version: Version,
        tree: CommitTree | WorkingTree,
        seen: frozenset[str] | None,
        base: str | None,
        *,
        of_commit: bool,
    ) -> Evaluation:
        which = self._fork_is if tree is self._fork else "head"
        key = (held.contract.id, held.contract.text, which, seen)
        if key not in self._known:
            prepared = _named(held, version)
            evidence = Evidence(base=self._base(base), proven=seen or frozenset())
            if seen is None:
                evidence = Evidence(proven=frozenset(rule.id for rule in prepared.rules))
            judged = judge_tree(
                self._workspace,
                self._index,
                prepared,
                tree,
                evidence,
                of_commit=of_commit,
                common=partial(self._links_of, which),
            )
            self._known[key] = judged.evaluation
        return self._known[key]

    def _base(self, wanted: str | None) -> str | None:
        """The commit to look for red in: the one that the plan names, if it is here."""
        from planproof.errors import NotFoundError

        if wanted is not None and self._workspace.repository is not None:
            try:
                return self._workspace.repository.resolve(wanted)
            except NotFoundError:
                pass
        return self._ends.fork


def _named(held: HeldContract, version: Version) -> Prepared:
    """What is kept of the base's version must not take the place of the head's."""
    if version is not Version.BASE:
        return held.prepared
    prepared = held.prepared
    return Prepared(prepared.text, f"{prepared.source} (base)", prepared.path)
