"""Commits judged by some specs one after the other, many of them by several processes.

Each process takes a run of commits that follow each other: a commit is judged from what is known of
the one before it. Whatever goes wrong with a run, the run is judged here, as if there had been no
other process: so what comes out, and what is raised, never depends on them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from planproof.git.commits import Commit
from planproof.git.history import CommitTrees
from planproof.model.evaluation import Summary
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import Following

if TYPE_CHECKING:
    from planproof.index import Index
    from planproof.index.store import Row
    from planproof.model.tree import Tree
    from planproof.usecases.prepare import Prepared
    from planproof.usecases.workspace import Workspace

_LEAST = 8
"""Commits that are worth a process."""

_MOST = 100
"""Commits of one run: what was read for them is held until it ends."""

_SECONDS = 30.0
_SECONDS_PER_COMMIT = 5.0
"""The time that a run may take. One that takes longer is judged here, so that too little time costs
time and nothing else."""


class Judgement(NamedTuple):
    """``lasting``: judging again would give the same."""

    summary: Summary
    lasting: bool


class Asked(NamedTuple):
    """A commit, and the numbers of the specs that it is to be judged by."""

    commit: Commit
    specs: tuple[int, ...]


class CommitJudges:
    """Use it in a ``with`` block; leaving it keeps what was learnt of blobs."""

    def __init__(
        self,
        workspace: Workspace,
        index: Index,
        trees: CommitTrees,
        prepared: Sequence[Prepared],
        evidence: Evidence,
    ) -> None:
        self.index = index
        self._workspace = workspace
        self._trees = trees
        self._prepared = prepared
        self._evidence = evidence
        self._judges: list[Following] = []
        self._stack = ExitStack()

    def __enter__(self) -> CommitJudges:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def tree(self, commit: Commit) -> Tree:
        return self._trees.tree(commit.id, commit.tree)

    def judge_all(self, asked: Sequence[Asked]) -> Generator[list[Judgement], None, None]:
        """What comes of each commit, by the specs that are asked for, in their order."""
        if not asked:
            return
        self._open()
        with self.index.gathering():
            yield from map(self._judge, asked[:1])  # what the others begin with
        runs = _runs(asked[1:], self.index.jobs)
        if len(runs) > 1:
            yield from self._judge_shared(runs)
        else:
            yield from self._judge_here(asked[1:])

    def _open(self) -> None:
        """What judges is only loaded when there is something to judge."""
        from planproof.evaluate.series import Common

        common = Common(self.index)
        for prepared in self._prepared:
            judge = Following(self._workspace, self.index, prepared, self._evidence, common)
            self._judges.append(self._stack.enter_context(judge))

    def _judge_shared(self, runs: Sequence[Sequence[Asked]]) -> Iterator[list[Judgement]]:
        from planproof.index.pool import Pool

        work = _Work(self, runs)
        jobs = min(self.index.jobs, len(runs))
        with Pool(jobs, work, _SECONDS, _SECONDS_PER_COMMIT) as pool:
            chunks = pool.run([number] for number in range(len(runs)))
            for run, answers in zip(runs, chunks, strict=True):
                answer = answers[0]
                if answer is None:
                    yield from self._judge_here(run)
                else:
                    self.index.save_rows(answer.rows)
                    yield from answer.judgements

    def _judge_here(self, run: Sequence[Asked]) -> Iterator[list[Judgement]]:
        with self.index.gathering():
            yield from map(self._judge, run)

    def _judge(self, asked: Asked) -> list[Judgement]:
        tree = self.tree(asked.commit)
        found = (self._judges[number].judge(tree) for number in asked.specs)
        return [Judgement(*each) for each in found]

    def become_worker(self) -> None:
        """For a forked process, which somebody watches who can end it."""
        self.index.become_worker()
        for judge in self._judges:
            judge.become_worker()

    def answer(self, run: Sequence[Asked]) -> _Answer | None:
        """What a worker says of a run; None where that may rest on what failed."""
        found = list(map(self._judge, run))
        rows = self.index.take_rows()
        failed = any(judge.has_failed for judge in self._judges)
        return None if failed else _Answer(found, rows)


class _Answer(NamedTuple):
    judgements: list[list[Judgement]]
    rows: list[Row]


def _runs(asked: Sequence[Asked], jobs: int) -> list[Sequence[Asked]]:
    """The commits in as many runs as processes can take; one where they are better judged here."""
    from planproof.index.pool import can_fork

    wanted = max(min(jobs, len(asked) // _LEAST), -(-len(asked) // _MOST))
    if jobs < 2 or len(asked) < 2 * _LEAST or not can_fork():
        return [asked]
    size = -(-len(asked) // wanted)
    return [asked[at : at + size] for at in range(0, len(asked), size)]


class _Work:
    """What a worker does; it is inherited, never sent. A job is the number of a run."""

    def __init__(self, judges: CommitJudges, runs: Sequence[Sequence[Asked]]) -> None:
        self._judges = judges
        self._runs = runs

    def begin(self) -> None:
        gc.freeze()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a panic prints its stack
        self._judges.become_worker()

    def run(self, jobs: list[int]) -> list[_Answer | None]:
        return [self._answer(job) for job in jobs]

    def size(self, job: int) -> int:
        return len(self._runs[job])

    def lost(self, job: int, *, kept: bool) -> None:
        """Nothing is lost: the run is judged by who asked."""

    def _answer(self, job: int) -> _Answer | None:
        try:
            return self._judges.answer(self._runs[job])
        except Exception:  # who asked meets it too, and raises it
            return None
