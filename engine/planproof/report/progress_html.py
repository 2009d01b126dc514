"""The burn-down as one page that needs nothing else: no network, no other file.

Everything from the repository is escaped, and the page's policy lets no other script run than the
one it came with. It is complete without scripts; they only filter.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from string import Template

from planproof.plans import TaskStatus
from planproof.progress.burndown import Step
from planproof.progress.remaining import Share
from planproof.report.escape import visible, visible_lines
from planproof.report.places import counted, place_text
from planproof.report.progress import ProgressView, Row, outdated_text
from planproof.report.progress_svg import burndown_svg
from planproof.report.progress_text import forecast_text

PAGE_BEGINS = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="planproof">
"""
"""Every page does; so it is known again, and may be written over."""

MOST_ROWS = 5_000
"""Violations on the page; it says so where there are more."""

_OPEN = 10
"""Parts that are shown at once; the others open with a click."""

_LONGEST = 400
"""Characters of a line of code."""


def progress_html(view: ProgressView) -> str:
    """The whole document."""
    page = files("planproof.report") / "page"
    script = (page / "page.js").read_text("utf-8").strip()
    inside = f"\n{script}\n"
    shown = view.rows[:MOST_ROWS]
    values = {
        "digest": base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode(),
        "style": (page / "page.css").read_text("utf-8").strip(),
        "script": script,
        "title": _text(f"{view.plan.name} · planproof"),
        "name": _text(view.plan.name),
        "remaining": _remaining(view),
        "change": _change(view),
        "numbers": "".join(_numbers(view)),
        "notes": "".join(f'<p class="note">{_text(note)}</p>\n' for note in _notes(view)),
        "chart": burndown_svg(view.steps, view.forecast),
        "forecast": _text(forecast_text(view)) if view.steps else "",
        "shares": "".join(_shares(view)),
        "filters": "".join(_filters(view, shown)),
        "count": f"{len(shown):,} of {len(shown):,}",
        "rows": "".join(map(_row, shown)),
        "steps": "".join(_step(step) for step in reversed(view.steps)),
    }
    return Template((page / "page.html").read_text("utf-8")).substitute(values)


def _text(text: str) -> str:
    return escape(visible(text))


def _remaining(view: ProgressView) -> str:
    if view.remaining is None:
        return "Nothing was looked at yet"
    return f"{counted(view.remaining, 'violation')} remaining"


def _change(view: ProgressView) -> str:
    if len(view.steps) < 2:
        return ""
    change = view.steps[-1].remaining - view.steps[0].remaining
    what = counted(len(view.steps), "commit" if view.of_commits else "snapshot")
    tone = "good" if change < 0 else "bad" if change > 0 else ""
    return f'<span class="{tone}">{change:+,}</span> over {what}'


def _numbers(view: ProgressView) -> Iterator[str]:
    done = sum(task.status is TaskStatus.COMPLETED for task in view.tasks)
    yield _number("tasks completed", f"{done} of {len(view.tasks)}")
    yield _number("to begin with", f"{sum(one.begun for one in view.steps):,}")
    fixed, added = sum(one.fixed for one in view.steps), sum(one.appeared for one in view.steps)
    yield _number("fixed", f"{fixed:,}", "good" if fixed else "")
    yield _number("added meanwhile", f"{added:,}", "bad" if added else "")
    if respecified := sum(one.respecified for one in view.steps):
        yield _number("by changed specs", f"{respecified:+,}")


def _number(name: str, value: str, tone: str = "") -> str:
    return f'<div><dt>{name}</dt><dd class="{tone}">{value}</dd></div>'


def _notes(view: ProgressView) -> Iterator[str]:
    if view.unseen:
        numbers = ", ".join(map(str, view.unseen))
        yield f"Never looked at: task {numbers}. What remains of it is not in these numbers."
    if view.set_aside:
        yield f"Not counted, waived or cancelled: task {', '.join(map(str, view.set_aside))}."
    if stale := outdated_text(view):
        yield stale
    if view.unsure:
        yield f"At {counted(view.unsure, view.unit)} some files could not be judged."
    if len(view.rows) > MOST_ROWS:
        yield f"The list shows {MOST_ROWS:,} of {len(view.rows):,} violations; --json has all."


def _shares(view: ProgressView) -> Iterator[str]:
    titles = (("rule", view.by_rule), ("folder", view.by_folder), ("owner", view.by_owner))
    for title, shares in titles:
        if shares:
            most = shares[0].violations
            first = "".join(_share(share, most) for share in shares[:_OPEN])
            rest = "".join(_share(share, most) for share in shares[_OPEN:])
            more = f"<summary>{len(shares) - _OPEN} more</summary><ol>{rest}</ol>"
            closed = f"<details>{more}</details>" if rest else ""
            yield f'<div class="share"><h2>By {title}</h2><ol>{first}</ol>{closed}</div>'


def _share(share: Share, most: int) -> str:
    width = max(share.violations / most * 100, 1)
    name, count = _text(share.name), f"{share.violations:,}"
    return f'<li><span>{name}</span><b>{count}</b><i style="width:{width:.1f}%"></i></li>\n'


def _filters(view: ProgressView, rows: Sequence[Row]) -> Iterator[str]:
    tasks = sorted({row.task for row in rows})
    yield _choice("rule", sorted({row.violation.rule for row in rows}))
    yield _choice("folder", sorted({one.name for one in view.by_folder if one.name != "."}))
    yield _choice("owner", sorted({one for row in rows for one in row.owners}))
    yield _choice("task", [str(task) for task in tasks])


def _choice(name: str, values: Sequence[str]) -> str:
    """Nothing to choose from is not shown."""
    if len(values) < 2:
        return ""
    options = "".join(f'<option value="{_text(one)}">{_text(one)}</option>' for one in values)
    select = f'<select name="{name}"><option value="">all</option>{options}</select>'
    return f"<label>{name.capitalize()} {select}</label>\n"


def _row(row: Row) -> str:
    one = row.violation
    owners = "\n".join(map(visible, row.owners))
    data = (
        ("rule", visible(one.rule)),
        ("folder", visible(one.place.path)),
        ("owner", owners),
        ("task", str(row.task)),
    )
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data)
    tags = (one.rule, one.severity.value, f"task {row.task}", *row.owners)
    tagged = " ".join(f'<span class="tag">{_text(tag)}</span>' for tag in tags)
    place = f'<p><span class="place">{escape(place_text(one.place))}</span> {tagged}</p>'
    message = f"<p>{_text(one.identity.message)}</p>" if one.identity.message else ""
    return f"<li{attributes}>{place}{message}<pre>{''.join(_code(row))}</pre></li>\n"


def _code(row: Row) -> Iterator[str]:
    place = row.violation.place
    if row.excerpt is None:
        yield _line(place.start.line + 1, row.violation.snippet, is_hit=True)
        return
    for number, line in enumerate(row.excerpt.lines, start=row.excerpt.first):
        is_hit = place.start.line < number <= place.end.line + 1
        yield _line(number, line, is_hit=is_hit)


def _line(number: int, line: str, *, is_hit: bool) -> str:
    short = line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"
    kind = ' class="hit"' if is_hit else ""
    return f'<span{kind} data-line="{number}">{escape(visible_lines(short))}</span>'


def _step(step: Step) -> str:
    fixed = f'<span class="good">-{step.fixed:,}</span>' if step.fixed else ""
    added = f'<span class="bad">+{step.appeared:,}</span>' if step.appeared else ""
    remarks = []
    if step.respecified:
        remarks.append(f"spec changed: {step.respecified:+,}")
    if step.unsure:
        remarks.append("some files could not be judged")
    note = f' <span class="warn">({"; ".join(remarks)})</span>' if remarks else ""
    cells: Iterable[tuple[str, str]] = (
        ("", escape(step.at[:16].replace("T", " "))),
        ("", _text(step.label) + note),
        ("", _text(step.actor)),
        (' class="n"', f"{step.remaining:,}"),
        (' class="n"', fixed),
        (' class="n"', added),
    )
    return f"<tr>{''.join(f'<td{kind}>{cell}</td>' for kind, cell in cells)}</tr>\n"
