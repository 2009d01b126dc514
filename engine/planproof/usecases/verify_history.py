"""“When did it turn red, and when green?” One verdict a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from planproof.git import require_repository
from planproof.git.commits import Commit, commits_in
from planproof.git.history import CommitTrees
from planproof.index import Index
from planproof.report.history import CommitVerdict
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import open_series
from planproof.usecases.prepare import Prepared, prepare_file
from planproof.usecases.workspace import Workspace

Progress = Callable[[int, int], None]


def verify_history(
    workspace: Workspace,
    directory: Path,
    files: tuple[str, ...],
    revisions: str,
    base: str | None,
    on_progress: Progress,
) -> tuple[CommitVerdict, ...]:
    """Judge every commit of a range by all specs, oldest first, without a checkout.

    ``on_progress`` is told (commits done, commits in all). Raises SpecError, NotFoundError,
    UsageError.
    """
    repository = require_repository(workspace.repository, workspace.root.path)
    prepared = [prepare_file(workspace.root, directory, file) for file in files]
    commits = commits_in(repository, revisions)
    if base is not None:
        repository.resolve(base)
    with workspace.index() as index, CommitTrees(repository, index.memo) as trees:
        judge = _History(workspace, index, trees, prepared, Evidence(base=base))
        found: list[CommitVerdict] = []
        for done, commit in enumerate(commits):
            on_progress(done, len(commits))
            found += judge.commit(commit)
        on_progress(len(commits), len(commits))
    return tuple(found)


class _History:
    """Judges commits one after the other: each from what is known of the one before."""

    def __init__(
        self,
        workspace: Workspace,
        index: Index,
        trees: CommitTrees,
        prepared: Sequence[Prepared],
        evidence: Evidence,
    ) -> None:
        self._trees = trees
        self._judging = [(one, open_series(workspace, index, one, evidence)) for one in prepared]
        self._before: dict[str, int] = {}

    def commit(self, commit: Commit) -> Iterator[CommitVerdict]:
        tree = self._trees.tree(commit.id, commit.tree)
        for one, judging in self._judging:
            evaluation = judging(tree)
            count = len(evaluation.violations)
            before = self._before.get(one.source)
            self._before[one.source] = count
            change = None if before is None else count - before
            yield CommitVerdict(commit, one.source, evaluation, change)
