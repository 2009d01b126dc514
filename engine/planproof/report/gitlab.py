"""A gate as GitLab's Code Quality report, for the widget of a merge request."""

from __future__ import annotations

from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import GateVerdict
from planproof.model.violation import Severity
from planproof.report.envelope import Json, JsonObject, indented
from planproof.report.escape import visible
from planproof.report.gate_parts import Spot, Spots, message_of, objections_of, one_line, rule_id

BEGINS = '[\n  {\n    "check_name": "planproof/'
EMPTY = "[]\n"

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}


def gitlab(verdict: GateVerdict) -> str:
    """A JSON array: an object for each objection."""
    spots = Spots(verdict)
    rows: list[Json] = [_row(one, spots.of(one)) for one in objections_of(verdict)]
    return indented(rows) + "\n"


def _row(one: Objection, spot: Spot) -> JsonObject:
    unjudged = one.kind is ObjectionKind.UNJUDGED
    return {
        "check_name": f"planproof/{visible(rule_id(one))}",
        "description": _description(one),
        "fingerprint": one.fingerprint,
        "severity": "blocker" if unjudged else _SEVERITIES[one.severity],
        "location": {
            "path": visible(spot.path),
            "lines": {"begin": spot.line, "end": spot.end_line},
        },
    }


def _description(one: Objection) -> str:
    """The widget shows one line: what is wrong, then how to mend it."""
    fix = one_line(one.fix, 500)
    return f"{message_of(one)} – {fix}" if fix else message_of(one)
