"""The burn-down for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from planproof.plans import TaskStatus
from planproof.progress.burndown import Step
from planproof.progress.forecast import LEAST_DAYS, LEAST_STEPS
from planproof.progress.remaining import Share
from planproof.report.chart import Size, bar, column_chart
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.progress import ProgressView, outdated_text
from planproof.report.style import Paint, StyleName

_SHOWN = 8
_BAR = 24


def progress_text(
    view: ProgressView, size: Size, paint: Paint, *, ascii_only: bool, verbose: bool
) -> str:
    """Headline, chart, what came and what went, what remains where, and a forecast."""
    return "".join(_lines(view, size, paint, ascii_only=ascii_only, verbose=verbose))


def _lines(
    view: ProgressView, size: Size, paint: Paint, *, ascii_only: bool, verbose: bool
) -> Iterator[str]:
    done = sum(task.status is TaskStatus.COMPLETED for task in view.tasks)
    of_all = f"{done} of {counted(len(view.tasks), 'task')} completed"
    yield f"{paint('bold', visible(view.plan.name))} ({view.plan.slug}) · {of_all}\n"
    if not view.steps:
        yield "nothing was looked at yet, so nothing is known of what remains\n"
        return
    yield f"{_headline(view, paint)}\n\n"
    steps = view.steps
    ends = (steps[0].at[:10], steps[-1].at[:10])
    values = [step.remaining for step in steps]
    yield column_chart(values, ends, size, paint, ascii_only=ascii_only)
    yield f"\n{_flow(steps, paint)}"
    yield from _steps(steps if verbose else steps[-_SHOWN:], len(steps), paint)
    titles = (("rule", view.by_rule), ("folder", view.by_folder), ("owner", view.by_owner))
    for title, shares in titles:
        yield from _shares(title, shares, paint, ascii_only=ascii_only, verbose=verbose)
    yield from _remarks(view, paint)


def _headline(view: ProgressView, paint: Paint) -> str:
    remaining, first = view.steps[-1].remaining, view.steps[0].remaining
    what = counted(len(view.steps), view.unit)
    text = f"{counted(remaining, 'violation')} remaining"
    change = remaining - first
    since = f" ({change:+,} over {what})" if change else f" (the same over {what})"
    style: StyleName = "good" if not (remaining or view.is_unknown or view.outdated) else "bold"
    return paint(style, text) + (since if len(view.steps) > 1 else "")


def _flow(steps: Sequence[Step], paint: Paint) -> str:
    """Inflow apart from outflow: much fixed and much added is not the same as a quiet week."""
    begun = sum(step.begun for step in steps)
    fixed, appeared = sum(one.fixed for one in steps), sum(one.appeared for one in steps)
    respecified = sum(step.respecified for step in steps)
    text = f"{begun:,} to begin with, {paint('good', f'{fixed:,} fixed')}"
    text += f", {paint('bad' if appeared else 'dim', f'{appeared:,} added meanwhile')}"
    return text + (f", {respecified:+,} by changed specs" if respecified else "") + "\n"


def _steps(steps: Sequence[Step], count: int, paint: Paint) -> Iterator[str]:
    yield "\n"
    for step in steps:
        moves = f"{f'-{step.fixed:,}' if step.fixed else '':>7}"
        moves += f"{f'+{step.appeared:,}' if step.appeared else '':>7}"
        note = f"  (spec changed: {step.respecified:+,})" if step.respecified else ""
        unsure = paint("warn", "  no verdict on some files") if step.unsure else ""
        who = paint("dim", f"{visible(step.actor):<12.12}")
        when = paint("dim", step.at[:16].replace("T", " "))
        label = visible(step.label)
        yield f"  {when}  {who} {step.remaining:>7,}{moves}  {label:.50}{note}{unsure}\n"
    hidden = count - len(steps)
    if hidden:
        yield paint("dim", f"  … {hidden:,} earlier (--verbose shows all)") + "\n"


def _shares(
    title: str, shares: Sequence[Share], paint: Paint, *, ascii_only: bool, verbose: bool
) -> Iterator[str]:
    if not shares:
        return
    yield f"\n{paint('bold', f'by {title}')}\n"
    shown = shares if verbose else shares[:_SHOWN]
    most = shares[0].violations
    for share in shown:
        drawn = bar(share.violations, most, _BAR, ascii_only=ascii_only)
        count = f"{share.violations:>7,}"
        yield f"  {count}  {paint('path', f'{drawn:<{_BAR}}')}  {visible(share.name)}\n"
    if len(shares) > len(shown):
        rest = sum(share.violations for share in shares[len(shown) :])
        yield f"  {rest:>7,}  {paint('dim', f'in {len(shares) - len(shown)} others')}\n"


def _remarks(view: ProgressView, paint: Paint) -> Iterator[str]:
    yield f"\n{forecast_text(view)}\n"
    if view.unseen:
        numbers = ", ".join(map(str, view.unseen))
        text = f"never looked at: task {numbers}; what remains of it is not in these numbers"
        yield paint("warn", text) + "\n"
    if view.set_aside:
        numbers = ", ".join(map(str, view.set_aside))
        yield paint("dim", f"not counted, waived or cancelled: task {numbers}") + "\n"
    if stale := outdated_text(view):
        yield paint("warn", visible(stale)) + "\n"
    if view.unsure:
        text = f"at {counted(view.unsure, view.unit)} some files could not be judged"
        yield paint("warn", text) + "\n"


def forecast_text(view: ProgressView) -> str:
    """One sentence, also where there is nothing to foretell."""
    forecast = view.forecast
    if not view.remaining:
        return _nothing_found(view)
    if forecast is None:
        return f"No forecast: it takes at least {LEAST_STEPS} steps over {LEAST_DAYS} days."
    if forecast.likely is None:
        return "Forecast: at this pace it is not done within three years."
    late = f"by {forecast.late}" if forecast.late else "later than in three years"
    return (
        f"Forecast: done about {forecast.likely}, if it goes on as it went"
        f" (one chance in ten by {_named(forecast.early)}, nine in ten {late})."
    )


def _nothing_found(view: ProgressView) -> str:
    """No violation is not the end: of what nobody could judge, none can be counted."""
    if view.is_unknown:
        return "No violation was found, but not all was judged: what remains is not known."
    if view.open and not view.of_commits:
        numbers = ", ".join(map(str, view.open))
        return f"No violation remains, but not all is completed: task {numbers}."
    if not view.of_commits:
        at = view.steps[-1].at[:16].replace("T", " ")
        return (
            f"Nothing remained at the last snapshot, {at}. planproof status asks the tree as it is."
        )
    return "Nothing remains."


def _named(day: date | None) -> str:
    return day.isoformat() if day else "no day"
