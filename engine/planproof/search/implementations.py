"""What implements a class, an interface or a method, and what those are built upon."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from planproof.model.document import Role
from planproof.search.atlas import Atlas
from planproof.search.calls import around
from planproof.search.match import Match
from planproof.search.meaning import End, Meaning
from planproof.search.satisfying import SAME_NAMES, Satisfying
from planproof.search.uses import Uses, each_once

_BASE = int(Role.BASE)


class Kin(Struct, frozen=True):
    """A class, or a method of one. ``next`` is the nearest step towards what was asked about,
    ``depth`` steps away; ``base`` is the place where a class names that, None for a method and
    for what is above."""

    end: End
    depth: int
    next: End
    base: Match | None = None
    certain: bool = True
    why: str = ""

    @property
    def order(self) -> tuple[int, str, int, str]:
        row = self.base.mention.row if self.base is not None else 0
        return self.depth, self.end.path, row, self.end.qualified


def below(ends: Iterable[End], atlas: Atlas, meaning: Meaning, uses: Uses) -> list[Kin]:
    """The classes below classes, however deep; of methods, those that override them there. A class
    with a base of which nobody can tell what it is counts as uncertain, where it is called so, and
    so does a type of Go that has all methods of an interface."""
    found: dict[End, Kin] = {}
    satisfying = Satisfying(atlas, meaning)
    for end in sorted(set(ends)):
        shape = meaning.shape(end.path)
        owner, _, name = end.qualified.rpartition(".")
        if end.qualified in shape.classes or not owner:
            found.update((one.end, one) for one in _classes_below(end, atlas, uses))
            for each in satisfying.types(end):
                found.setdefault(each, _satisfies(each, end))
            continue
        for one in _classes_below(End(end.path, owner), atlas, uses):
            member = End(one.end.path, f"{one.end.qualified}.{name}")
            if member.qualified in meaning.shape(member.path).defined:
                found[member] = Kin(member, one.depth, end, None, one.certain)
        for each in satisfying.types(End(end.path, owner)):
            if (own := satisfying.method(each, name)) is not None:
                found.setdefault(own, _satisfies(own, end))
    return sorted(found.values(), key=lambda one: one.order)


def _satisfies(end: End, interface: End) -> Kin:
    return Kin(end, 1, interface, None, certain=False, why=SAME_NAMES)


def _classes_below(end: End, atlas: Atlas, uses: Uses) -> list[Kin]:
    found: dict[End, Kin] = {}
    waiting, depth = [end], 0
    while waiting:
        after: list[End] = []
        depth += 1
        for above in waiting:
            matches = uses.of(above) if depth == 1 else uses.certain(above)
            for match in each_once(one for one in matches if one.mention.roles & _BASE):
                one = Kin(around(match, atlas), depth, above, match, match.certain)
                if one.end not in found and one.end != end and one.end.qualified:
                    found[one.end] = one
                    after.extend([one.end] if one.certain else [])
        waiting = after
    return list(found.values())


def above(ends: Iterable[End], meaning: Meaning) -> list[Kin]:
    """The classes above classes that the tree has, however high."""
    found: dict[End, Kin] = {}
    waiting = sorted(set(ends))
    start, depth = set(waiting), 0
    while waiting:
        after: list[End] = []
        depth += 1
        for below_ in waiting:
            for chain in meaning.shape(below_.path).classes.get(below_.qualified, ()):
                for end in sorted(meaning.of(below_.path, chain).found):
                    if end not in found and end not in start:
                        found[end] = Kin(end, depth, below_)
                        after.append(end)
        waiting = after
    return sorted(found.values(), key=lambda one: one.order)
