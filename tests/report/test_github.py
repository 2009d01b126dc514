"""Annotations are read back as the runner reads them: one in, one out, and nothing else obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from gate_values import HOSTILE, PLACE, green, objection, objections, red, unsure, verdicts
from github_runner import REGISTERED, Command, commands
from planproof.gate.objection import Objection
from planproof.gate.verdict import Ends, GateVerdict
from planproof.model.location import Position
from planproof.model.violation import Severity
from planproof.report.escape import visible
from planproof.report.github import MOST, annotation_text, github

ANNOTATES = {"error", "warning", "notice"}


def annotations(text: str) -> list[Command]:
    return [one for one in commands(text) if one.name in ANNOTATES]


def shown(*found: Objection) -> list[Command]:
    return annotations(github(GateVerdict(Ends(), (), found)))


def test_the_runner_of_these_tests_obeys_what_the_documentation_shows() -> None:
    assert commands("::error file=a.js,line=1,title=x%3Ay%2Cz::50%25 of%0Ait\ntext") == [
        Command("error", {"file": "a.js", "line": "1", "title": "x:y,z"}, "50% of\nit")
    ]
    assert commands("some ##[add-mask]word") == [Command("add-mask", {}, "word")]
    assert commands("\u3000 ::STOP-commands::t") == [Command("stop-commands", {}, "t")]
    assert commands("::std::mem::swap(a, b);\n# ::error::no") == []


def test_an_objection_is_annotated_where_it_is() -> None:
    one = shown(objection())[0]

    assert one.name == "error"
    assert one.properties == {
        "file": "src/app.py", "line": "5", "endLine": "5", "col": "12", "endColumn": "24",
        "title": "planproof: auth/3fa94c/no-legacy-login",
    }  # fmt: skip
    assert one.data.splitlines() == [
        "legacy_login is called",
        "why: Nothing calls the legacy login any more",
        "fix: Use tokens.login(user)",
        "check again: planproof verify-task auth 1",
    ]


@pytest.mark.parametrize(
    ("severity", "word"), [*zip(Severity, ["error", "error", "warning", "notice"], strict=True)]
)
def test_severities_have_their_words(severity: Severity, word: str) -> None:
    assert shown(objection(severity=severity))[0].name == word


def test_columns_are_given_within_one_line_only() -> None:
    one = shown(objection(place=PLACE._replace(end=Position(6, 0))))[0]

    assert (one.properties["line"], one.properties["endLine"]) == ("5", "7")
    assert not {"col", "endColumn"} & one.properties.keys()


@given(objections)
def test_one_objection_is_one_command_with_the_same_text(one: Objection) -> None:
    found = commands(github(GateVerdict(Ends(), (), (one,))))

    assert [each.name for each in found][:1] == ["debug"]
    assert len(found) == 2
    assert found[1].data == annotation_text(one)
    assert set(found[1].properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
    path = one.place.path if one.place is not None else one.path
    if path:
        assert found[1].properties["file"].removeprefix("./") == visible(path).removeprefix("./")


@given(verdicts)
def test_whatever_is_in_a_verdict_each_line_is_one_of_our_commands(verdict: GateVerdict) -> None:
    text = github(verdict)

    found = commands(text)
    assert len(found) == len(text.splitlines())
    assert {each.name for each in found} <= {"debug", *ANNOTATES} < REGISTERED
    assert len(annotations(text)) <= MOST
    raw = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - {"\n"}
    assert raw == set()


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_can_be_injected_by_message_path_title_or_rule(text: str) -> None:
    place = PLACE._replace(path=text or "x")
    one = objection(text, rule=text, contract=text, why=text, fix=text, command=text, place=place)

    found = commands(github(GateVerdict(Ends(), (), (one,))))

    assert [each.name for each in found] == ["debug", "error"]
    assert found[1].properties["title"].startswith("planproof: ")
    assert found[1].properties["line"] == "5"


@pytest.mark.parametrize(
    ("path", "read"),
    [("=x.py", "./=x.py"), ("==", "./=="), ("a=b,c:d%0A.py", "a=b,c:d%0A.py"), ("-x", "-x")],
)
def test_odd_paths_are_read_back(path: str, read: str) -> None:
    """The runner drops equals signs in front of a value."""
    assert shown(objection(place=PLACE._replace(path=path)))[0].properties["file"] == read


def test_ten_are_shown_one_by_one() -> None:
    assert len(shown(*(objection(str(number), number) for number in range(MOST)))) == MOST


def test_of_more_the_worst_are_shown_and_the_rest_by_rule_with_their_numbers() -> None:
    worst = [objection(f"bad {n}", n, severity=Severity.CRITICAL, rule="worst") for n in range(3)]
    rest = [objection(f"m {n}", 10 + n, rule=f"r{n % 2}") for n in range(40)]

    found = shown(*worst, *rest)

    assert len(found) == MOST
    assert [one.data.splitlines()[0] for one in found[:3]] == ["bad 0", "bad 1", "bad 2"]
    singles = [one for one in found if " objections: " not in one.data]
    groups = [one for one in found if " objections: " in one.data]
    assert len(singles) + len(groups) == MOST
    told = sum(int(one.data.partition(" ")[0]) for one in groups) + len(singles)
    assert told == 43


def test_of_too_many_rules_it_is_said_how_many_objections_are_left() -> None:
    found = shown(*(objection(f"m {n}", n, rule=f"r{n}") for n in range(30)))

    assert len(found) == MOST
    assert found[-1].data.startswith("21 objections more, to other rules")


def test_green_annotates_nothing_and_unsure_is_an_error() -> None:
    assert annotations(github(green())) == []
    assert [one.name for one in annotations(github(unsure()))] == ["error"]
    assert len(annotations(github(red()))) == 1
