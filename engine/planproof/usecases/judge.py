"""A tree under judgement: the one way from rules to an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from planproof import _version
from planproof.errors import NotFoundError, TreeChangedError
from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.git import Repository, commit_tree, require_repository, working_tree
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Witness
from planproof.model.tree import Entry, Manifest, Tree
from planproof.usecases.prepare import Prepared
from planproof.usecases.workspace import Workspace

_ATTEMPTS = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known from before: where rules were seen red.

    ``base`` is a commit; one that is not in this clone, as in a shallow one, proves nothing.
    """

    base: str | None = None
    proven: frozenset[str] = frozenset()
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """An evaluation and the very tree that was judged."""

    evaluation: Evaluation
    tree: Tree


def judge_now(workspace: Workspace, index: Index, prepared: Prepared, evidence: Evidence) -> Judged:
    """Judge the working tree. What changes meanwhile is looked at again, three times at most.

    Raises TreeChangedError when the files never rest.
    """
    options = options_for(workspace, prepared, evidence)
    return on_working_tree(workspace, index, lambda tree: _judge(prepared, tree, index, options))


def on_working_tree(workspace: Workspace, index: Index, ask: Callable[[Tree], T]) -> T:
    """What ``ask`` says of the working tree; asked again, three times at most, if it changes."""
    for attempt in range(_ATTEMPTS):
        tree = _working_tree(workspace, index, attempt)
        try:
            return ask(tree)
        except TreeChangedError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def judge_tree(
    workspace: Workspace, index: Index, prepared: Prepared, tree: Tree, evidence: Evidence
) -> Judged:
    """Judge a tree that is there already, such as one that several specs share."""
    return _judge(prepared, tree, index, options_for(workspace, prepared, evidence))


def _working_tree(workspace: Workspace, index: Index, attempt: int) -> Tree:
    """What the first attempt takes on trust to save time, the later ones look at again."""
    cache = None if attempt == _ATTEMPTS - 1 else index.stat_cache
    memo = None if attempt == _ATTEMPTS - 1 else index.memo
    return working_tree(workspace.root, cache, memo=memo, trust_index=attempt == 0)


def judge_at(
    workspace: Workspace, index: Index, prepared: Prepared, revision: str, evidence: Evidence
) -> Judged:
    """Judge any commit, without a checkout. Raises NotFoundError for one that is not here."""
    repository = require_repository(workspace.repository, workspace.root.path)
    tree = commit_tree(repository, revision, memo=index.memo)
    return judge_tree(workspace, index, prepared, tree, evidence)


def options_for(workspace: Workspace, prepared: Prepared, evidence: Evidence) -> Options:
    return Options(
        engine=_version.__version__,
        base=_base_tree(workspace, evidence.base),
        proven=evidence.proven,
        witnesses=evidence.witnesses,
        spec_path=prepared.path,
    )


def _judge(prepared: Prepared, tree: Tree, index: Index, options: Options) -> Judged:
    return Judged(evaluate(prepared.spec, prepared.rules, tree, index, options), tree)


def _base_tree(workspace: Workspace, base: str | None) -> Tree | None:
    """The tree of the base, if its commit is here. It is only listed when somebody looks."""
    if base is None or workspace.repository is None:
        return None
    try:
        return BaseTree(workspace.repository, workspace.repository.resolve(base))
    except NotFoundError:
        return None


@dataclass(frozen=True)
class BaseTree:
    """A commit's tree that costs nothing until it is needed: mostly it is not."""

    repository: Repository
    commit: str

    @cached_property
    def _tree(self) -> Tree:
        return commit_tree(self.repository, self.commit)

    @property
    def manifest(self) -> Manifest:
        return self._tree.manifest

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        return self._tree.read(entries)

    def size(self, entry: Entry) -> int | None:
        return self._tree.size(entry)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        return self._tree.stream(entry)
