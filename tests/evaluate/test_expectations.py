"""What must be there: counted over the whole scope."""

from __future__ import annotations

import pytest

from planproof.model.evaluation import Verdict
from planproof.model.location import Position


def test_each_unmet_term_is_one_violation_at_its_place_in_the_spec(judge, rule) -> None:
    found = judge(
        {"a.py": "tokens.login()\n"},
        rule(expect={"calls": ["tokens.login", "tokens.logout", "tokens.renew"]}),
    )
    assert [violation.place.path for violation in found.violations] == ["spec.yaml"] * 2
    first = found.violations[0]
    assert first.expected
    assert first.place.start == Position(32, 8)
    assert first.message.startswith("expected calls: tokens.logout: not found")


def test_the_nearest_names_are_told_and_are_no_part_of_the_identity(judge, rule) -> None:
    wanted = rule(expect={"definitions": ["create_user"]})
    one = judge({"a.py": "def make_user(): ...\ndef create_users(): ...\n"}, wanted).violations[0]
    two = judge({"a.py": "x = 1\n"}, wanted).violations[0]
    assert "nearest: create_users" in one.message
    assert "nearest" not in two.message
    assert one.fingerprint == two.fingerprint


@pytest.mark.parametrize(
    ("limits", "calls", "verdict"),
    [
        ({"at_least": 2}, 1, Verdict.VIOLATED),
        ({"at_least": 2}, 2, Verdict.PASSED),
        ({"at_most": 2}, 2, Verdict.PASSED),
        ({"at_most": 2}, 3, Verdict.VIOLATED),
        ({"at_least": 0, "at_most": 0}, 0, Verdict.PASSED),
        ({"at_least": 0, "at_most": 0}, 1, Verdict.VIOLATED),
    ],
)
def test_counts(judge, rule, limits, calls: int, verdict: Verdict) -> None:
    files = {f"{number}.py": "use()\n" for number in range(calls)} | {"x.py": "x = 1\n"}
    found = judge(files, rule(expect={"calls": ["use"], **limits}))
    assert found.verdict is verdict


def test_a_count_that_changes_is_the_same_violation(judge, rule) -> None:
    wanted = rule(expect={"calls": ["use"], "at_least": 9})
    prints = {
        judge({"a.py": "use()\n" * times}, wanted).violations[0].fingerprint for times in (1, 2)
    }
    assert len(prints) == 1


def test_alternatives(judge, rule) -> None:
    either = rule(expect={"calls": ["one", "two"], "alternative": True})
    assert judge({"a.py": "two()\n"}, either).verdict is Verdict.PASSED
    found = judge({"a.py": "three()\n"}, either)
    (violation,) = found.violations
    assert "calls: one, calls: two" in violation.message


def test_paths_that_must_exist(judge, rule) -> None:
    wanted = rule(expect={"files": ["docs/*.md", "src/tokens.py"]})
    found = judge({"docs/a.md": "", "src/token.py": ""}, wanted)
    (violation,) = found.violations
    assert violation.message == "expected files: src/tokens.py: not found; nearest: src/token.py"


def test_an_expectation_is_never_met_where_the_syntax_is_broken(judge, rule) -> None:
    source = "def f(:\n    wanted(user\n"
    for terms in ({"calls": ["wanted"]}, {"identifiers": ["wanted"]}, {"pattern": ["wanted"]}):
        found = judge({"a.py": source}, rule(expect=terms))
        assert found.verdict is Verdict.VIOLATED, terms
    found = judge({"a.py": source}, rule(expect={"identifiers": ["wanted"]}))
    assert "where the syntax is broken" in found.violations[0].message


def test_forbidden_and_required_in_one_rule(judge, rule) -> None:
    both = rule(match={"calls": ["old"]}, expect={"calls": ["new"]})
    assert len(judge({"a.py": "old()\n"}, both).violations) == 2
    assert len(judge({"a.py": "old()\nnew()\n"}, both).violations) == 1
    assert judge({"a.py": "new()\n"}, both, proven=frozenset({"rule"})).verdict is Verdict.PASSED
