"""What all rows have in common: their key, their bar, and how they are measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lab import Lab
from processes import NotMeasuredError
from table import Bar, Row, seconds
from timing import Formula, Limits, Runner, race


@dataclass(frozen=True)
class Question:
    """A row to be: ``measure`` gives it figures. ``slow`` ones are only asked with --full."""

    key: str
    what: str
    measure: Callable[[Lab, Row], Row]
    bar: Bar | None = None
    unit: str = "×"
    slow: bool = False

    def ask(self, lab: Lab) -> Row:
        """The row; when it cannot be measured, the row that says why."""
        row = Row(self.key, self.what, unit=self.unit, bar=self.bar)
        if self.slow and not lab.full:
            return replace(row, left_out=True)
        try:
            return self.measure(lab, row)
        except NotMeasuredError as error:
            return replace(row, missing=str(error))


def compare(
    row: Row,
    runners: Mapping[str, Runner],
    formula: Formula,
    limits: Limits,
    peers: Formula | None = None,
) -> Row:
    """The row of a race. The runner ``ours`` is planproof's; ``peers`` sums up the others."""
    rounds = race(runners, limits)
    others = [name for name in runners if name != "ours"]
    against = peers or (lambda took: sum(took[name] for name in others))
    return replace(
        row,
        ours=seconds(rounds.wall("ours")),
        peers=seconds(rounds.wall(against)) if others else "",
        figure=rounds.wall(formula),
        cpu=rounds.cpu(formula).median,
        note=rounds.count,
    )


def times(took: Mapping[str, float]) -> float:
    """Ours, as so many times the peers'."""
    return took["ours"] / sum(value for name, value in took.items() if name != "ours")


def faster(took: Mapping[str, float]) -> float:
    """How many times the peer takes what ours takes."""
    return 1 / times(took)
