"""Which line of a baseline stands for which violation."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from planproof.model.location import Place
from planproof.model.violation import Identity
from planproof.progress.baseline import BaselineLine
from planproof.progress.compare import compare
from planproof.progress.recorded import Identified


class _Numbered(NamedTuple):
    """One of a side, and which: the ladder gives it another name, never another number."""

    fingerprint: str
    identity: Identity
    place: Place
    number: int


def match(
    old: Sequence[Identified], now: Sequence[Identified], renames: Mapping[str, str] | None = None
) -> dict[int, int]:
    """{number in ``now`` → number in ``old``}, one to one, by :func:`compare`. Its first rung is
    taken here, where nearly all find their like: there may be many thousands."""
    found = _match_same(old, now, renames or {})
    if len(found) == min(len(old), len(now)):
        return found
    taken = frozenset(found.values())
    before = [number for number in range(len(old)) if number not in taken]
    after = [number for number in range(len(now)) if number not in found]
    rest = compare(_numbered(old, before), _numbered(now, after), renames)
    pairs = (*rest.unchanged, *rest.moved, *rest.changed)
    return found | {pair.after.number: pair.before.number for pair in pairs}


def _match_same(
    old: Sequence[Identified], now: Sequence[Identified], renames: Mapping[str, str]
) -> dict[int, int]:
    waiting, arriving = _by_said(old, renames), _by_said(now, {})
    found: dict[int, int] = {}
    for key, after in arriving.items():
        before = waiting.get(key)
        if before is not None:
            if len(before) > 1 or len(after) > 1:
                before.sort(key=lambda number: _place_among_equals(old[number]))
                after.sort(key=lambda number: _place_among_equals(now[number]))
            found.update(zip(after, before, strict=False))
    return found


def _by_said(
    side: Sequence[Identified], renames: Mapping[str, str]
) -> dict[tuple[str, ...], list[int]]:
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(side):
        it = one.identity
        path = renames.get(it.path, it.path)
        groups[it.rule, path, it.scope, it.text, it.message].append(number)
    return groups


def _place_among_equals(one: Identified) -> tuple[object, ...]:
    return (one.identity.path, one.identity.ordinal, one.place)


class Assignment:
    """Which line stands for which violation, one to one, taken step by step by number. Lines may
    have been written for the tree before files were renamed, or for the one after it."""

    def __init__(
        self,
        lines: Sequence[BaselineLine],
        violations: Sequence[Identified],
        renames: Mapping[str, str],
    ) -> None:
        self._lines = lines
        self._violations = violations
        self._renames = renames
        self._free = dict.fromkeys(range(len(lines)))
        self.lines_of: dict[int, int] = {}

    def take_same(self, wanted: Iterable[int]) -> None:
        """Lines that say of a violation all that there is to say."""
        waiting: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for line in self._free:
            waiting[_said(self._lines[line].identity)].append(line)
        for one in self._open(wanted):
            same = waiting.get(_said(self._violations[one].identity))
            if same:
                self._take(one, same.popleft())

    def take_kept(self, before: Mapping[int, BaselineLine]) -> None:
        """Lines that stood for a violation before and are still there, however it has changed."""
        numbers = {self._lines[at].key: at for at in self._free}
        for one in self._open(sorted(before)):
            line = numbers.pop(before[one].key, None)
            if line is not None:
                self._take(one, line)

    def take_alike(self, wanted: Iterable[int]) -> None:
        """By the ladder: first as the paths are, then as they were."""
        for renames in ({}, self._renames) if self._renames else ({},):
            open_, free = list(self._open(wanted)), list(self._free)
            lines = [self._lines[at] for at in free]
            found = match(lines, [self._violations[one] for one in open_], renames)
            for after, before in found.items():
                self._take(open_[after], free[before])

    def _open(self, wanted: Iterable[int]) -> list[int]:
        return [one for one in wanted if one not in self.lines_of]

    def _take(self, one: int, line: int) -> None:
        self.lines_of[one] = line
        del self._free[line]


def _said(one: Identity) -> tuple[str, ...]:
    """All but the shape, which a later release may tell better, and the number of its like."""
    return (one.rule, one.path, one.scope, one.text, one.message)


def _numbered(side: Sequence[Identified], numbers: Sequence[int]) -> list[_Numbered]:
    """Named by their numbers: a ladder asks for names, and nobody reads these."""
    return [_Numbered(f"{at:09}", side[at].identity, side[at].place, at) for at in numbers]
