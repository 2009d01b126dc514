"""A gate as SARIF 2.1.0, for GitHub's code scanning and every viewer of that format.

GitHub refuses a file of more than 10 MB when it is compressed, and one of more than 25,000 results,
of which it keeps the 5,000 worst. What the baseline tolerates is not among the results: GitHub
takes suppressed results for open alerts. Text from the repository is made safe to show.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from planproof._version import __version__
from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import GateVerdict
from planproof.model.location import Place
from planproof.model.verdict import Verdict
from planproof.model.violation import Severity
from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.gate_parts import (
    Spot,
    Spots,
    message_of,
    objections_of,
    one_line,
    rule_id,
    shortened,
)

MOST_RESULTS = 25_000
KEPT_RESULTS = 5_000
MOST_BYTES = 9_500_000
"""Compressed; the limit is 10 MB, and not every compressor is as good."""

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
BEGINS = (
    f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"planproof"'
)

_LONGEST_ID = 255
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}


def sarif(verdict: GateVerdict, command: str = "gate") -> str:
    """One line for each result. Says in a notification what was left out."""
    results = _Results(verdict, objections_of(verdict))
    most = len(results.lines)
    while True:
        text = results.document(most, command)
        size = _compressed_size(text)
        if size <= MOST_BYTES:
            return text
        most = min(most - 1, int(most * MOST_BYTES / size * 0.98))


def _compressed_size(text: str) -> int:
    return len(text) if len(text) <= MOST_BYTES else len(zlib.compress(text.encode("ascii"), 6))


class _Results:
    """The lines of all results that there is room for, each written once."""

    def __init__(self, verdict: GateVerdict, objections: Sequence[Objection]) -> None:
        self._verdict = verdict
        self._objections = objections
        self._rules = _Rules()
        self._rules_until: list[int] = []
        """How many rules the results up to each one name."""
        self.lines: list[str] = []
        spots = Spots(verdict)
        for one in objections[:MOST_RESULTS]:
            self.lines.append(_dumped(_result(one, spots.of(one), self._rules)))
            self._rules_until.append(len(self._rules.rows))

    def document(self, most: int, command: str) -> str:
        """With the first ``most`` of them."""
        rules = self._rules.rows[: self._rules_until[most - 1]] if most else []
        driver: JsonObject = {"name": "planproof", "version": __version__, "rules": rules}
        head: JsonObject = {"$schema": SCHEMA, "version": "2.1.0"}
        run: JsonObject = {
            "tool": {"driver": driver},
            "automationDetails": {"id": f"planproof/{command}/"},
            "columnKind": "unicodeCodePoints",
            "invocations": [_invocation(self._verdict, self._objections, most)],
            "properties": _properties(self._verdict),
        }
        results = ",\n".join(self.lines[:most])
        return f'{_dumped(head)[:-1]},"runs":[{_dumped(run)[:-1]},"results":[\n{results}\n]}}]}}\n'


def _dumped(value: Json) -> str:
    return json.dumps(value, separators=(",", ":"))


class _Rules:
    """The rules that results name, in the order of their first result."""

    def __init__(self) -> None:
        self.rows: list[Json] = []
        self._numbers: dict[str, int] = {}

    def number(self, one: Objection, id_: str) -> int:
        if id_ not in self._numbers:
            self._numbers[id_] = len(self.rows)
            self.rows.append(_rule(one, id_))
        return self._numbers[id_]


def _id(one: Objection) -> str:
    id_ = _unlinked(visible(rule_id(one)))
    if len(id_) <= _LONGEST_ID:
        return id_
    digest = hashlib.sha256(id_.encode("utf-8", "backslashreplace")).hexdigest()[:16]
    return f"{id_[: _LONGEST_ID - 17]}…{digest}"


def _rule(one: Objection, id_: str) -> JsonObject:
    short = one_line(one.why or one.rule, 200) or id_
    parts = [one_line(one.why), one_line(one.fix)]
    full = "\n".join(part for part in parts if part) or short
    again = f"Check again: {one_line(one.command)}" if one.command else ""
    return {
        "id": id_,
        "name": _unlinked(one_line(one.rule, _LONGEST_ID)) or id_,
        "shortDescription": {"text": _unlinked(short)},
        "fullDescription": {"text": _unlinked(full)},
        "help": {"text": _unlinked(f"{full}\n{again}".strip())},
        "defaultConfiguration": {"level": _level(one)},
    }


def _level(one: Objection) -> str:
    """What has no verdict is never a mere note."""
    return "error" if one.kind is ObjectionKind.UNJUDGED else _LEVELS[one.severity]


def _result(one: Objection, spot: Spot, rules: _Rules) -> JsonObject:
    id_ = _id(one)
    return {
        "ruleId": id_,
        "ruleIndex": rules.number(one, id_),
        "level": _level(one),
        "message": {"text": _unlinked(message_of(one))},
        "locations": [{"physicalLocation": _location(spot)}],
        "partialFingerprints": {"primaryLocationLineHash": one.fingerprint},
    }


def _unlinked(text: str) -> str:
    """Viewers make a link of ``[text](target)``."""
    return re.sub(r"\](?=\()", "] ", text)


def _location(spot: Spot) -> JsonObject:
    artifact: JsonObject = {"uri": uri(spot.path), "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": artifact, "region": _region(spot.place)}


def uri(path: str) -> str:
    """The relative reference that names exactly the path's bytes."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a character: no file has such a name
        raw = path.encode("utf-8", "backslashreplace")
    return quote(raw, safe="/")


def _region(place: Place | None) -> Mapping[str, Json]:
    """1-based; the end is exclusive in SARIF, too."""
    if place is None:
        return {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    return {
        "startLine": place.start.line + 1,
        "startColumn": place.start.column + 1,
        "endLine": place.end.line + 1,
        "endColumn": place.end.column + 1,
    }


def _invocation(verdict: GateVerdict, objections: Sequence[Objection], most: int) -> JsonObject:
    """An indeterminate gate is no successful execution: no reader may take it for a clean run."""
    notes = [*_notifications(verdict, objections, most)]
    return {
        "executionSuccessful": verdict.verdict is not Verdict.INDETERMINATE,
        "toolExecutionNotifications": notes,
    }


def _notifications(
    verdict: GateVerdict, objections: Sequence[Objection], most: int
) -> Iterator[Json]:
    if most < len(objections):
        yield _notification(
            f"{len(objections) - most:,} of {len(objections):,} results are not in this file: the"
            " worst are, by severity",
            "warning",
        )
    if min(most, len(objections)) > KEPT_RESULTS:
        yield _notification(f"GitHub keeps the {KEPT_RESULTS:,} worst results", "note")
    unjudged = [one for one in objections if one.kind is ObjectionKind.UNJUDGED]
    for one in unjudged[:100]:
        yield _notification(f"{_id(one)}: {message_of(one)}", "error")
    if len(unjudged) > 100:
        yield _notification(f"and {len(unjudged) - 100:,} more without a verdict", "error")
    for note in verdict.notes[:100]:
        yield _notification(one_line(note.message), "note")


def _notification(text: str, level: str) -> JsonObject:
    return {"level": level, "message": {"text": _unlinked(shortened(text, 1_300))}}


def _properties(verdict: GateVerdict) -> JsonObject:
    ends = verdict.ends
    return {
        "verdict": verdict.verdict.value,
        "contracts": len(verdict.judgements),
        "tolerated": verdict.tolerated,
        "base": ends.base,
        "head": ends.head,
        "dirty": ends.dirty,
    }
