"""Shortest chains of imports to some modules, for all that import them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence


class Chains:
    """Breadth-first from the goals, against the direction of imports.

    ``importers`` are by number, each in order; the same give the same chains. Goals and the numbers
    in ``closed`` are no links between others. With ``others`` each number knows the way to its two
    nearest goals, else to its nearest.
    """

    def __init__(
        self,
        goals: Collection[int],
        importers: Mapping[int, Sequence[int]],
        closed: Collection[int],
        *,
        others: bool = False,
    ) -> None:
        self._ends = frozenset({*goals, *closed})
        self._importers = importers
        self._most = 2 if others else 1
        self._next = {goal: {goal: goal} for goal in goals}
        level = [(goal, goal) for goal in sorted(goals)]
        while level:
            level = sorted(self._one_further(level))

    def to_goal(self, start: int, avoid: int | None = None) -> Sequence[int]:
        """From ``start`` to its nearest goal that is not ``avoid``, both included.

        Empty where there is none.
        """
        goal = next((goal for goal in self._next.get(start, ()) if goal != avoid), None)
        if goal is None:
            return ()
        found = [start]
        while found[-1] != goal:
            found.append(self._next[found[-1]][goal])
        return found

    def _one_further(self, level: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        reached = []
        for at, goal in level:
            for importer in self._importers.get(at, ()):
                known = self._next.setdefault(importer, {})
                free = importer not in self._ends and len(known) < self._most
                if free and goal not in known:
                    known[goal] = at
                    reached.append((importer, goal))
        return reached
