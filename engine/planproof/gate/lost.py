"""What one judgement reports of a tree and another does not."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from planproof.model.location import Position
from planproof.model.violation import Violation


def not_reported(old: Iterable[Violation], new: Iterable[Violation]) -> tuple[Violation, ...]:
    """The violations of ``old`` at a place where ``new`` has none, nor one that covers or cuts it.

    An unmet expectation is reported by any other: those lie in the text of the spec.
    """
    places = _Places(new)
    return tuple(one for one in old if not places.hold(one))


def lost_in(
    head: tuple[Iterable[Violation], Iterable[Violation]],
    fork: tuple[Iterable[Violation], Iterable[Violation]] = ((), ()),
) -> tuple[Violation, ...]:
    """What the old version of a rule reports and the new one does not, in the head's tree or where
    the head began, each once. Both are (by the old version, by the new version)."""
    found = (*not_reported(*head), *not_reported(*fork))
    return tuple({one.fingerprint: one for one in reversed(found)}.values())[::-1]


class _Places:
    """Where something is reported, by path."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        spans: defaultdict[str, list[tuple[Position, Position]]] = defaultdict(list)
        self._unmet = False
        for one in violations:
            if one.expected:
                self._unmet = True
            else:
                spans[one.place.path].append((one.place.start, one.place.end))
        self._by_path = {path: _Spans(sorted(found)) for path, found in spans.items()}

    def hold(self, one: Violation) -> bool:
        if one.expected:
            return self._unmet
        spans = self._by_path.get(one.place.path)
        return spans is not None and spans.meet(one.place.start, one.place.end)


class _Spans:
    """Sorted ranges of one file, and how far those up to each of them reach."""

    def __init__(self, spans: Sequence[tuple[Position, Position]]) -> None:
        self._starts = [start for start, _ in spans]
        self._known = frozenset(self._starts)
        self._reach: list[Position] = []
        for _, end in spans:
            self._reach.append(max(end, self._reach[-1]) if self._reach else end)

    def meet(self, start: Position, end: Position) -> bool:
        if start in self._known:
            return True
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start
