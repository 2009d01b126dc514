"""The rows of a snapshot: its diffs and violations as columns, and back."""

from __future__ import annotations

import sqlite3

from planproof.model.location import Place, Position
from planproof.model.violation import Identity, Mark, Severity
from planproof.plans.records import Diff, FileChange
from planproof.plans.spans import Row, Table
from planproof.plans.text import from_text, to_text
from planproof.progress import Recorded

DIFFS = Table(
    "code_diffs",
    ("file_path", "old_path", "status", "added_lines", "removed_lines", "diff_text"),
)

VIOLATIONS = Table(
    "snapshot_violations",
    (
        "fingerprint",
        "rule",
        "path",
        "scope",
        "text",
        "shape",
        "message",
        "ordinal",
        "place_path",
        "start_line",
        "start_column",
        "end_line",
        "end_column",
        "severity",
        "snippet",
        "mark",
        "expected",
    ),
)


def diff_row(change: FileChange) -> Row:
    return (
        to_text(change.path),
        None if change.old_path is None else to_text(change.old_path),
        change.status,
        change.added,
        change.removed,
        to_text(change.text),
    )


def diff(row: sqlite3.Row) -> Diff:
    return Diff(
        path=from_text(row["file_path"]),
        text=from_text(row["diff_text"]),
        added=row["added_lines"],
        removed=row["removed_lines"],
        status=row["status"],
        old_path=None if row["old_path"] is None else from_text(row["old_path"]),
    )


def violation_row(one: Recorded) -> Row:
    identity, place = one.identity, one.place
    return (
        one.fingerprint,
        to_text(identity.rule),
        to_text(identity.path),
        to_text(identity.scope),
        to_text(identity.text),
        to_text(identity.shape),
        to_text(identity.message),
        identity.ordinal,
        to_text(place.path),
        place.start.line,
        place.start.column,
        place.end.line,
        place.end.column,
        one.severity.value,
        to_text(one.snippet),
        one.mark.value,
        int(one.expected),
    )


def recorded(row: sqlite3.Row) -> Recorded:
    """From the columns of ``VIOLATIONS``; by position, since a snapshot may have thousands."""
    fingerprint, rule, path, scope, text, shape, message, ordinal, *rest = row
    place_path, start_line, start_column, end_line, end_column, *remarks = rest
    severity, snippet, mark, expected = remarks
    start, end = Position(start_line, start_column), Position(end_line, end_column)
    rule, path, scope, text, shape, message = map(
        from_text, (rule, path, scope, text, shape, message)
    )
    return Recorded(
        fingerprint,
        Identity(rule, path, scope, text, shape, message, ordinal),
        Place(from_text(place_path), start, end),
        _SEVERITIES[severity],
        from_text(snippet),
        _MARKS[mark],
        bool(expected),
    )


_SEVERITIES = {one.value: one for one in Severity}
_MARKS = {one.value: one for one in Mark}
