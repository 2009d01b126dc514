"""Following a chain from file to file: the steps, and how many are enough."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct, field

_MOST_STEPS = 400
"""Chains that one chain leads to. Code has a handful; minified scripts may have more."""

_MOST_BY_STAR = 5
"""As many more for each star of the largest barrel on the way: each leads to something."""

MOST_STARS = 1000
_MOST_TRIES = 20_000
"""There are no more for more stars than these, nor where barrels lead to each other a lot."""

_MOST_OFFERS = 4
"""Nor where one chain was made longer more often: that goes on and on, as in a package that offers
itself again below its own name."""

_FEW_STEPS = 20
"""The same in a file where that was too little before: it counts as given up, whatever follows."""

_MOST_WAYS = 8
"""Ways to the same chain that are told apart by what made them longer. Beyond these only what all
have in common bars an offer, so that nothing is left out: a barrel of many stars has many ways."""

Offer = tuple[str, str, str]
"""The folder and the module of a file, a name or all names, and what that stands for: files that
are the same module there (``index.js``, ``index.d.ts``) make the same offer."""


class State(NamedTuple):
    """A chain as it stands in a file, how sure it is, and the offers that made it longer: each does
    so once, or a package that offers a namesake of its module would never end. A chain that is
    only ``passed`` is no meaning itself, one that was ``placed`` leads nowhere else."""

    path: str
    chain: str
    sure: bool = True
    passed: bool = False
    placed: bool = False
    used: frozenset[Offer] = frozenset()


class Walk(Struct):
    """What is still to be followed. A chain is followed again if it was reached with less."""

    waiting: list[State] = field(default_factory=list)
    tries: int = 0
    offers: int = 0
    """The most that one chain took."""

    steps: int = 0
    _seen: dict[tuple[str, str], list[frozenset[Offer]]] = field(default_factory=dict)

    def add(self, state: State) -> None:
        self.tries += 1
        folder = state.path.rpartition("/")[0]  # all of the path that matters to chains
        known = self._seen.setdefault((folder, state.chain), [])
        if not any(used <= state.used for used in known):
            if len(known) >= _MOST_WAYS:
                state = state._replace(used=state.used.intersection(*known))
            known.append(state.used)
            self.waiting.append(state)
            self.offers = max(self.offers, len(state.used))
            self.steps += 1

    def most_steps(self, stars: int, *, is_knot: bool) -> int:
        """How far it is followed. ``stars`` are those of the largest barrel on the way."""
        if is_knot:
            return _FEW_STEPS
        if self.tries > _MOST_TRIES or self.offers > _MOST_OFFERS:
            return _MOST_STEPS
        return _MOST_STEPS + stars * _MOST_BY_STAR


def take(steps: Iterable[State], walk: Walk, found: dict[str, bool]) -> None:
    """Note what the steps come to, and what is to be followed from there."""
    for step in steps:
        if not step.passed:
            found[step.chain] = found.get(step.chain, False) or step.sure
        if not step.placed:
            walk.add(step)
