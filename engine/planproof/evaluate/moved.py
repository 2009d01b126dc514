"""What differs between two trees for those who look from file to file."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct, field

from planproof.evaluate.module_families import Family
from planproof.evaluate.opened import Opened
from planproof.evaluate.trail import of_file, of_first, of_name, of_place, short

Differences = Callable[[], set[str]]


class Moved(Struct):
    """``marks`` are of what differs for sure. What the files in ``unsure`` differ in is only told
    for those who looked at them."""

    marks: set[str] = field(default_factory=set)
    unsure: dict[str, Differences] = field(default_factory=dict)
    _short: list[str] | None = None

    @property
    def nothing(self) -> bool:
        """Whether no trail is touched, whatever it is."""
        return not self.marks and not self.unsure

    def touches(self, trail: str) -> bool:
        """Whether a file's result, which rests on the trail, must be worked out again."""
        if self._short is None:
            self._short = sorted({short(mark) for mark in self.marks})
        if any(mark in trail for mark in self._short):
            return True
        looked_at = [path for path in self.unsure if short(of_file(path)) in trail]
        for path in looked_at:
            self.marks |= self.unsure.pop(path)()
            self._short = None
        return bool(looked_at) and self.touches(trail)

    def touched_of(self, trails: Sequence[str]) -> set[int]:
        """The numbers of the trails of which :meth:`touches` says so, found in one go."""
        text = "\n".join(trails)
        for path in [path for path in self.unsure if short(of_file(path)) in text]:
            self.marks |= self.unsure.pop(path)()
            self._short = None
        starts = list(accumulate((len(trail) + 1 for trail in trails), initial=0))
        marks = {short(mark) for mark in self.marks}
        return {bisect(starts, at) - 1 for mark in marks for at in _places(text, mark)}


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def differences(path: str, before: Opened, now: Opened) -> set[str]:
    """The marks of what one file offers otherwise."""
    old, new = before.offers.names, now.offers.names
    found = {of_name(path, name) for name in before.names ^ now.names}
    found.update(of_name(path, n) for n in old.keys() | new.keys() if old.get(n) != new.get(n))
    if before.offers.wholes != now.offers.wholes:
        found.add(of_file(path))
    return found


def moved_modules(before: Mapping[str, Family], now: Mapping[str, Family]) -> set[str] | None:
    """The marks of the places where modules came or went; None where that may matter anywhere."""
    found: set[str] = set()
    for space in before.keys() | now.keys():
        old, new = before.get(space, Family()), now.get(space, Family())
        if old is new:
            continue
        if old.has_top != new.has_top:
            return None
        found.update(_moved_in(space, old, new))
    return found


def _moved_in(space: str, old: Family, new: Family) -> Iterator[str]:
    for line in {*old.lines} ^ {*new.lines}:
        place, _, path = line.partition("\0")
        yield of_file(path)
        yield of_place(space, place)
        yield from map(of_file, (*old.at(place), *new.at(place)))
        while place:
            if old.is_above(place) != new.is_above(place):
                yield of_place(space, place)
                yield of_first(space, place.rpartition(".")[2])
            place = place.rpartition(".")[0]
    for line in {*old.roots} ^ {*new.roots}:
        yield of_first(space, line.partition("\0")[0])
