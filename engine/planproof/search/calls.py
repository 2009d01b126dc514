"""Who calls a symbol, who calls those, and what a symbol calls."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from planproof.model.document import Role
from planproof.search.atlas import Atlas
from planproof.search.match import Match
from planproof.search.meaning import End
from planproof.search.symbols import Symbol
from planproof.search.uses import Uses, each_once

_CALL = int(Role.CALL)


class Caller(Struct, frozen=True):
    """A definition, or the top of a file (``end.qualified`` is empty), that calls something.

    ``calls`` are the places, ``callee`` is what it calls there; ``depth`` 1 calls the symbol that
    was asked about. It is ``certain`` if one of the calls is.
    """

    end: End
    depth: int
    callee: End
    calls: tuple[Match, ...]

    @property
    def certain(self) -> bool:
        return any(match.certain for match in self.calls)

    @property
    def order(self) -> tuple[int, str, int, End]:
        return self.depth, *self.calls[0].order, self.callee


def callers(symbols: Iterable[Symbol], depth: int, atlas: Atlas, uses: Uses) -> list[Caller]:
    """Everything that calls the symbols within ``depth`` steps, each caller once and as near as it
    is. What is uncertain is told of the symbols themselves, and not followed."""
    seen = {symbol.end for symbol in symbols}
    found: list[Caller] = []
    waiting = sorted(seen)
    for step in range(1, depth + 1):
        after: dict[End, None] = {}
        for callee in waiting:
            matches = uses.of(callee) if step == 1 else uses.certain(callee)
            for end, calls in sorted(_by_caller(matches, atlas).items()):
                caller = Caller(end, step, callee, tuple(calls))
                if end not in seen or step == 1:
                    found.append(caller)
                if caller.certain and end not in seen and end.qualified:
                    after[end] = None
        seen |= after.keys()
        waiting = sorted(after)
    return sorted(found, key=lambda one: one.order)


def _by_caller(matches: Iterable[Match], atlas: Atlas) -> dict[End, list[Match]]:
    found: dict[End, list[Match]] = {}
    for match in each_once(one for one in matches if one.mention.roles & _CALL):
        found.setdefault(around(match, atlas), []).append(match)
    return found


def around(match: Match, atlas: Atlas) -> End:
    """The definition around a place; without a name at the top of a file."""
    given = atlas.definition(match.mention.unit, match.mention.definition)
    return End(match.path, given.qualified if given is not None else "")
