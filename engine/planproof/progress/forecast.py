"""When the work may be done, if it goes on as it went: a simulation of the days to come.

Source of the method: Magennis, Forecasting and Simulating Software Development Projects (2011):
what happened on past days is drawn at random for the days to come, many times over.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from planproof.progress.burndown import Step

LEAST_STEPS = 5
LEAST_DAYS = 7
_RUNS = 400
_HORIZON = 3 * 365
_WEEK = 7
_SEED = 20120101
"""The same history gives the same forecast."""


class Forecast(NamedTuple):
    """The days by which one in ten, half, and nine in ten of the simulated futures are done.

    None for a day that lies more than three years ahead, or never comes.
    """

    early: date | None
    likely: date | None
    late: date | None


def forecast(steps: Sequence[Step]) -> Forecast | None:
    """None where nothing remains, or the history is too short to say anything: fewer than five
    steps, or less than a week from the first to the last."""
    if len(steps) < LEAST_STEPS or not steps[-1].remaining:
        return None
    days = daily(steps)
    if len(days) < LEAST_DAYS:
        return None
    remaining, last = steps[-1].remaining, _day(steps[-1])
    chance = random.Random(_SEED)  # noqa: S311 - a simulation, no secret
    ends = sorted(_simulated(remaining, days, chance) for _ in range(_RUNS))
    return Forecast(*(_dated(last, ends[int(_RUNS * part)]) for part in (0.1, 0.5, 0.9)))


def daily(steps: Sequence[Step]) -> tuple[int, ...]:
    """How many more violations, or less, the work left on each day from the first step's to the
    last's; a changed spec is no work."""
    first = _day(steps[0])
    changes = [0] * ((_day(steps[-1]) - first).days + 1)
    for step in steps:
        changes[(_day(step) - first).days] += step.net
    return tuple(changes)


def _simulated(remaining: int, days: Sequence[int], chance: random.Random) -> int:
    """Days until nothing remains. Whole weeks are drawn where there are two or more, since people
    do not work alike on all days of one."""
    block = _WEEK if len(days) >= 2 * _WEEK else 1
    passed = 0
    while passed < _HORIZON:
        start = chance.randrange(len(days) - block + 1)
        for change in days[start : start + block]:
            passed += 1
            remaining += change
            if remaining <= 0:
                return passed
    return _HORIZON


def _dated(last: date, days: int) -> date | None:
    return None if days >= _HORIZON else last + timedelta(days=days)


def _day(step: Step) -> date:
    return date.fromisoformat(step.at[:10])
