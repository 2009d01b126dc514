"""The gate in a terminal and in the log of a CI job."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from gate_values import (
    HOSTILE,
    LOGIN,
    PLACE,
    green,
    objection,
    red,
    silent,
    unsure,
    verdicts,
    violation,
)
from github_runner import commands
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import ContractChange, Ends, GateVerdict, Weakening, WeakeningKind
from planproof.report.escape import unheeded, unheeded_json
from planproof.report.gate_text import gate_text
from planproof.report.style import ansi


def test_the_verdict_is_first_then_what_is_wrong_where_why_and_how_to_mend_it() -> None:
    assert gate_text(red()) == (
        "✗ violated  planproof gate · 1 violation; 1 contract, 2 rules judged\n"
        "  head aaaaaaaaaa against base bbbbbbbbbb, which it left at ffffffffff\n"
        "\n"
        "auth task 1: Retire the legacy login (auth/3fa94c)\n"
        "  src/app.py:5:12  no-legacy-login high\n"
        "      legacy_login is called\n"
        "      return legacy_login(user)\n"
        "  why no-legacy-login: Nothing calls the legacy login any more\n"
        "  fix no-legacy-login: Use tokens.login(user)\n"
        "  check again: planproof verify-task auth 1\n"
        "\n"
        "✗ auth task 1: Retire the legacy login (auth/3fa94c) · 1 violation\n"
        "  ✗ no-legacy-login  3 files in scope, 2 examined, 1 without its letters\n"
        "  ✓ expects-tokens  3 files in scope, 2 examined, 1 without its letters\n"
    )


def test_green_and_unsure_say_so_in_the_first_line() -> None:
    for verdict, begins in ((green(), "✓ passed"), (unsure(), "? indeterminate"),
                            (silent(), "? indeterminate")):  # fmt: skip
        assert gate_text(verdict).startswith(begins)
    assert "src/broken.py" in gate_text(unsure())


def test_advice_is_given_once() -> None:
    verdict = red(objection("a", 1), objection("b", 2), objection("c", 3))

    assert gate_text(verdict).count("Use tokens.login(user)") == 1


def test_twelve_are_shown_unless_all_are_asked_for() -> None:
    verdict = red(*(objection(f"m{n}", n) for n in range(30)))

    assert gate_text(verdict).count("src/app.py:5:12") == 12
    assert "… and 18 more (--verbose shows all)" in gate_text(verdict)
    assert gate_text(verdict, verbose=True).count("src/app.py:5:12") == 30


def test_brief_is_the_verdict_alone() -> None:
    assert gate_text(red(), brief=True).splitlines()[0].startswith("✗ violated")
    assert len(gate_text(red(), brief=True).splitlines()) == 2


def test_a_contract_change_names_its_digest_what_it_lets_through_and_how_it_is_accepted() -> None:
    lost = tuple(violation(number=n) for n in range(5))
    weakening = Weakening(
        WeakeningKind.REMOVED_RULE, LOGIN.id, "r", "the rule is gone", "i", lost=lost
    )
    said = objection("the rule is gone", kind=ObjectionKind.WEAKENING, rule="r")
    change = ContractChange((weakening,), "ab" * 32)
    judged = red().judgements

    text = gate_text(GateVerdict(Ends(), judged, (said,), change))
    accepted = gate_text(
        GateVerdict(Ends(), judged, (), ContractChange((weakening,), "ab" * 32, "the label x"))
    )

    assert text.count("the rule is gone") == 1
    assert f"Contract change {'ab' * 32}\n  - removed-rule  auth/3fa94c r: the rule is gone" in text
    assert text.count("lets through src/app.py:5:12") == 3
    assert f"planproof gate --accept-contract-change {'ab' * 32}" in text
    assert "accepted by the label x" in accepted
    assert "to accept it" not in accepted


def test_policies_baseline_waivers_and_a_first_contract_are_said() -> None:
    policy = objection("touches src/x.py", kind=ObjectionKind.POLICY, contract="auth", rule="scope")
    verdict = GateVerdict(
        Ends(head="a" * 40, dirty=True), green(tolerated=2).judgements, (policy,),
        stale=("no-print src/a.py:3",), adopts=True, waived=("auth 2: later",),
    )  # fmt: skip

    text = gate_text(verdict)

    assert "head aaaaaaaaaa with uncommitted changes" in text
    assert "the base has no contract yet" in text
    assert "Policies\n  src/app.py:5:12  scope high\n      touches src/x.py" in text
    assert "2 violations tolerated by the baseline" in text
    assert "  ✓ no-legacy-login  2 tolerated, 3 files in scope" in text
    assert "1 line of the baseline excuse nothing any more:\n  - no-print src/a.py:3" in text
    assert "Waived tasks:\n  - auth 2: later" in text


@given(verdicts)
def test_no_line_is_obeyed_and_no_control_character_is_shown(verdict: GateVerdict) -> None:
    for verbose in (False, True):
        text = gate_text(verdict, verbose=verbose)
        assert commands(text) == []
        assert {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")} <= {"\n"}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_colour_is_obeyed_either(text: str) -> None:
    one = objection(
        text, rule=text, contract=text, snippet=text, place=PLACE._replace(path=text or "x")
    )

    shown = gate_text(red(one), ansi)

    assert commands(shown) == []
    for styled in (
        "\x1b[0m",
        "\x1b[1m",
        "\x1b[2m",
        "\x1b[31;1m",
        "\x1b[32m",
        "\x1b[33m",
        "\x1b[35m",
        "\x1b[36m",
    ):
        shown = shown.replace(styled, "")
    assert "\x1b" not in shown


def test_a_path_that_is_a_command_is_shown_broken() -> None:
    assert unheeded("::error::x\n  ##[add-mask]x\nx ::y") == (
        "\\x3a:error::x\n  \\x23#[add-mask]x\nx ::y"
    )
    assert unheeded("###[error]x").count("##[") == 0


def test_a_json_document_means_the_same_without_commands() -> None:
    import json

    text = json.dumps({"a": "##[error]x", "b": "##vso[x]", "c": "## [", "d": "\\##[x]"}, indent=2)

    assert json.loads(unheeded_json(text)) == json.loads(text)
    assert "##[" not in unheeded_json(text)


def test_many_blank_lines_take_no_longer_than_they_are_long() -> None:
    text = "\n" * 200_000 + " " * 200_000
    assert unheeded(text) == text
