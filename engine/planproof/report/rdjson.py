"""A gate in reviewdog's diagnostic format (``reviewdog -f=rdjson``).

Its columns count bytes of UTF-8, and ours characters: whole lines are given instead.
"""

from __future__ import annotations

from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import GateVerdict
from planproof.model.violation import Severity
from planproof.report.envelope import Json, JsonObject, indented
from planproof.report.escape import visible
from planproof.report.gate_parts import Spot, Spots, objections_of, rule_id
from planproof.report.github import annotation_text

BEGINS = '{\n  "source": {\n    "name": "planproof"'

_SEVERITIES = {
    Severity.CRITICAL: "ERROR",
    Severity.HIGH: "ERROR",
    Severity.MEDIUM: "WARNING",
    Severity.LOW: "INFO",
}


def rdjson(verdict: GateVerdict) -> str:
    """One document with a diagnostic for each objection."""
    spots = Spots(verdict)
    rows: list[Json] = [_row(one, spots.of(one)) for one in objections_of(verdict)]
    return indented({"source": {"name": "planproof"}, "diagnostics": rows}) + "\n"


def _row(one: Objection, spot: Spot) -> JsonObject:
    unjudged = one.kind is ObjectionKind.UNJUDGED
    lines: JsonObject = {"start": {"line": spot.line}, "end": {"line": spot.end_line}}
    return {
        "message": annotation_text(one),
        "location": {"path": visible(spot.path), "range": lines},
        "severity": "ERROR" if unjudged else _SEVERITIES[one.severity],
        "code": {"value": visible(rule_id(one))},
    }
