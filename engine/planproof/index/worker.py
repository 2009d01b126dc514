"""What runs in a worker process."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterable
from typing import TYPE_CHECKING

from planproof.index.extract import Extract, extract_all

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


Job = tuple[str, bytes]
"""A language's name and the bytes to read."""


def serve(jobs: Connection, others: Iterable[Connection]) -> None:
    """Answers lists of jobs with lists of extracts until the other end closes.

    ``others`` are ends of pipes that a forked process inherits: held open here, they would keep a
    sibling from seeing that the parent has died.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for connection in others:
        connection.close()
    gc.disable()  # parse trees hold no cycles; a tenth of the time
    try:
        while True:
            jobs.send(run(jobs.recv()))
    except (EOFError, OSError):
        return


def run(chunk: list[Job]) -> list[Extract]:
    return [extract_all(content, language) for language, content in chunk]
