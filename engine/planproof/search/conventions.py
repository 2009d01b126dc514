"""What most of a family do, and who does not: traits that nearly all members have, by surprise.

How surprising a lack is has five parts, each between 0 and 1, multiplied with each other:

- how sure the convention is: the lower end of Wilson's interval (1927) for the share of those who
  keep to it, so that three of three say less than thirty-one of thirty-two;
- how special it is to the family: the share of other definitions without the trait;
- how few break it: one over the fourth root of their number;
- what it is: a parameter may merely be called otherwise, and counts for less;
- how much those who break it belong to the family in all else: the part of the other conventions
  that they keep to. One that shares nothing is not the odd one out, it is something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import sqrt

from msgspec import Struct

from planproof.search.traits import Trait

FEWEST = 5
"""Members that a family must have."""

LEAST_SURPRISE = 0.45
"""What is less surprising is not worth a rule; see docs/from-similar.md for how it was found."""

PARAMETER = 0.6
"""What the lack of a parameter counts, as a part of the lack of a call."""

_ONE_SIDED = 1.645
"""Of a normal distribution, 5 % lie beyond so many standard deviations on one side."""


class Convention(Struct, frozen=True):
    """A trait that ``have`` of ``of`` members share; ``lacking`` are the numbers of the others.

    ``names`` are terms for the same trait, the best one first. ``outside`` is the share of other
    definitions that have it. ``also`` are conventions that the same members break.
    """

    names: tuple[Trait, ...]
    have: int
    of: int
    lacking: tuple[int, ...]
    outside: float
    surprise: float
    also: tuple[Trait, ...] = ()

    @property
    def trait(self) -> Trait:
        return self.names[0]


class Counting:
    """Counts the traits of ``of`` members, one after the other; those that too few have by now to
    be a convention are forgotten."""

    def __init__(self, of: int, least: float) -> None:
        self.of = of
        self._allowed = int(of * (1 - least) + 1e-9)
        self._members: dict[Trait, list[int]] = {}
        self._seen = 0

    def add(self, traits: Iterable[Trait]) -> None:
        for trait in traits:
            known = self._members.get(trait)
            if known is not None:
                known.append(self._seen)
            elif self._seen <= self._allowed:
                self._members[trait] = [self._seen]
        self._seen += 1
        if self._seen % 500 == 0:
            self._forget()

    def _forget(self) -> None:
        least = self._seen - self._allowed
        self._members = {one: who for one, who in self._members.items() if len(who) >= least}

    def conventions(self) -> dict[Trait, tuple[tuple[Trait, ...], frozenset[int]]]:
        """By its short name: the names of the trait that hit the same members, the fullest first,
        and those."""
        self._forget()
        grouped: dict[Trait, list[Trait]] = {}
        for one in self._members:
            grouped.setdefault(one.short, []).append(one)
        found: dict[Trait, tuple[tuple[Trait, ...], frozenset[int]]] = {}
        for short in sorted(grouped):
            members = self._members.get(short)
            if members is not None:
                names = [one for one in grouped[short] if self._members[one] == members]
                names.sort(key=lambda one: (-one.name.count("."), one.name))
                found[short] = (tuple(names), frozenset(members))
        return found


def find_conventions(
    counting: Counting,
    outside_of: Callable[[Sequence[Trait]], Mapping[Trait, float]],
    *,
    guard: bool = False,
) -> list[Convention]:
    """The conventions that some members break, the most surprising first; for a ``guard`` those
    that none breaks. Conventions broken by the same members are one, named by the best of them.
    """
    every = counting.conventions()
    wanted = [short for short, (_, have) in every.items() if (len(have) == counting.of) is guard]
    outside = outside_of(wanted)
    keeping = _keeping(every, counting.of)
    found = [
        _convention(every[short], counting.of, outside.get(short, 0.0), keeping, len(every))
        for short in wanted
    ]
    found.sort(key=lambda one: (-one.surprise, -one.have, _plainness(one.trait), one.trait))
    return found if guard else [*_merged(found)]


def _keeping(every: Mapping[Trait, tuple[tuple[Trait, ...], frozenset[int]]], of: int) -> list[int]:
    """How many of the conventions each member keeps to."""
    found = [0] * of
    for _, have in every.values():
        for member in have:
            found[member] += 1
    return found


def _convention(
    group: tuple[tuple[Trait, ...], frozenset[int]],
    of: int,
    outside: float,
    keeping: Sequence[int],
    conventions: int,
) -> Convention:
    names, have = group
    lacking = tuple(member for member in range(of) if member not in have)
    others = conventions - 1
    belongs = [(keeping[member] + 1) / (others + 1) for member in lacking]
    belonging = sum(belongs) / len(belongs) if belongs else 1.0
    few = len(lacking) ** -0.25 if lacking else 1.0
    telling = PARAMETER if names[0].kind == "parameters" else 1.0
    surprise = wilson(len(have), of) * (1 - outside) * few * telling * belonging
    return Convention(names, len(have), of, lacking, round(outside, 4), round(surprise, 4))


def wilson(have: int, of: int) -> float:
    """The lower end of Wilson's one-sided 95 % interval for a share."""
    share, z2 = have / of, _ONE_SIDED**2
    middle = share + z2 / (2 * of)
    spread = _ONE_SIDED * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return min(share, max(0.0, (middle - spread) / (1 + z2 / of)))


_PLAIN = ("calls", "decorators", "bases", "definitions", "assignments", "parameters")


def _plainness(trait: Trait) -> tuple[bool, int]:
    """Of what is equally surprising, a call says more than what it is given."""
    return bool(trait.keyword), _PLAIN.index(trait.kind)


def _merged(found: Iterable[Convention]) -> Iterator[Convention]:
    """One for all that the same members break."""
    from msgspec.structs import replace

    groups: dict[tuple[int, ...], list[Convention]] = {}
    for one in found:
        groups.setdefault(one.lacking, []).append(one)
    for first, *others in groups.values():
        yield replace(first, also=tuple(one.trait for one in others))
