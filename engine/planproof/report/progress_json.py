"""The burn-down for programs: JSON, and CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from planproof.progress.burndown import Step
from planproof.progress.forecast import Forecast
from planproof.progress.remaining import Share
from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.places import place_json
from planproof.report.plans_json import plan_json
from planproof.report.progress import ProgressView, Row

_COLUMNS = (
    "at", "label", "actor", "commit", "remaining", "begun", "added", "fixed", "respecified",
    "unsure",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def progress_json(view: ProgressView) -> JsonObject:
    """``remaining`` is null before anything was looked at. Days of the forecast are null where they
    lie more than three years ahead."""
    return {
        "plan": plan_json(view.plan),
        "source": "commits" if view.of_commits else "snapshots",
        "remaining": view.remaining,
        "steps": [_step(step) for step in view.steps],
        "forecast": None if view.forecast is None else _forecast(view.forecast),
        "by_rule": _shares(view.by_rule),
        "by_folder": _shares(view.by_folder),
        "by_owner": _shares(view.by_owner),
        "never_looked_at": list(view.unseen),
        "set_aside": list(view.set_aside),
        "outdated": None if view.outdated is None else list(view.outdated),
        "violations": [_row(row) for row in view.rows],
    }


def progress_csv(view: ProgressView) -> str:
    """A line for each step. A label that a spreadsheet would take for a formula gets an apostrophe
    in front, as OWASP recommends."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_COLUMNS)
    for step in view.steps:
        table.writerow([_cell(value) for value in _step(step).values()])
    return written.getvalue()


def _cell(value: Json) -> str:
    if isinstance(value, bool):
        return str(int(value))
    text = "" if value is None else str(value)
    is_formula = isinstance(value, str) and text.startswith(_FORMULA)
    return visible(f"'{text}" if is_formula else text)


def _step(step: Step) -> JsonObject:
    return {
        "at": step.at,
        "label": step.label,
        "actor": step.actor,
        "commit": step.commit,
        "remaining": step.remaining,
        "begun": step.begun,
        "added": step.appeared,
        "fixed": step.fixed,
        "respecified": step.respecified,
        "unsure": step.unsure,
    }


def _forecast(one: Forecast) -> JsonObject:
    days = {"early": one.early, "likely": one.likely, "late": one.late}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _shares(shares: Sequence[Share]) -> list[Json]:
    return [{"name": one.name, "violations": one.violations} for one in shares]


def _row(row: Row) -> JsonObject:
    one = row.violation
    return {
        "task": row.task,
        "rule": one.rule,
        **place_json(one.place),
        "message": one.identity.message,
        "severity": one.severity.value,
        "fingerprint": one.fingerprint,
        "snippet": one.snippet,
        "owners": list(row.owners),
    }
