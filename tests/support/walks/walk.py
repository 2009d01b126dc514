"""A walk: steps and checks, from a seed. A walk that finds a difference is made shorter.

python tests/incremental/walk.py --seed 7 --checks 500
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from walks import edits, gits, upsets
from walks.checks import CHECKS
from walks.material import specs
from walks.steps import STEPS, pick_steps, take
from walks.world import SPECS, World, make_world

ROOMS = (edits, gits, upsets)
"""The modules whose import fills the table of steps."""

TICK = 0.012
"""Seconds in which the clock of every file system goes on."""

CHECKS_PER_WORLD = 40

Item = tuple[str, int]
"""A step or a check by name, and the seed of its chance."""


@dataclass(frozen=True)
class Plan:
    """All that a walk over one repository is made of."""

    seed: int
    real: bool
    hasty: bool
    items: tuple[Item, ...]
    anew: bool = False

    def of(self, items: tuple[Item, ...]) -> Plan:
        """Others over the same repository."""
        return replace(self, items=items)


@dataclass
class Failure:
    plan: Plan
    what: str

    def __str__(self) -> str:
        lines = "\n".join(f"    {name} {seed}" for name, seed in self.plan.items)
        options = f"seed {self.plan.seed}, real {self.plan.real}, hasty {self.plan.hasty}"
        return f"A kept index changed a verdict ({options}).\n{lines}\n{self.what}"


@dataclass
class Tally:
    """What was done, for a person to read."""

    steps: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {name}" for name, count in self.checks.most_common())
        return f"{self.steps.total()} steps, {self.checks.total()} checks ({kinds})"


def plan_walk(seed: int, checks: int = CHECKS_PER_WORLD, *, whole: bool | None = None) -> Plan:
    """No step to four, a check, and so on. Half of the walks only edit the sources of a small
    tree and ask for plain verdicts: they find what edits do to other files in much less time.
    ``whole`` decides it."""
    chance = random.Random(seed)
    by_chance = chance.random() < 0.5
    is_whole = by_chance if whole is None else whole
    steps = sorted(STEPS) if is_whole else [name for name in sorted(STEPS) if is_edit(name)]
    asked = sorted(CHECKS) if is_whole else ["verify"]
    items: list[Item] = [("verify", 0)]
    for _ in range(checks):
        items += pick_steps(chance, steps, chance.choice((0, 1, 1, 1, 1, 2, 4)))
        name = chance.choices(asked, [CHECKS[each][0] for each in asked])[0]
        items.append((name, chance.randrange(1 << 30)))
    is_real = is_whole and chance.random() < 0.3
    return Plan(seed, is_real, chance.random() < 0.6, tuple(items))


def is_edit(name: str) -> bool:
    """Whether a step changes sources, and nothing about how they are looked at."""
    return STEPS[name][1].__module__ == edits.__name__ and name != "make_large"


def run(plan: Plan, tally: Tally, *, only_last: bool = False) -> Failure | None:
    """The first difference; ``only_last`` compares at the last check alone."""
    place = Path(tempfile.mkdtemp(prefix="walks-"))
    try:
        world = make_world(place, random.Random(plan.seed), real=plan.real)
        (place / SPECS).mkdir()
        for name, text in specs().items():
            (place / SPECS / name).write_text(text)
        world.hasty, world.anew = plan.hasty, plan.anew
        for number, (name, seed) in enumerate(plan.items):
            is_last = number == len(plan.items) - 1
            what = _do(world, name, seed, tally, compared=is_last or not only_last)
            if what:
                return Failure(plan.of(plan.items[: number + 1]), what)
        return None
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _do(world: World, name: str, seed: int, tally: Tally, *, compared: bool) -> str:
    if name in CHECKS:
        tally.checks[name] += 1
        if world.hasty:
            time.sleep(TICK)
        return CHECKS[name][1](world, random.Random(seed), compared)
    tally.steps[name] += 1
    take(world, name, seed)
    return ""


def shrink(failure: Failure, tell: Callable[[str], None]) -> Failure:
    """Leaves out whatever the difference does not need: halves, quarters, … single items."""
    best = failure
    size = max(1, len(best.plan.items) // 2)
    while size:
        shorter = _first_failing(_without(best.plan.items, size), best, tell)
        if shorter is not None:
            best = shorter
        else:
            size //= 2
        size = min(size, len(best.plan.items) - 1)
    return best


def _first_failing(
    candidates: Iterator[tuple[Item, ...]], best: Failure, tell: Callable[[str], None]
) -> Failure | None:
    for items in candidates:
        found = run(best.plan.of(items), Tally(), only_last=True)
        if found is not None:
            tell(f"  still so with {len(items)} of the steps")
            return found
    return None


def _without(items: Sequence[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """The items without some that stand together; the last is always there."""
    for start in range(0, len(items) - 1, size):
        yield (*items[:start], *items[min(start + size, len(items) - 1) :])
