"""Commands run by turns (A B A B), so that a busy moment falls on both sides of a ratio."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from processes import Command, Took

_SHORT = 2.0
"""Rounds of fewer seconds are preceded by one that does not count."""


def _nothing() -> None:
    """What most commands need before they run."""


@dataclass(frozen=True)
class Runner:
    """A command, and what is done before each run and not timed."""

    command: Command
    before: Callable[[], object] = field(default=_nothing)

    def run(self) -> Took:
        self.before()
        return self.command.run().took


@dataclass(frozen=True)
class Limits:
    """How many rounds count: ``most``, or fewer, but ``least``, when ``seconds`` are used up.

    When three times as many are used up, one is enough: the table says how many there were.
    """

    most: int = 5
    least: int = 3
    seconds: float = 40.0

    def want_more(self, rounds: int, elapsed: float) -> bool:
        if elapsed < self.seconds:
            return rounds < self.most
        return rounds < (self.least if elapsed < 3 * self.seconds else 1)


@dataclass(frozen=True)
class Spread:
    """The median of several measurements, the least and the greatest."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        return min(self.values)

    @property
    def greatest(self) -> float:
        return max(self.values)


Seconds = Mapping[str, float]
Formula = Callable[[Seconds], float]
"""A figure of one round, of the seconds that each command took in it."""


@dataclass(frozen=True)
class Rounds:
    """What each command took in each round."""

    rounds: Sequence[Mapping[str, Took]]

    @property
    def count(self) -> str:
        return f"{len(self.rounds)} round{'s' * (len(self.rounds) != 1)}"

    def wall(self, formula: Formula | str) -> Spread:
        """The figure of each round, by the clock."""
        rounds = [{name: took.wall for name, took in each.items()} for each in self.rounds]
        return _spread(formula, rounds)

    def cpu(self, formula: Formula | str) -> Spread:
        """The same in seconds of the cores, on which other work on the machine tells less."""
        return _spread(formula, [{n: took.cpu for n, took in each.items()} for each in self.rounds])


def race(runners: Mapping[str, Runner], limits: Limits) -> Rounds:
    """Runs all by turns. The first round counts only if a round takes long."""
    begun = time.monotonic()
    first = _round(runners)
    rounds = [first] if sum(took.wall for took in first.values()) > _SHORT else []
    while limits.want_more(len(rounds), time.monotonic() - begun):
        rounds.append(_round(runners))
    return Rounds(rounds)


def _round(runners: Mapping[str, Runner]) -> dict[str, Took]:
    return {name: runner.run() for name, runner in runners.items()}


def _spread(formula: Formula | str, rounds: Sequence[Seconds]) -> Spread:
    if isinstance(formula, str):
        return Spread(tuple(each[formula] for each in rounds))
    return Spread(tuple(formula(each) for each in rounds))
