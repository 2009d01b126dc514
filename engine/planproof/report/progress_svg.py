"""The burn-down as SVG: a curve of what remained, bars for what came and went, and a forecast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import NamedTuple

from planproof.progress.burndown import Step
from planproof.progress.forecast import Forecast
from planproof.report.escape import visible

_WIDTH, _LEFT, _RIGHT = 960, 56, 16
_TOP, _CURVE, _GAP, _BARS, _BOTTOM = 16, 260, 24, 70, 26
_HEIGHT = _TOP + _CURVE + _GAP + _BARS + _BOTTOM
_DAY = 86_400


class _Scale(NamedTuple):
    """From times, in seconds, and counts to places in the picture."""

    first: float
    last: float
    most: int
    moves: int

    def x(self, at: float) -> float:
        span = self.last - self.first
        part = (at - self.first) / span if span else 0.5
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)

    def y(self, remaining: float) -> float:
        return _TOP + _CURVE * (1 - remaining / self.most)

    def bar(self, moved: int) -> float:
        """The height of a bar, at least one unit where there is something."""
        return max(_BARS / 2 * moved / self.moves, 1.0) if moved else 0.0


def burndown_svg(steps: Sequence[Step], forecast: Forecast | None) -> str:
    """A figure with a title for readers of screens; empty without a step."""
    if not steps:
        return ""
    times = [_seconds(step.at) for step in steps]
    end = _end(times[0], times[-1], forecast)
    scale = _Scale(
        times[0],
        max(times[-1], end),
        max(1, *(step.remaining for step in steps)),
        max(1, *(max(step.fixed, step.appeared) for step in steps)),
    )
    title = f"From {steps[0].remaining:,} violations on {steps[0].at[:10]} to"
    title += f" {steps[-1].remaining:,} on {steps[-1].at[:10]}"
    parts = [
        *_grid(scale),
        *_band(scale, times[-1], steps[-1].remaining, forecast),
        *_curve(scale, times, steps),
        *_moves(scale, times, steps),
    ]
    body = "\n".join(parts)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">\n'
        f"{body}\n</svg>"
    )


def _seconds(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


def _end(first: float, last: float, forecast: Forecast | None) -> float:
    """The right end: where the forecast's band ends, but the past keeps half of the picture."""
    if forecast is None:
        return last
    days = [_midnight(day) for day in (forecast.early, forecast.likely, forecast.late) if day]
    return min(max(days, default=last), last + (last - first))


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + _DAY / 2


def _grid(scale: _Scale) -> Iterator[str]:
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        value = round(scale.most * part)
        y = scale.y(value)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>'
    y = _HEIGHT - 8
    for at, anchor in ((scale.first, "start"), (scale.last, "end")):
        day = datetime.fromtimestamp(at, UTC).date().isoformat()
        yield f'<text x="{scale.x(at):.1f}" y="{y}" text-anchor="{anchor}">{day}</text>'
        if scale.first == scale.last:
            return


def _band(scale: _Scale, last: float, remaining: int, forecast: Forecast | None) -> Iterator[str]:
    """From what remains now down to nothing, between the early day and the late one."""
    if forecast is None or forecast.early is None:
        return
    x, y, ground = scale.x(last), scale.y(remaining), scale.y(0)
    early = scale.x(_midnight(forecast.early))
    late = scale.x(_midnight(forecast.late)) if forecast.late else _WIDTH * 10.0
    inside = f'<rect x="{x:.1f}" y="0" width="{_WIDTH - _RIGHT - x:.1f}" height="{ground:.1f}"/>'
    yield f'<clipPath id="to-come">{inside}</clipPath><g clip-path="url(#to-come)">'
    yield f'<path class="band" d="M{x:.1f} {y:.1f}L{early:.1f} {ground:.1f}H{late:.1f}Z"/>'
    if forecast.likely is not None:
        likely = scale.x(_midnight(forecast.likely))
        yield (
            f'<line class="likely" x1="{x:.1f}" y1="{y:.1f}" x2="{likely:.1f}" y2="{ground:.1f}"/>'
        )
    yield "</g>"


def _curve(scale: _Scale, times: Sequence[float], steps: Sequence[Step]) -> Iterator[str]:
    """What remained holds until the next step: a staircase."""
    path = f"M{scale.x(times[0]):.1f} {scale.y(steps[0].remaining):.1f}"
    for at, step in zip(times[1:], steps[1:], strict=True):
        path += f"H{scale.x(at):.1f}V{scale.y(step.remaining):.1f}"
    ground = scale.y(0)
    yield f'<path class="area" d="{path}V{ground:.1f}H{scale.x(times[0]):.1f}Z"/>'
    yield f'<path class="curve" d="{path}"/>'
    for at, step in zip(times, steps, strict=True):
        x, y = scale.x(at), scale.y(step.remaining)
        yield f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="3">{_tip(step)}</circle>'


def _moves(scale: _Scale, times: Sequence[float], steps: Sequence[Step]) -> Iterator[str]:
    """Below the curve: what was fixed hangs down, what was added stands up."""
    middle = _TOP + _CURVE + _GAP + _BARS / 2
    yield (
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{middle}" y2="{middle}"/>'
        f'<text x="{_LEFT - 8}" y="{middle - 10}" text-anchor="end">added</text>'
        f'<text x="{_LEFT - 8}" y="{middle + 18}" text-anchor="end">fixed</text>'
    )
    width = max(min((_WIDTH - _LEFT - _RIGHT) / len(steps) * 0.7, 10), 1.5)
    for at, step in zip(times, steps, strict=True):
        x = scale.x(at) - width / 2
        added, fixed = scale.bar(step.appeared), scale.bar(step.fixed)
        if added:
            yield _rect("added", x, middle - added, width, added, step)
        if fixed:
            yield _rect("fixed", x, middle, width, fixed, step)


def _rect(kind: str, x: float, y: float, width: float, height: float, step: Step) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">'
        f"{_tip(step)}</rect>"
    )


def _tip(step: Step) -> str:
    text = f"{step.at[:16].replace('T', ' ')} · {step.label} · {step.actor}: "
    text += f"{step.remaining:,} remaining, {step.fixed:,} fixed, {step.appeared:,} added"
    return f"<title>{escape(visible(text))}</title>"
