"""A tree under judgement: the one way from rules to an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from planproof import _version
from planproof.errors import NotFoundError, TreeChangedError
from planproof.evaluate.options import Options
from planproof.git import require_repository, working_tree
from planproof.usecases.evidence import Evidence
from planproof.usecases.kept_verdicts import keep_results, kept_verdict
from planproof.usecases.prepare import Prepared

if TYPE_CHECKING:
    from planproof.evaluate.series import Common
    from planproof.evaluate.tree_links import CommonLinks
    from planproof.git import Repository
    from planproof.index import Index
    from planproof.model.evaluation import Evaluation, Summary
    from planproof.model.tree import Entry, Manifest, Tree
    from planproof.usecases.workspace import Workspace

_ATTEMPTS = 3

T = TypeVar("T")


class Judged(NamedTuple):
    """An evaluation and the very tree that was judged."""

    evaluation: Evaluation
    tree: Tree


def judge_now(workspace: Workspace, index: Index, prepared: Prepared, evidence: Evidence) -> Judged:
    """Judge the working tree. What changes meanwhile is looked at again, three times at most.

    Raises TreeChangedError when the files never rest.
    """

    def ask(tree: Tree) -> Judged:
        return judge_tree(workspace, index, prepared, tree, evidence)

    return on_working_tree(workspace, index, ask)


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
    workspace: Workspace,
    index: Index,
    prepared: Prepared,
    tree: Tree,
    evidence: Evidence,
    *,
    of_commit: bool = False,
    common: Callable[[], CommonLinks] | None = None,
) -> Judged:
    """Judge a tree that is there already, such as one that several specs share; ``of_commit`` says
    that it is not the working tree, ``common`` gives what specs share that judge it one after the
    other. What was judged before is only recalled."""
    question = resolved(workspace, evidence)
    kept = kept_verdict(prepared, tree.manifest.mark, question, of_commit=of_commit)
    known = kept.recall(index) if kept is not None else None
    if known is not None:
        return Judged(known, tree)
    from planproof.evaluate.evaluate import evaluate

    options = _options(workspace, prepared, question, of_commit=of_commit)
    links = common() if common is not None else None
    evaluation = evaluate(prepared.spec, prepared.rules, tree, index, options, links)
    if kept is not None:
        kept.keep(index, evaluation)
    return Judged(evaluation, tree)


def resolved(workspace: Workspace, evidence: Evidence) -> Evidence:
    """The same with the id of the base; without one where its commit is not here."""
    if evidence.base is None:
        return evidence
    if workspace.repository is None:
        return evidence._replace(base=None)
    if evidence.base not in workspace.bases:
        workspace.bases[evidence.base] = _found(workspace.repository, evidence.base)
    return evidence._replace(base=workspace.bases[evidence.base])


def _found(repository: Repository, revision: str) -> str | None:
    try:
        return repository.resolve(revision)
    except NotFoundError:
        return None


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
    from planproof.git import commit_tree

    tree = commit_tree(repository, revision, memo=index.memo)
    return judge_tree(workspace, index, prepared, tree, evidence, of_commit=True)


def options_for(workspace: Workspace, prepared: Prepared, evidence: Evidence) -> Options:
    """What an evaluation that is not kept is given."""
    options = _options(workspace, prepared, resolved(workspace, evidence), of_commit=False)
    return options._replace(keep=None)


class Following:
    """Judges trees one after the other, each from what is known of the one before. Use it in a
    ``with`` block. ``common`` is what it shares with others that judge the same trees."""

    def __init__(
        self,
        workspace: Workspace,
        index: Index,
        prepared: Prepared,
        evidence: Evidence,
        common: Common | None = None,
    ) -> None:
        from planproof.evaluate.series import Series

        self._prepared, self._index = prepared, index
        question = resolved(workspace, evidence)
        self._options = _options(workspace, prepared, question, of_commit=True)
        self._series = Series(index, self._options.structural_budget, common)

    def __enter__(self) -> Following:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._series.__exit__(kind, error, trace)

    def judge(self, tree: Tree) -> tuple[Summary, bool]:
        """The summary of an evaluation, and whether judging again would give the same."""
        from planproof.evaluate.evaluate import summarize

        spec, rules = self._prepared.spec, self._prepared.rules
        return summarize(spec, rules, tree, self._index, self._options, self._series)

    def become_worker(self) -> None:
        """For a forked process; see :meth:`Series.become_worker`."""
        self._series.become_worker()

    @property
    def has_failed(self) -> bool:
        """Whether some structure had no answer: another time it may."""
        return self._series.has_failed


def _options(
    workspace: Workspace, prepared: Prepared, evidence: Evidence, *, of_commit: bool
) -> Options:
    return Options(
        engine=_version.__version__,
        base=_base_tree(workspace, evidence.base),
        base_id=evidence.base or "",
        proven=evidence.proven,
        witnesses=evidence.witnesses,
        spec_path=prepared.path,
        keep=keep_results(prepared, of_commit=of_commit),
    )


def _base_tree(workspace: Workspace, base: str | None) -> Tree | None:
    """The tree of the base, if its commit is here. It is only listed when somebody looks."""
    if base is None or workspace.repository is None:
        return None
    return BaseTree(workspace.repository, base)


class BaseTree:
    """A commit's tree that costs nothing until it is needed: mostly it is not."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.repository = repository
        self.commit = commit

    @cached_property
    def _tree(self) -> Tree:
        from planproof.git import commit_tree

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
