"""“When did it turn red, and when green?” One verdict a commit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planproof.git import require_repository
from planproof.git.commits import Commit, commits_in
from planproof.git.history import CommitTrees
from planproof.index import Index
from planproof.model.evaluation import Summary
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
    with workspace.index() as index, CommitTrees(repository, index.memo) as trees:
        evidence = resolved(workspace, Evidence(base=base))
        judges = [_Judge(workspace, index, one, evidence) for one in prepared]
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
        self, workspace: Workspace, index: Index, prepared: Prepared, evidence: Evidence
    ) -> None:
        self._prepared = prepared
        self._evidence = evidence
        self._judge = open_series(workspace, index, prepared, evidence)
        self.kept = KeptCounts(prepared, index)
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
