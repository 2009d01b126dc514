"""Work on many files, cut into slices that several processes look at."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

Told = TypeVar("Told")

_SECONDS = 20.0
_SECONDS_PER_BYTE = 10e-6
"""The time that a slice may take. What takes longer is done by who asked."""


class Slice(NamedTuple):
    """Files from one number to another, and their bytes."""

    start: int
    stop: int
    bytes: int


def cut(sizes: Sequence[int], together: int) -> Iterator[Slice]:
    """Slices of about as many bytes ``together``."""
    start = size = 0
    for number, each in enumerate(sizes, 1):
        size += each
        if size >= together:
            yield Slice(start, number, size)
            start, size = number, 0
    if start < len(sizes):
        yield Slice(start, len(sizes), size)


def tell_in_slices(
    tell: Callable[[int, int], Told], slices: Sequence[Slice], jobs: int
) -> Iterator[Told | None]:
    """What ``tell`` says of the files from one number to another, asked in forked processes: it
    must write nothing. None for a slice with which something goes wrong there."""
    from planproof.index.pool import Pool

    work = _Work(tell)
    with Pool(min(jobs, len(slices)), work, _SECONDS, _SECONDS_PER_BYTE) as pool:
        for answers in pool.run([each] for each in slices):
            yield answers[0]


class _Work(Struct, Generic[Told]):
    """What a process does; it is inherited, never sent."""

    tell: Callable[[int, int], Told]

    def begin(self) -> None:
        gc.freeze()

    def run(self, jobs: list[Slice]) -> list[Told | None]:
        return [self._told(job) for job in jobs]

    def size(self, job: Slice) -> int:
        return job.bytes

    def lost(self, job: Slice, *, kept: bool) -> None:
        """Nothing is lost: who asked looks at the slice."""

    def _told(self, job: Slice) -> Told | None:
        try:
            return self.tell(job.start, job.stop)
        except Exception:  # who asked meets it too, and raises it
            return None
