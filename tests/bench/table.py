"""Rows, what is demanded of them, and the table that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum

from timing import Spread


class Outcome(Enum):
    """What became of a row."""

    STRETCH = "pass, stretch too"
    PASS = "pass"
    SHORT = "falls short"
    SHOWN = "–"
    MISSING = "not measured"
    LEFT = "only with --full"


@dataclass(frozen=True)
class Bar:
    """A limit of a figure and a goal beyond it; at most, or at least where more is better."""

    limit: float
    stretch: float | None = None
    at_least: bool = False

    def met(self, figure: float, limit: float) -> bool:
        return figure >= limit if self.at_least else figure <= limit

    def say(self, limit: float | None, unit: str) -> str:
        sign = "≥" if self.at_least else "≤"
        return "" if limit is None else f"{sign} {limit:g} {unit}".strip()


@dataclass(frozen=True)
class Row:
    """One line: ``ours`` and ``peers`` are what was measured, ``figure`` is what the bar is about.

    ``guarded`` is the ratio that the regression guard compares, the figure itself where it is one.
    ``cpu`` is the same ratio in seconds of the cores. ``missing`` says why there is no figure.
    """

    key: str
    what: str
    ours: str = ""
    peers: str = ""
    figure: Spread | None = None
    unit: str = "×"
    bar: Bar | None = None
    cpu: float | None = None
    guarded: float | None = None
    note: str = ""
    missing: str = ""
    left_out: bool = False

    @property
    def outcome(self) -> Outcome:
        if self.left_out:
            return Outcome.LEFT
        if self.missing:
            return Outcome.MISSING
        if self.bar is None or self.figure is None:
            return Outcome.SHOWN
        return _judge(self.bar, self.figure.median)

    @property
    def ratio(self) -> float | None:
        """What the guard compares: never seconds."""
        if self.guarded is not None or self.figure is None or self.unit != "×":
            return self.guarded
        return self.figure.median

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "outcome": self.outcome.value, "ratio": self.ratio}


def _judge(bar: Bar, figure: float) -> Outcome:
    if bar.stretch is not None and bar.met(figure, bar.stretch):
        return Outcome.STRETCH
    return Outcome.PASS if bar.met(figure, bar.limit) else Outcome.SHORT


HEAD = ("row", "what", "planproof", "peers", "figure", "min … max", "CPU", "bar", "stretch", "")


def render(rows: Iterable[Row]) -> str:
    """The table, in Markdown, its columns aligned."""
    lines = [HEAD, *map(_cells, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    drawn = [_line(line, widths) for line in lines]
    return "\n".join([drawn[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *drawn[1:]])


def render_notes(rows: Iterable[Row]) -> str:
    """What is to be said of single rows, one line each."""
    said = ((row.key, row.missing or row.note) for row in rows)
    return "\n".join(f"{key}: {text}" for key, text in said if text)


def _cells(row: Row) -> tuple[str, ...]:
    bar, unit = row.bar, row.unit
    figure = "" if row.figure is None else f"{number(row.figure.median)} {unit}".strip()
    spread = row.figure
    between = "" if spread is None else f"{number(spread.least)} … {number(spread.greatest)}"
    cpu = "" if row.cpu is None else f"{number(row.cpu)} {unit}".strip()
    limit = "" if bar is None else bar.say(bar.limit, unit)
    goal = "" if bar is None else bar.say(bar.stretch, unit)
    return (row.key, row.what, row.ours, row.peers, figure, between, cpu, limit, goal,
            row.outcome.value)  # fmt: skip


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "| " + " | ".join(padded) + " |"


def number(value: float) -> str:
    """Three digits that matter."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def seconds(spread: Spread) -> str:
    value = spread.median
    return f"{value * 1000:.0f} ms" if value < 1 else f"{number(value)} s"
