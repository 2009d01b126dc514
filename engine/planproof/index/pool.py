"""A pool of processes that survives what it reads.

A source can make a parser slow, big or dead, and nothing inside a process can stop it: a chunk of
jobs that kills its worker or takes too long is done again job by job, and the job that does it
alone is the culprit, which is answered for it as its kind of work says: never as clean.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Generic

from msgspec import Struct, field

from planproof.index.worker import Answer, Job, Work, serve

SECONDS = 20.0
SECONDS_PER_BYTE = 10e-6
"""The time a chunk may take: thirty times what a slow machine needs for honest sources."""

_SECONDS_TO_DIE = 5.0
"""Between the end of a worker's pipe and its own."""

_SIGKILL = 9  # Windows has no name for it, and no exit status below zero

_AHEAD = 2
"""Chunks in hand per worker: one at work, one that waits in the parent."""


class _Chunk(Struct, Generic[Job, Answer]):
    """Jobs that travel together. ``alone``: they are a chunk that failed, one job at a time."""

    jobs: list[Job]
    done: list[Answer] = field(default_factory=list)
    alone: bool = False

    @property
    def is_done(self) -> bool:
        return len(self.done) == len(self.jobs)

    def next_jobs(self) -> list[Job]:
        return [self.jobs[len(self.done)]] if self.alone else self.jobs


class _Worker(Struct, Generic[Job, Answer]):
    process: BaseProcess
    pipe: Connection
    chunk: _Chunk[Job, Answer] | None = None
    deadline: float = 0.0


def can_fork() -> bool:
    """Whether a process can be forked: it is safe only while there is a single thread."""
    return sys.platform == "linux" and threading.active_count() == 1


class Pool(Generic[Job, Answer]):
    """``jobs`` worker processes, started when first needed. A context manager: leaving it, by an
    exception too, leaves no process behind."""

    def __init__(
        self,
        jobs: int,
        work: Work[Job, Answer],
        seconds: float = SECONDS,
        seconds_per_byte: float = SECONDS_PER_BYTE,
    ) -> None:
        self._jobs = max(1, jobs)
        self._work = work
        self._seconds = seconds
        self._seconds_per_byte = seconds_per_byte
        self._workers: list[_Worker[Job, Answer]] = []

    def __enter__(self) -> Pool[Job, Answer]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        for worker in self._workers:
            _stop(worker)
        self._workers.clear()

    def processes(self) -> list[int]:
        """The ids of the worker processes."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def run(self, chunks: Iterable[list[Job]]) -> Iterator[list[Answer]]:
        """The answers to each chunk, in the order of the chunks.

        ``chunks`` is read as far ahead as keeps the workers busy. An empty chunk costs nothing.
        """
        source = iter(chunks)
        in_hand: deque[_Chunk[Job, Answer]] = deque()
        waiting: deque[_Chunk[Job, Answer]] = deque()
        exhausted = False
        while True:
            while not exhausted and self._wants_more(in_hand):
                jobs = next(source, None)
                exhausted = jobs is None
                if jobs is not None:
                    chunk: _Chunk[Job, Answer] = _Chunk(jobs)
                    in_hand.append(chunk)
                    if jobs:
                        waiting.append(chunk)
                        self._hand_out(waiting)
            if not in_hand:
                return
            if in_hand[0].is_done:
                yield in_hand.popleft().done
            else:
                self._hand_out(waiting)
                self._collect(waiting)

    def _wants_more(self, in_hand: deque[_Chunk[Job, Answer]]) -> bool:
        return sum(1 for chunk in in_hand if not chunk.is_done) < self._jobs * _AHEAD and (
            len(in_hand) < self._jobs * _AHEAD * 4
        )

    def _hand_out(self, waiting: deque[_Chunk[Job, Answer]]) -> None:
        while waiting and (worker := self._idle()) is not None:
            self._give(worker, waiting.popleft())

    def _idle(self) -> _Worker[Job, Answer] | None:
        for worker in self._workers:
            if worker.chunk is None:
                return worker
        return self._start() if len(self._workers) < self._jobs else None

    def _start(self) -> _Worker[Job, Answer]:
        forks = can_fork()
        here, there = multiprocessing.Pipe()
        inherited = [here, *(worker.pipe for worker in self._workers)] if forks else []
        process = self._process(there, inherited, forks=forks)
        process.start()
        there.close()
        worker: _Worker[Job, Answer] = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker[Job, Answer], chunk: _Chunk[Job, Answer]) -> None:
        jobs = chunk.next_jobs()
        size = sum(map(self._work.size, jobs))
        worker.chunk = chunk
        worker.deadline = time.monotonic() + self._seconds + size * self._seconds_per_byte
        try:
            worker.pipe.send(jobs)
        except OSError:
            worker.deadline = 0.0  # it died before; collecting finds out

    def _collect(self, waiting: deque[_Chunk[Job, Answer]]) -> None:
        """Wait until a worker answers, dies or is late, and take in all that happened."""
        busy = [worker for worker in self._workers if worker.chunk is not None]
        patience = min(worker.deadline for worker in busy) - time.monotonic()
        ready = set(wait([worker.pipe for worker in busy], max(0.0, patience)))
        for worker in busy:
            if worker.pipe in ready:
                self._receive(worker, waiting)
            elif worker.deadline <= time.monotonic():
                self._fail(worker, waiting)

    def _receive(self, worker: _Worker[Job, Answer], waiting: deque[_Chunk[Job, Answer]]) -> None:
        chunk = worker.chunk
        try:
            answer: list[Answer] = worker.pipe.recv()
        except (EOFError, OSError):
            self._fail(worker, waiting, kept=not _was_killed(worker))
            return
        worker.chunk = None
        if chunk is not None:
            chunk.done.extend(answer)
            _continue(chunk, waiting)

    def _fail(
        self,
        worker: _Worker[Job, Answer],
        waiting: deque[_Chunk[Job, Answer]],
        *,
        kept: bool = True,
    ) -> None:
        """A worker that is dead or late: its chunk goes on, without the culprit if it is known.

        ``kept``: the culprit is to blame, today and every day.
        """
        chunk = worker.chunk
        _stop(worker)
        self._workers.remove(worker)
        if chunk is None:
            return
        if chunk.alone or len(chunk.jobs) == 1:
            chunk.done.append(self._work.lost(chunk.next_jobs()[0], kept=kept))
        chunk.alone = True
        _continue(chunk, waiting)

    def _process(
        self, pipe: Connection, inherited: list[Connection], *, forks: bool
    ) -> BaseProcess:
        """Forking takes a third of the time."""
        given = (pipe, inherited, self._work)
        if forks:
            fork = multiprocessing.get_context("fork")
            return fork.Process(target=serve, args=given, daemon=True)
        spawn = multiprocessing.get_context("spawn")
        return spawn.Process(target=serve, args=given, daemon=True)


def _continue(chunk: _Chunk[Job, Answer], waiting: deque[_Chunk[Job, Answer]]) -> None:
    if not chunk.is_done:
        waiting.appendleft(chunk)


def _was_killed(worker: _Worker[Job, Answer]) -> bool:
    """Whether somebody else ended a worker: a machine short of memory, a person."""
    worker.process.join(_SECONDS_TO_DIE)
    return worker.process.exitcode in (-signal.SIGTERM, -_SIGKILL)


def _stop(worker: _Worker[Job, Answer]) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
    worker.process.close()
