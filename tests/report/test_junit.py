"""JUnit's XML has no schema of its own: what Jenkins and GitLab read of it is checked."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from gate_values import (
    HOSTILE,
    LOGIN,
    evaluation,
    green,
    objection,
    red,
    report,
    silent,
    unsure,
    verdicts,
    violation,
)
from github_runner import commands
from planproof.errors import Diagnostic
from planproof.gate.contract import Version
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import Ends, GateVerdict, Judgement
from planproof.model.verdict import Verdict
from planproof.report.junit import junit

BAD = ("failure", "error")


def parsed(verdict: GateVerdict) -> ET.Element:
    return ET.fromstring(junit(verdict).encode("utf-8"))  # noqa: S314 - our own


def kinds(verdict: GateVerdict) -> dict[str, str]:
    """What became of each test case."""
    cases = parsed(verdict).iter("testcase")
    return {
        case.attrib["name"]: next((one.tag for one in case if one.tag in BAD), "") for case in cases
    }


@given(verdicts)
def test_every_verdict_is_well_formed_and_adds_up(verdict: GateVerdict) -> None:
    root = parsed(verdict)

    assert root.tag == "testsuites"
    for suites in (root, *root.iter("testsuite")):
        cases = [*suites.iter("testcase")]
        assert int(suites.attrib["tests"]) == len(cases)
        for number, kind in (("failures", "failure"), ("errors", "error")):
            assert int(suites.attrib[number]) == sum(case.find(kind) is not None for case in cases)
    assert root.find(".//skipped") is None
    assert all(case.attrib.keys() == {"name", "classname"} for case in root.iter("testcase"))
    is_bad = root.attrib["failures"] != "0" or root.attrib["errors"] != "0"
    assert is_bad == (verdict.verdict is not Verdict.PASSED)
    assert commands(junit(verdict)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_out_of_the_xml_as_text(text: str) -> None:
    one = objection(text, rule=text, contract=text, why=text, fix=text)

    root = parsed(red(one))

    tags = {element.tag for element in root.iter()}
    assert tags == {"testsuites", "testsuite", "testcase", "failure"}
    assert "\x1b" not in "".join(root.itertext())


def test_there_is_a_test_case_for_each_rule_of_each_contract() -> None:
    root = parsed(red())

    (suite,) = root.iter("testsuite")
    assert suite.attrib["name"] == "auth task 1: Retire the legacy login"
    assert kinds(red()) == {"no-legacy-login": "failure", "expects-tokens": ""}
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.attrib["message"] == "1 violation"
    assert failure.text is not None
    assert failure.text.splitlines() == [
        "src/app.py:5:12: legacy_login is called",
        "why: Nothing calls the legacy login any more",
        "fix: Use tokens.login(user)",
        "check again: planproof verify-task auth 1",
    ]


def test_what_has_no_verdict_is_an_error_and_never_skipped() -> None:
    assert kinds(unsure()) == {"no-legacy-login": "error"}
    assert list(kinds(silent()).values()) == ["error"]


def test_what_is_tolerated_passes_and_says_so() -> None:
    root = parsed(green(tolerated=2))

    assert kinds(green(tolerated=2)) == {"no-legacy-login": ""}
    assert root.findtext(".//system-out") == "2 violations tolerated by the baseline"


def test_what_is_tolerated_hides_nothing_that_could_not_be_judged() -> None:
    hidden = (Diagnostic("cannot-judge", "torn.py cannot be judged"),)
    rules = [report("r", Verdict.VIOLATED, 1)._replace(problems=hidden)]
    one = violation("r")
    judged = Judgement(LOGIN, Version.BOTH, evaluation(rules, [one]), tolerated=(one,))

    assert kinds(GateVerdict(Ends(), (judged,), ()))["r"] == "error"


def test_violations_that_nobody_counted_are_no_pass() -> None:
    rules = [report("r", Verdict.VIOLATED, 1)]
    judged = Judgement(LOGIN, Version.BOTH, evaluation(rules, [violation("r")]))

    silent_about_it = GateVerdict(Ends(), (judged,), ())
    assert silent_about_it.verdict is Verdict.INDETERMINATE
    assert kinds(silent_about_it)["r"] == "error"


def test_objections_to_no_rule_have_a_suite_of_their_own() -> None:
    policy = objection("touches src/x.py", kind=ObjectionKind.POLICY, contract="auth", rule="scope")
    lost = objection("a rule is gone", 1, kind=ObjectionKind.WEAKENING, rule="removed-rule")

    suites = [*parsed(red(objection(), policy, lost)).iter("testsuite")]

    assert [case.attrib for case in suites[-1]] == [
        {"classname": "planproof.policy auth", "name": "scope"},
        {"classname": "planproof.weakening auth/3fa94c", "name": "removed-rule"},
    ]
    assert suites[-1].attrib["failures"] == "2"
