"""A column chart out of characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planproof.report.style import Paint

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_ASCII = "  .:#"


class Size(NamedTuple):
    """``width`` counts all columns of the screen that may be used, ``height`` rows of the chart
    itself."""

    width: int = 80
    height: int = 10


def column_chart(
    values: Sequence[int], labels: tuple[str, str], size: Size, paint: Paint, *, ascii_only: bool
) -> str:
    """Bars from left to right with a scale on the left; ``labels`` stand below both ends.

    Where there are more values than columns, each column shows the last of its share of them, so
    that the right end is what holds now. Where there are fewer, bars are up to four columns wide.
    """
    top = max([*values, 1])
    margin = len(f"{top:,}") + 2
    room = max(size.width - margin - 1, 10)
    bars = _fitted(values, room)
    each = max(min(room // len(bars), 4), 1)
    blocks = _ASCII if ascii_only else _EIGHTHS
    lines = []
    for row in reversed(range(size.height)):
        cells = "".join(_cell(bar / top * size.height - row, blocks) * each for bar in bars)
        scale = {size.height - 1: f"{top:,}", 0: "0"}.get(row, "")
        axis = "|" if ascii_only else "┤" if scale else "│"
        lines.append(f"{scale:>{margin - 1}}{axis}{paint('path', cells.rstrip())}")
    first, last = labels
    gap = max(len(bars) * each - len(first), len(last) + 1)
    lines.append(" " * margin + paint("dim", f"{first}{last:>{gap}}"))
    return "".join(f"{line}\n" for line in lines)


def _fitted(values: Sequence[int], room: int) -> Sequence[int]:
    if len(values) <= room:
        return values
    return [values[(column + 1) * len(values) // room - 1] for column in range(room)]


def _cell(filled: float, blocks: str) -> str:
    """``filled`` is how much of the cell the bar reaches, from below; more than 1 fills it. What is
    not nothing is never drawn as nothing."""
    steps = len(blocks) - 1
    if filled <= 0:
        return blocks[0]
    return blocks[max(min(round(filled * steps), steps), 1)]


def bar(part: int, whole: int, width: int, *, ascii_only: bool) -> str:
    """A bar from left to right, at least one character long where there is something."""
    length = max(round(part / whole * width), 1) if part and whole else 0
    return ("#" if ascii_only else "█") * length
