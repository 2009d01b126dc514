"""“When did it turn red, and when green?” One verdict a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from planproof.evaluate.packed import Packed
from planproof.git import require_repository
from planproof.git.commits import Commit, commits_in
from planproof.git.history import CommitTrees
from planproof.model.evaluation import Summary
from planproof.model.tree import Tree
from planproof.report.history import CommitVerdict
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import resolved
from planproof.usecases.judge_commits import Asked, CommitJudges, Judgement
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
    return commit_verdicts(workspace, prepared, commits, base, on_progress)


def commit_verdicts(
    workspace: Workspace,
    prepared: Sequence[Prepared],
    commits: Sequence[Commit],
    base: str | None,
    on_progress: Progress,
) -> tuple[CommitVerdict, ...]:
    """Each commit by each spec, in the order given; ``on_progress`` as above."""
    repository = require_repository(workspace.repository, workspace.root.path)
    evidence = resolved(workspace, Evidence(base=base))
    with (
        workspace.index() as index,
        CommitTrees(repository, index.memo) as trees,
        CommitJudges(workspace, index, trees, prepared, evidence) as judges,
    ):
        specs = [_Spec(each, evidence, KeptCounts(each, index)) for each in prepared]
        states = [_State(each, [spec.ask(judges.tree(each)) for spec in specs]) for each in commits]
        found: list[CommitVerdict] = []
        with closing(judges.judge_all([s.asked for s in states if s.asked.specs])) as judged:
            for done, state in enumerate(states):
                on_progress(done, len(commits))
                answers = iter(next(judged) if state.asked.specs else ())
                for spec, known in zip(specs, state.known, strict=True):
                    found.append(spec.told(state.commit, known, answers))
        on_progress(len(commits), len(commits))
        for spec in specs:
            spec.kept.save()
    return tuple(found)


class _Known(NamedTuple):
    """What the verdict of a commit depends on, None where that has no short name, and what is known
    of it."""

    question: Packed | None
    summary: Summary | None


class _State(NamedTuple):
    """A commit, and what is known of it by the specs."""

    commit: Commit
    known: list[_Known]

    @property
    def asked(self) -> Asked:
        unknown = (number for number, one in enumerate(self.known) if one.summary is None)
        return Asked(self.commit, tuple(unknown))


class _Spec:
    """One of the specs, of which commit after commit is told."""

    def __init__(self, prepared: Prepared, evidence: Evidence, kept: KeptCounts) -> None:
        self._prepared = prepared
        self._evidence = evidence
        self.kept = kept
        self._before: int | None = None

    def ask(self, tree: Tree) -> _Known:
        mark = tree.manifest.mark
        asked = kept_verdict(self._prepared, mark, self._evidence, of_commit=True)
        if asked is None:
            return _Known(None, None)
        return _Known(asked.question, self.kept.recall(asked.question))

    def told(self, commit: Commit, known: _Known, answers: Iterator[Judgement]) -> CommitVerdict:
        """``answers`` has the next judgement where none is known."""
        question, summary = known
        if summary is None:
            summary, lasting = next(answers)
            if question is not None and lasting:
                self.kept.keep(question, summary)
        change = None if self._before is None else summary.violations - self._before
        self._before = summary.violations
        return CommitVerdict(commit, self._prepared.source, summary, change)
