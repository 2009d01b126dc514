"""Steps from a chain of names to what it stands for, and what was found on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from planproof.languages import Language
from planproof.model.name import last_segment

INSTANCE, MADE = "=instance", "=made"
"""Marks in a chain. What stands before the first is a class; before the second, what is a class if
its name says so. What stands behind is asked of an instance of it."""

_MARKS = frozenset({INSTANCE, MADE})
_MOST_STEPS = 100
"""People write a dozen at most; a program made to be slow would write thousands."""

Chain = tuple[str, ...]
"""Segments and marks."""


class Named(NamedTuple):
    """A chain whose root is to be looked up from a scope."""

    scope: int
    chain: Chain
    header: bool = False
    used: frozenset[int] = frozenset()
    """The rows whose relations led here: none leads on twice (``node = node.next``)."""


class Held(NamedTuple):
    """Something of this file, by its qualified name, and the chain that hangs on it."""

    qualified: str
    chain: Chain
    used: frozenset[int] = frozenset()


Step = Named | Held


class Walk:
    """The steps that are still to be taken, and the chains that were found, in their order.

    ``binds``: the name is given a value where it stands, and so stands for itself, not for what it
    is said to be.
    """

    def __init__(self, language: Language, *, binds: bool) -> None:
        self.binds = binds
        self.chains: dict[str, None] = {}
        self.taken = 0
        self._language = language
        self._queue: deque[Step] = deque()
        self._seen: set[Step] = set()

    def add(self, steps: Iterable[Step]) -> None:
        for step in steps:
            if len(self._seen) == _MOST_STEPS:
                return
            if step not in self._seen:
                self._seen.add(step)
                self._queue.append(step)

    def take(self) -> Step | None:
        """The next step, None when there is none."""
        if not self._queue:
            return None
        self.taken += 1
        return self._queue.popleft()

    def say(self, begin: str, rest: Chain) -> None:
        """A chain was found, unless a mark in it does not stand behind a class."""
        parts = [begin]
        for at, segment in enumerate(rest):
            if segment not in _MARKS:
                parts.append(segment)
            elif not self._is_class(parts[-1], segment, rest[at + 1 :]):
                return
        self.chains.setdefault(".".join(filter(None, parts)), None)

    def _is_class(self, name: str, mark: str, behind: Chain) -> bool:
        """Whether what stands before a mark can be a class of which something is asked."""
        if not behind or is_marked(behind):
            return False
        return mark == INSTANCE or self._language.is_type(last_segment(name))


def is_marked(chain: Chain) -> bool:
    return bool(chain) and chain[0] in _MARKS
