"""Which task has to wait for which."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from planproof.errors import RefusedError


def refuse_cycle(
    number: int, depends_on: Iterable[int], edges: Mapping[int, Collection[int]]
) -> None:
    """Raise RefusedError, with the path printed, if ``number`` would come to wait for itself.

    ``edges`` maps each task to the ones it depends on.
    """
    for first in sorted(depends_on):
        path = find_path(first, number, edges)
        if path:
            shown = " → ".join(str(one) for one in (number, *path))
            raise RefusedError(
                f"task {number} would wait for itself: {shown}",
                fix=f"leave {first} out of --depends-on, or change what another task waits for",
            )


def find_path(start: int, goal: int, edges: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """The shortest path along ``edges`` from ``start`` to ``goal``, both included; () if none."""
    came_from: dict[int, int | None] = {start: None}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here == goal:
            return _trail(here, came_from)
        for following in sorted(edges.get(here, ())):
            if following not in came_from:
                came_from[following] = here
                queue.append(following)
    return ()


def _trail(end: int, came_from: Mapping[int, int | None]) -> tuple[int, ...]:
    trail, here = [end], came_from[end]
    while here is not None:
        trail.append(here)
        here = came_from[here]
    return tuple(reversed(trail))
