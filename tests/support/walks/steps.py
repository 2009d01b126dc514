"""All that can happen to a repository between two verdicts, by name."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from walks.world import World

Step = Callable[[World, random.Random], None]

STEPS: dict[str, tuple[int, Step]] = {}
"""Name → (how often beside the others, what it does)."""


def step(weight: int) -> Callable[[Step], Step]:
    """Puts a function among the steps. It may find that there is nothing to do."""

    def put(function: Step) -> Step:
        STEPS[function.__name__] = (weight, function)
        return function

    return put


def pick_steps(chance: random.Random, names: Sequence[str], count: int) -> list[tuple[str, int]]:
    """Names of steps, each with the seed of its own chance: dropping one changes no other."""
    weights = [STEPS[name][0] for name in names]
    return [(name, chance.randrange(1 << 30)) for name in chance.choices(names, weights, k=count)]


def take(world: World, name: str, seed: int) -> None:
    STEPS[name][1](world, random.Random(seed))
