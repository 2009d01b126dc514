"""“When did it turn red, and when green?” One verdict a commit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from planproof.git import require_repository
from planproof.git.commits import Commit, commits_in
from planproof.git.history import CommitTrees
from planproof.model.evaluation import Evaluation, Summary
from planproof.model.tree import Tree
from planproof.report.history import CommitVerdict
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import open_series, resolved
from planproof.usecases.kept_verdicts import KeptCounts, kept_verdict
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
    with workspace.index() as index, index.gathering(), ExitStack() as open_:
        trees = open_.enter_context(CommitTrees(repository, index.memo))
        evidence = resolved(workspace, Evidence(base=base))
        judges = [
            _Judge(one, evidence, KeptCounts(one, index), judge)
            for one in prepared
            for judge in [open_.enter_context(open_series(workspace, index, one, evidence))]
        ]
        found: list[CommitVerdict] = []
        for done, commit in enumerate(commits):
            on_progress(done, len(commits))
            tree = trees.tree(commit.id, commit.tree)
            found += [judge.commit(commit, tree) for judge in judges]
        on_progress(len(commits), len(commits))
        for judge in judges:
            judge.kept.save()
    return tuple(found)


class _Judge:
    """Judges commits by one spec, one after the other: each from what is known of those before."""

    def __init__(
        self,
        prepared: Prepared,
        evidence: Evidence,
        kept: KeptCounts,
        judge: Callable[[Tree], Evaluation],
    ) -> None:
        self._prepared = prepared
        self._evidence = evidence
        self._judge = judge
        self.kept = kept
        self._before: int | None = None

    def commit(self, commit: Commit, tree: Tree) -> CommitVerdict:
        summary = self._summary(tree)
        change = None if self._before is None else summary.violations - self._before
        self._before = summary.violations
        return CommitVerdict(commit, self._prepared.source, summary, change)

    def _summary(self, tree: Tree) -> Summary:
        mark = tree.manifest.mark
        asked = kept_verdict(self._prepared, mark, self._evidence, of_commit=True)
        known = self.kept.recall(asked.question) if asked is not None else None
        if known is not None:
            return known
        evaluation = self._judge(tree)
        if asked is not None:
            self.kept.keep(asked.question, evaluation)
        return Summary.of(evaluation)
