"""What a term hits in a whole tree, before any rule's scope is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from planproof.evaluate.tree_files import TreeFiles
from planproof.rules import Hit, Matcher


class Undecided(Struct, frozen=True):
    """A file that cannot be judged, and why. ``at`` are the paths that it may hide hits in.

    Empty ``at`` is any path. It blocks each rule in whose scope one of them lies.
    """

    path: str
    why: str
    at: tuple[str, ...] = ()


class TreeHits(Struct, frozen=True):
    """The hits of one matcher by path. Their ``term`` means nothing here and is set later."""

    hits: Mapping[str, Sequence[Hit]] = field(default_factory=dict)
    undecided: tuple[Undecided, ...] = ()


TreeFinder = Callable[[Sequence[Matcher], TreeFiles], Sequence[TreeHits]]
"""What each of the matchers hits in the tree, in their order."""
