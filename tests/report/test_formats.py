"""What holds for all formats."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate_values import NOT_GREEN, diagnostics, green, objection, red, verdicts
from github_runner import commands
from planproof.errors import Diagnostic
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import Ends, GateVerdict
from planproof.model.verdict import Verdict
from planproof.report.formats import (
    FORMATS,
    LONGEST_BEGINNING,
    TEXT_BEGINS,
    is_report,
    no_verdict,
    render,
)
from planproof.report.gate_parts import objections_of, rule_id

FOR_TOOLS = ("json", "sarif", "gitlab", "junit", "rdjson", "markdown", "text")


def count(name: str, text: str) -> int:
    """How many objections a report of one of the formats shows."""
    if name == "json":
        return len(json.loads(text)["data"]["objections"])
    if name == "sarif":
        return len(json.loads(text)["runs"][0]["results"])
    if name == "github":
        return len([one for one in commands(text) if one.name != "debug"])
    if name == "gitlab":
        return len(json.loads(text))
    if name == "rdjson":
        return len(json.loads(text)["diagnostics"])
    if name == "junit":
        root = ET.fromstring(text.encode())  # noqa: S314 - our own
        return int(root.attrib["failures"]) + int(root.attrib["errors"])
    return text.count("<details>") if name == "markdown" else text.count("check again:")


@pytest.mark.parametrize("name", [one for one in FORMATS if one != "text"])
@pytest.mark.parametrize("verdict", NOT_GREEN.values(), ids=NOT_GREEN)
def test_no_report_of_what_is_not_green_is_empty(name: str, verdict) -> None:
    assert count(name, render(name, verdict())) >= 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_what_is_green_lists_nothing(name: str) -> None:
    assert count(name, render(name, green())) == 0


@given(verdicts)
@settings(max_examples=40)
def test_a_verdict_that_is_no_pass_has_objections_of_which_no_two_are_the_same(
    verdict: GateVerdict,
) -> None:
    found = objections_of(verdict)

    assert bool(found) or verdict.verdict is Verdict.PASSED
    assert len({one.fingerprint for one in found}) == len(found)
    assert [one._replace(fingerprint="") for one in found][: len(verdict.objections)] == [
        one._replace(fingerprint="") for one in verdict.objections
    ]


@given(st.lists(diagnostics, min_size=1, max_size=3))
@settings(max_examples=30)
def test_what_could_not_be_judged_at_all_is_told_in_every_format(
    found: list[Diagnostic],
) -> None:
    verdict = no_verdict(found)

    assert verdict.verdict is Verdict.INDETERMINATE
    for name in FORMATS:
        assert name == "text" or count(name, render(name, verdict)) >= 1
        if name in FOR_TOOLS:
            assert commands(render(name, verdict)) == []


@given(verdicts)
@settings(max_examples=30)
def test_no_report_on_stdout_is_obeyed_by_a_runner(verdict: GateVerdict) -> None:
    for name in FOR_TOOLS:
        assert commands(render(name, verdict)) == []


@pytest.mark.parametrize("name", [one for one in FORMATS if one != "text"])
@pytest.mark.parametrize("verdict", [red, green, *NOT_GREEN.values()])
def test_reports_are_known_again_and_other_files_are_not(name: str, verdict) -> None:
    for command in ("gate", "verify"):
        content = render(name, verdict(), command).encode()
        assert is_report(content[:LONGEST_BEGINNING], len(content))
    assert is_report(f"{TEXT_BEGINS}gate\n\n".encode()[:LONGEST_BEGINNING], 900)
    for other in (
        b"import os\n",
        b"{}",
        b"[\n  1\n]",
        b"<?xml version='1.0'?><x/>",
        b"[]",
        b"planproof",
    ):
        assert not is_report(other, len(other))
    assert is_report(b"", 0)


def test_there_is_no_other_format() -> None:
    with pytest.raises(KeyError):
        render("html", green())


def test_the_same_rule_of_two_contracts_has_two_names() -> None:
    one, two = objection(), objection(contract="auth/9b")
    policy = objection(kind=ObjectionKind.POLICY, contract="auth", rule="scope")

    assert [*map(rule_id, (one, two, policy))] == [
        "auth/3fa94c/no-legacy-login", "auth/9b/no-legacy-login", "policy/auth/scope",
    ]  # fmt: skip


def test_json_has_the_shapes_that_others_read() -> None:
    document = json.loads(render("json", red(), next_steps=["planproof verify-task auth 1"]))

    assert list(document) == ["schema_version", "kind", "ok", "data", "diagnostics", "next_steps"]
    assert (document["kind"], document["ok"]) == ("gate", False)
    data = document["data"]
    assert list(data) == [
        "verdict", "objections", "contracts", "contract_change", "baseline", "waived", "adopts",
        "base", "fork", "head", "dirty",
    ]  # fmt: skip
    assert data["objections"][0] == {
        "kind": "violation", "contract": "auth/3fa94c", "rule": "no-legacy-login",
        "severity": "high", "path": "src/app.py", "start": {"line": 5, "column": 12},
        "end": {"line": 5, "column": 24}, "message": "legacy_login is called",
        "fingerprint": objection().fingerprint, "snippet": "return legacy_login(user)",
        "why": "Nothing calls the legacy login any more", "fix": "Use tokens.login(user)",
        "command": "planproof verify-task auth 1",
    }  # fmt: skip
    assert data["contracts"][0]["rules"][0]["coverage"]["in_scope"] == 3
    assert data["contract_change"] == {"digest": "", "accepted_by": "", "weakenings": []}
    assert json.loads(render("json", GateVerdict(Ends(), (), ())))["ok"] is False
