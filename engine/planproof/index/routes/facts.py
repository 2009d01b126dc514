"""What one file says about HTTP routes, before it is known where in a tree the file lies.

A *spot* is something that routes hang on. Spots of a file have keys: ``@120`` is made at byte 120,
``setup`` is what a function or class of that name holds, ``setup#0`` the first argument that
``setup`` is called with, ``setup()`` what it gives back.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from msgspec import Struct, field

from planproof.model.location import Span


class Where(IntEnum):
    """In what a reference is looked up."""

    HERE = 0
    """The spots of the file."""

    IMPORT = 1
    """The modules of the tree: an absolute or relative import."""

    BESIDE = 2
    """What the file's package or module holds in other files."""

    TREE = 3
    """Spots that all files share."""


class Ref(NamedTuple):
    """Names a spot or a constant. ``tail`` is ``#0`` or ``()``, behind what the target means."""

    where: Where
    target: str
    level: int = 0
    tail: str = ""

    def then(self, tail: str) -> Ref:
        return self._replace(tail=self.tail + tail)

    def member(self, name: str) -> Ref:
        return self._replace(target=f"{self.target}.{name}" if self.target else name)


ROOT = Ref(Where.TREE, "root")
"""A spot with an empty path, below which nothing else is unknown."""

PathText = tuple[str | Ref | None, ...]
"""A path as it is written: text, constants of elsewhere, and what cannot be known."""


class Sure(IntEnum):
    """Whether a call declares a route."""

    YES = 0
    PERHAPS = 1
    """If what it is a member of turns out to be a spot; else it is not certain."""

    IF_SPOT = 2
    """Only if what it is a member of turns out to be a spot."""

    IF_SAME = 3
    """Only if that turns out to be one of the same framework."""


class Spot(NamedTuple):
    """``framework`` is empty where only the rest of the tree can tell. ``root``: no prefix comes
    before its own. ``prefixes`` are its own, as alternatives; none is an empty one.
    ``part``: it is of one route, of which the path is written where it is mounted. ``maker``: what
    was called to make it, where only the rest of the tree can tell what that is."""

    framework: str
    root: bool = False
    prefixes: tuple[PathText, ...] = ()
    style: str = ""
    part: bool = False
    maker: Ref | None = None


class ClassFact(NamedTuple):
    """A class of the file by what it inherits from: a kind of spot, or a class of elsewhere."""

    framework: str
    kind: str
    base: Ref | None = None


class Edge(NamedTuple):
    """``child`` hangs below ``parent``. ``replaces``: the prefix stands for the child's own."""

    parent: Ref
    child: Ref
    prefix: PathText = ()
    style: str = "BRACES"
    replaces: bool = False


class RouteFact(NamedTuple):
    """A route as it is declared. No methods: any; ``unknown``: the code does not say which.

    ``style`` is the name of a :class:`planproof.languages.frameworks.Style`. ``unless``: what is
    mounted there, of which the routes are known if it lies in the tree.
    """

    owner: Ref
    methods: tuple[str, ...]
    path: PathText
    span: Span
    style: str
    framework: str
    unknown: bool = False
    open: bool = False
    sure: Sure = Sure.YES
    unless: Ref | None = None


class Handler(NamedTuple):
    """A name that a module exports, for frameworks whose routes are files."""

    name: str
    span: Span


class Hidden(NamedTuple):
    """A text with a slash in a region that could not be parsed."""

    text: str
    span: Span


class RouteFacts(Struct, frozen=True):
    """All of one file. ``exports`` is what names of its module mean, ``stars`` modules all of
    whose names it offers, ``constants`` texts by the last segment of their name."""

    spots: dict[str, Spot] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    routes: tuple[RouteFact, ...] = ()
    exports: dict[str, Ref] = field(default_factory=dict)
    stars: tuple[Ref, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    handlers: tuple[Handler, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    classes: dict[str, ClassFact] = field(default_factory=dict)


NOTHING = RouteFacts()
