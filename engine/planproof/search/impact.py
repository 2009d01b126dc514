"""What may break when a symbol changes: whatever uses it, whatever uses that, and so on.

From a symbol it goes to the definition around each certain use. What uses something at the top of
a file breaks the file, and so those who import it. An import alone is told and not followed. What
is uncertain is told, and not followed either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from planproof.model.document import Role
from planproof.search.atlas import Atlas
from planproof.search.calls import around
from planproof.search.importers import Importers
from planproof.search.match import Match
from planproof.search.meaning import End
from planproof.search.uses import Uses, each_once

_IMPORT = int(Role.IMPORT)
MOST = 20_000
"""Definitions and files that one answer holds."""


class Affected(Struct, frozen=True):
    """A definition, or a file (``end.qualified`` is empty), that may break.

    ``uses`` is the first place where it uses ``cause``, the next step of the way to what changed;
    ``depth`` 1 uses that itself. ``places`` counts all such places.
    """

    end: End
    depth: int
    cause: End
    use: Match
    places: int
    certain: bool

    @property
    def order(self) -> tuple[int, bool, str, int]:
        return self.depth, not self.certain, *self.use.order


class Impact(Struct, frozen=True):
    """Everything affected, the nearest first. ``is_whole`` is False where there is more, deeper
    than was asked or beyond :data:`MOST`. ``doubts`` counts the places that may use something
    affected, and nobody can tell: those that may use what changed are told one by one."""

    affected: tuple[Affected, ...]
    is_whole: bool
    doubts: int

    def ways(self, some: Iterable[Affected]) -> Iterator[tuple[End, ...]]:
        """From each of some that are affected to what changed, step by step."""
        causes = {each.end: each.cause for each in self.affected if each.certain}
        for one in some:
            way = [one.end, one.cause]
            while way[-1] in causes and len(way) <= len(self.affected):
                way.append(causes[way[-1]])
            yield tuple(way)


def impact(ends: Iterable[End], depth: int, atlas: Atlas, uses: Uses) -> Impact:
    """What is affected within ``depth`` steps, each once, as near as it is."""
    importers = Importers(atlas)
    start = set(ends)
    known: dict[End, Affected] = {}
    doubtful: dict[End, Affected] = {}
    waiting, doubts = sorted(start), 0
    for step in range(1, depth + 1):
        after: dict[End, None] = {}
        for cause in waiting:
            matches: Iterable[Match]
            if not cause.qualified:
                matches = importers.of(cause.path)
            elif step == 1:
                matches = uses.of(cause)
            else:
                matches = uses.certain(cause)
                doubts += uses.doubts(cause)
            for one, goes_on in _affected(cause, step, matches, atlas):
                if one.end in start or one.end in known:
                    continue
                if not one.certain:
                    doubtful.setdefault(one.end, one)
                    continue
                known[one.end] = one
                if goes_on:
                    after[one.end] = None
        waiting = sorted(after)
        if len(known) + len(doubtful) > MOST:
            break
    unsure = (one for end, one in doubtful.items() if end not in known)
    found = sorted((*known.values(), *unsure), key=lambda one: one.order)
    return Impact(tuple(found[:MOST]), not waiting and len(found) <= MOST, doubts)


def _affected(
    cause: End, step: int, matches: Iterable[Match], atlas: Atlas
) -> list[tuple[Affected, bool]]:
    """What the matches affect, and whether what uses that is affected in turn."""
    by_end: dict[End, list[Match]] = {}
    for match in each_once(matches):
        by_end.setdefault(around(match, atlas), []).append(match)
    found = []
    for end, places in by_end.items():
        sure = [match for match in places if match.certain]
        telling = [match for match in sure if not match.mention.roles & _IMPORT]
        use = (telling or sure or places)[0]
        goes_on = bool(telling) if not end.qualified else bool(sure)
        found.append((Affected(end, step, cause, use, len(places), bool(sure)), goes_on))
    return found
