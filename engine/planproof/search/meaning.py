"""What chains lead to in a tree: through re-exports, stars and the bases of classes.

A chain ends at a definition, or at something of which nobody knows the members (a variable, a
parameter, a class with a base that the tree does not have): then it is *open*. One that leads to no
module of the tree ends nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field

from planproof.evaluate.module_places import Holder
from planproof.index.mentions import Told
from planproof.languages import Language
from planproof.search.atlas import Atlas

_MOST_STEPS = 200
_DEEPEST = 30


class End(NamedTuple):
    """A definition, or a name at the top of a file: its path and its qualified name."""

    path: str
    qualified: str


class Ends(Struct, frozen=True):
    """``found`` are definitions and top names; ``open`` says that the chain goes on behind
    something unknown. ``chains`` are all that were met on the way, the first one included;
    ``guessed`` those of them that rest on a star of something that the tree does not have."""

    found: frozenset[End] = frozenset()
    open: bool = False
    chains: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset()


class Meaning:
    """Answers for many chains over one tree."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._known: dict[tuple[str, str, bool], Ends] = {}
        self._shared: dict[tuple[str, str, bool, tuple[str, ...]], Ends] = {}
        self._shapes: dict[str, _Shape] = {}
        self._packages: dict[str, bool] = {}

    def of(self, path: str, chain: str, *, starred: bool = False) -> Ends:
        """What a chain leads to where it stands in a file. ``starred``: a star of the file brings
        it, if anything does."""
        key = (path.rpartition("/")[0], chain, starred)
        if key not in self._known:
            language = self._atlas.modules.language(path)
            start = _Step(path, chain, starred)
            self._known[key] = self._share(start, language) if language else Ends()
        return self._known[key]

    def _share(self, start: _Step, language: Language) -> Ends:
        """Where a chain begins at the same places it leads to the same ends, whatever the folder
        that it stands in; unless the way comes to it again, in some folder or other."""
        places = tuple(self.places(start.path, language, start.chain))
        shared = (language.name, start.chain, start.starred, places)
        if shared in self._shared:
            return self._shared[shared]
        walk = self._walk(start, language)
        ends = walk.ends()
        if not walk.came_back:
            self._shared[shared] = ends
        return ends

    def _walk(self, start: _Step, language: Language) -> _Walk:
        walk = _Walk([start], {(start.folder, start.chain)}, start.chain)
        while walk.waiting and len(walk.seen) < _MOST_STEPS:
            step = walk.waiting.pop(0)
            held = in_tree = False
            for place in self.places(step.path, language, step.chain):
                holders = list(self._atlas.modules.holders(place, language))
                in_tree = in_tree or bool(holders)
                held = self._through_all(holders, walk) or held
            walk.note(step, held=held, in_tree=in_tree)
        return walk

    def places(self, path: str, language: Language, chain: str) -> Iterator[str]:
        """The places that a chain may name. Below a folder that is a package itself nothing is
        named without it: ``json`` is not ``flask.json``, not even in there."""
        for place in self._atlas.modules.places(path, language, chain):
            root = place.removesuffix(chain).rstrip(".")
            if not (root and language.name == "python" and self._is_package(root, language)):
                yield place

    def _is_package(self, root: str, language: Language) -> bool:
        if root not in self._packages:
            self._packages[root] = bool(self._atlas.modules.files_at(root, language))
        return self._packages[root]

    def _through_all(self, holders: list[Holder], walk: _Walk) -> bool:
        """Whether one of them has what is asked for. The innermost module comes first: what that
        defines is not looked for in the packages around it."""
        held, depth = False, -1
        for holder in reversed(holders):
            if held and holder.depth < depth:
                break
            depth = holder.depth
            for after in self._through(holder, walk):
                held = held or not after.starred
                walk.add(after)
            held = walk.took_end() or held
        return held

    def _through(self, holder: Holder, walk: _Walk) -> Iterator[_Step]:
        """What something in a file stands for; notes where it ends."""
        shape, path = self.shape(holder.path), holder.path
        inner = f"{holder.name}.{holder.rest}" if holder.rest else holder.name
        for target in shape.told.offers.get(holder.name, ()):
            yield _Step(path, f"{target}.{holder.rest}" if holder.rest else target)
        if inner in shape.defined:
            walk.end(End(path, inner))
            return
        owner, _, member = inner.rpartition(".")
        while owner and owner not in shape.defined:
            owner, _, last = owner.rpartition(".")
            member = f"{last}.{member}"
        if owner:
            walk.open = walk.has_end = True
            for base in shape.classes.get(owner, ()):
                yield _Step(path, f"{base}.{member}")
            return
        for whole in shape.told.wholes:
            yield _Step(path, f"{whole}.{inner}", starred=True)

    def shape(self, path: str) -> _Shape:
        """What a file defines."""
        if path not in self._shapes:
            told = self._atlas.told_at(path)
            classes: dict[str, tuple[str, ...]] = {}
            for each in told.definitions:
                if each.kind in _CLASSES:
                    classes[each.qualified] = (*classes.get(each.qualified, ()), *each.bases)
            made = frozenset(each.qualified for each in told.definitions)
            computed = frozenset(each.qualified for each in told.definitions if each.computes)
            fields = frozenset(e.qualified for e in told.definitions if e.kind in _FIELDS)
            defined = made | set(told.names)
            self._shapes[path] = _Shape(told, defined, classes, made, computed, fields)
        return self._shapes[path]


_CLASSES = frozenset({"class", "enum", "interface", "record", "struct", "trait", "type", "union"})


_FIELDS = frozenset({"enum_member", "field", "property"})


class _Shape(Struct, frozen=True):
    """What a file tells: its names, of those what it ``made`` by a definition, of those what is
    ``computed`` when it is asked for and what only holds a value, and the bases of its classes."""

    told: Told
    defined: frozenset[str]
    classes: dict[str, tuple[str, ...]]
    made: frozenset[str]
    computed: frozenset[str]
    fields: frozenset[str]


class _Step(NamedTuple):
    """A chain as it stands in a file."""

    path: str
    chain: str
    starred: bool = False

    @property
    def folder(self) -> str:
        """All of the path that matters to chains."""
        return self.path.rpartition("/")[0]


class _Walk(Struct):
    """What is still to be followed, and what was found."""

    waiting: list[_Step]
    seen: set[tuple[str, str]]
    first: str
    came_back: bool = False
    found: set[End] = field(default_factory=set)
    chains: dict[str, bool] = field(default_factory=dict)
    open: bool = False
    has_end: bool = False
    """Whether something was found that is, or has, what is asked for."""

    def add(self, step: _Step) -> None:
        key = (step.folder, step.chain)
        self.came_back = self.came_back or step.chain == self.first
        if key not in self.seen and step.chain.count(".") < _DEEPEST:
            self.seen.add(key)
            self.waiting.append(step)

    def end(self, end: End) -> None:
        self.found.add(end)
        self.has_end = True

    def took_end(self) -> bool:
        """Whether an end was found since this was asked."""
        had, self.has_end = self.has_end, False
        return had

    def note(self, step: _Step, *, held: bool, in_tree: bool) -> None:
        """A chain that a star brings counts where it is held, and not where it is known not to
        be."""
        if held or not step.starred or not in_tree:
            self.chains[step.chain] = held or not step.starred

    def ends(self) -> Ends:
        return Ends(
            frozenset(self.found),
            self.open and not self.found,
            tuple(self.chains),
            frozenset(chain for chain, sure in self.chains.items() if not sure),
        )
