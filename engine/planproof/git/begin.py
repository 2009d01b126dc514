"""Asking git ahead of time: it works while the caller still does other things."""

from __future__ import annotations

from contextlib import ExitStack

from planproof.git import door
from planproof.git.index_file import Stamp, index_stamp
from planproof.git.raw import RAW
from planproof.git.repository import Repository

# A submodule's own work tree is not examined: that would run git by the submodule's settings.
_DIFFERING = ("diff-files", *RAW, "--ignore-submodules=dirty")
_OTHERS = ("ls-files", "-z", "--others", "--exclude-standard")

Pair = tuple[door.Running, door.Running]


class Begun:
    """The two slow questions about a work tree: what differs from the index, what is untracked.

    Each answer is given once. Leaving the ``with`` block ends the processes, finished or not.
    """

    def __init__(self, repository: Repository) -> None:
        self._stamp = index_stamp(repository)
        self._stack = ExitStack()
        self._running: Pair | None = (
            self._stack.enter_context(door.start(_DIFFERING, repository.scene)),
            self._stack.enter_context(door.start(_OTHERS, repository.scene)),
        )

    def fits(self, stamp: Stamp | None) -> bool:
        """Whether the answers are still to be had, and are about the index with this stamp."""
        return self._running is not None and stamp == self._stamp

    def take(self) -> Pair:
        if self._running is None:
            raise ValueError("these questions were answered already")
        running, self._running = self._running, None
        return running

    def __enter__(self) -> Begun:
        return self

    def __exit__(self, *_: object) -> None:
        self._running = None
        self._stack.close()
