"""The outcome of comparing two sets of violations."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct

from planproof.progress.counts import Counts
from planproof.progress.recorded import Identified

Before = TypeVar("Before", bound=Identified)
After = TypeVar("After", bound=Identified)

UNCHANGED_RUNGS = (1, 2)
MOVED_RUNGS = (3, 4)
CHANGED_RUNGS = (5, 6)


class Pair(Struct, Generic[Before, After], frozen=True):
    """One violation in both trees. ``after`` carries the id of ``before``; ``rung`` is 1 to 6."""

    before: Before
    after: After
    rung: int


class Comparison(Struct, Generic[Before, After], frozen=True):
    """Every violation of both trees, each in exactly one class.

    ``new`` and ``carried`` hold current violations, ``fixed`` previous ones, the others pairs. All
    are sorted by path, place and rule (pairs by where they are now). ``carried`` is the whole
    current set with the ids to store: the first id of what was there before, and for what is new
    the id it was born with, or one derived from that where the id is already taken.
    """

    new: tuple[After, ...]
    fixed: tuple[Before, ...]
    moved: tuple[Pair[Before, After], ...]
    changed: tuple[Pair[Before, After], ...]
    unchanged: tuple[Pair[Before, After], ...]
    carried: tuple[After, ...]

    @property
    def counts(self) -> Counts:
        return Counts(
            len(self.new),
            len(self.fixed),
            len(self.moved),
            len(self.changed),
            len(self.unchanged),
        )
