"""What runs in a worker process, and one kind of it: reading sources."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from planproof.index.extract import Extract, extract_all, refusal
from planproof.model.document import Reason

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Job = TypeVar("Job")
Answer = TypeVar("Answer")


class Work(Protocol[Job, Answer]):
    """A kind of work. Jobs and answers travel between processes; so does the work itself, unless
    the processes are forked."""

    def begin(self) -> None:
        """Runs in a worker process before its first job."""
        ...

    def run(self, jobs: list[Job]) -> list[Answer]:
        """The answer to each job. Runs in a worker process."""
        ...

    def size(self, job: Job) -> int:
        """The bytes to be looked at: how long a job may take."""
        ...

    def lost(self, job: Job, *, kept: bool) -> Answer:
        """What to answer for a job that no worker survives; ``kept``: today and every day."""
        ...


def serve(jobs: Connection, others: Iterable[Connection], work: Work[Job, Answer]) -> None:
    """Answers lists of jobs with lists of answers until the other end closes.

    ``others`` are ends of pipes that a forked process inherits: held open here, they would keep a
    sibling from seeing that the parent has died.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for connection in others:
        connection.close()
    work.begin()
    try:
        while True:
            jobs.send(work.run(jobs.recv()))
    except (EOFError, OSError):
        return


Text = tuple[str, bytes]
"""A language's name and the bytes to read."""


class Reading:
    """Sources → extracts."""

    def begin(self) -> None:
        gc.disable()  # parse trees hold no cycles; a tenth of the time

    def run(self, jobs: list[Text]) -> list[Extract]:
        return [extract_all(content, language) for language, content in jobs]

    def size(self, job: Text) -> int:
        return len(job[1])

    def lost(self, job: Text, *, kept: bool) -> Extract:
        del job
        failed = refusal(Reason.TOO_COMPLEX, "the parser did not survive it")
        return failed._replace(kept=kept)
