"""GitLab's Code Quality report and reviewdog's diagnostics, as their documentation asks for them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

from gate_values import PLACE, green, objection, red, silent, unsure, verdicts
from planproof.gate.verdict import GateVerdict
from planproof.model.location import Position
from planproof.model.violation import Severity
from planproof.report.escape import visible
from planproof.report.gitlab import gitlab
from planproof.report.rdjson import rdjson

SCHEMAS = Path(__file__).parent / "schemas"
GITLAB = jsonschema.Draft7Validator(
    json.loads((SCHEMAS / "gitlab-code-quality.json").read_text("utf-8"))
)
RDJSON = jsonschema.Draft7Validator(json.loads((SCHEMAS / "rdjson.json").read_text("utf-8")))


@given(verdicts)
def test_every_verdict_is_a_code_quality_report(verdict: GateVerdict) -> None:
    text = gitlab(verdict)
    rows = json.loads(text)

    GITLAB.validate(rows)
    assert text.isascii()
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    for row in rows:
        for shown in (row["description"], row["check_name"], row["location"]["path"]):
            assert visible(shown) == shown


@given(verdicts)
def test_every_verdict_is_a_diagnostic_result(verdict: GateVerdict) -> None:
    text = rdjson(verdict)
    document = json.loads(text)

    RDJSON.validate(document)
    assert text.isascii()
    for row in document["diagnostics"]:
        lines = row["location"]["range"]
        assert lines["start"]["line"] <= lines["end"]["line"]
        assert visible(row["location"]["path"]) == row["location"]["path"]
        assert all(visible(line) == line for line in row["message"].split("\n"))


def test_a_violation_for_gitlab() -> None:
    assert json.loads(gitlab(red())) == [
        {
            "check_name": "planproof/auth/3fa94c/no-legacy-login",
            "description": "legacy_login is called – Use tokens.login(user)",
            "fingerprint": objection().fingerprint,
            "severity": "critical",
            "location": {"path": "src/app.py", "lines": {"begin": 5, "end": 5}},
        }
    ]


def test_a_violation_for_reviewdog() -> None:
    two = PLACE._replace(end=Position(6, 0))
    document = json.loads(rdjson(red(objection(place=two))))

    assert document["source"] == {"name": "planproof"}
    (row,) = document["diagnostics"]
    lines = {"start": {"line": 5}, "end": {"line": 7}}
    assert row["location"] == {"path": "src/app.py", "range": lines}
    assert row["code"] == {"value": "auth/3fa94c/no-legacy-login"}
    assert row["message"].startswith("legacy_login is called\nwhy: ")


@pytest.mark.parametrize(
    ("severity", "for_gitlab", "for_reviewdog"),
    [
        (Severity.CRITICAL, "blocker", "ERROR"),
        (Severity.HIGH, "critical", "ERROR"),
        (Severity.MEDIUM, "major", "WARNING"),
        (Severity.LOW, "minor", "INFO"),
    ],
)
def test_severities_have_their_words(
    severity: Severity, for_gitlab: str, for_reviewdog: str
) -> None:
    verdict = red(objection(severity=severity))

    assert json.loads(gitlab(verdict))[0]["severity"] == for_gitlab
    assert json.loads(rdjson(verdict))["diagnostics"][0]["severity"] == for_reviewdog


def test_what_has_no_verdict_is_of_the_worst_kind() -> None:
    for verdict in (unsure(), silent()):
        assert [row["severity"] for row in json.loads(gitlab(verdict))] == ["blocker"]
        assert [row["severity"] for row in json.loads(rdjson(verdict))["diagnostics"]] == ["ERROR"]


def test_green_is_empty() -> None:
    assert json.loads(gitlab(green())) == []
    assert json.loads(rdjson(green()))["diagnostics"] == []


def test_the_same_fingerprint_twice_becomes_two() -> None:
    rows = json.loads(gitlab(red(objection("a"), objection("b"), objection("c"))))

    assert len({row["fingerprint"] for row in rows}) == 3
    assert rows[0]["fingerprint"] == objection().fingerprint
    assert rows == json.loads(gitlab(red(objection("a"), objection("b"), objection("c"))))
