"""The rows of the table, what they are made from, and that the tools are asked the same."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml
from generated import near_copies, near_copy
from hypothesis import given
from hypothesis import strategies as st
from lab import Lab
from processes import NotMeasuredError, Surroundings
from repositories import HERE
from rows.all import QUESTIONS
from rows.hits import differences, of_ast_grep, of_planproof, of_semgrep
from rows.measure import Question
from rows.size import slope
from table import Outcome, Row
from timing import Limits

SOURCE = b"""from __future__ import annotations
import asyncio

def calculate_something(parameter, other_parameter=None):
    result_of_it = calculate_something(other_parameter, timeout=parameter)
    print(result_of_it)
    return result_of_it
"""


def lab(tmp_path: Path, *, full: bool = False) -> Lab:
    return Lab(tmp_path, tmp_path, Surroundings(tmp_path), Limits(), full)


def ids(rules: list[dict[str, object]]) -> list[str]:
    return [str(rule["id"]) for rule in rules]


def test_every_row_has_a_key_of_its_own() -> None:
    keys = [question.key for question in QUESTIONS]

    assert len(keys) == len(set(keys))


def test_all_tools_are_asked_the_same_ten_questions() -> None:
    ours = ids(yaml.safe_load((HERE / "ten_rules.yaml").read_text())["rules"])
    ast_grep = list(yaml.safe_load_all((HERE / "ast-grep/rules/ten.yml").read_text()))
    semgrep = yaml.safe_load((HERE / "semgrep/ten.yml").read_text())["rules"]

    assert len(ours) == 10
    assert ours == ids(ast_grep) == ids(semgrep)


def test_the_fifty_rules_begin_with_the_ten() -> None:
    ten = yaml.safe_load((HERE / "ten_rules.yaml").read_text())["rules"]
    fifty = yaml.safe_load((HERE / "fifty_rules.yaml").read_text())["rules"]

    assert len(fifty) == 50
    assert fifty[:10] == ten


def test_what_cannot_be_measured_is_a_row_that_says_why(tmp_path: Path) -> None:
    def fail(lab: Lab, row: Row) -> Row:
        raise NotMeasuredError("no such peer")

    row = Question("key", "what", fail).ask(lab(tmp_path))

    assert row.outcome is Outcome.MISSING
    assert row.missing == "no such peer"


def test_slow_rows_are_only_asked_when_all_is_wanted(tmp_path: Path) -> None:
    question = Question("key", "what", lambda lab, row: row, slow=True)

    assert question.ask(lab(tmp_path)).outcome is Outcome.LEFT
    assert question.ask(lab(tmp_path, full=True)).outcome is Outcome.SHOWN


def test_what_could_not_be_prepared_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fail(cache: Path, requirement: str, *rest: object) -> Path:
        tried.append(requirement)
        raise NotMeasuredError("no network")

    monkeypatch.setattr("fetching.download", fail)
    there = lab(tmp_path)

    for _ in range(2):
        with pytest.raises(NotMeasuredError, match="no network"):
            there.repository("django")

    assert tried == ["django==5.1.4"]


@pytest.mark.parametrize("copy", [1, 2, 17])
def test_a_near_copy_is_python_with_other_names(copy: int) -> None:
    other = near_copy(SOURCE, copy)

    ast.parse(other)
    assert other != SOURCE
    assert all(word in other for word in (b"asyncio", b"print", b"timeout", b"annotations"))


def test_every_generated_file_is_another_one(tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_bytes(SOURCE + name.encode())

    made = list(near_copies(tmp_path, ("a.py", "b.py", "c.py"), 10))

    assert len(dict(made)) == 10
    assert len({content for _, content in made}) == 10


@given(st.floats(0.1, 2.0), st.floats(0.001, 10.0))
def test_the_slope_is_the_power_of_the_growth(power: float, factor: float) -> None:
    points = [(size, factor * size**power) for size in (1e3, 3e3, 1e4, 3e4)]

    assert slope(points) == pytest.approx(power)


def test_hits_are_counted_by_rule() -> None:
    ours = of_planproof('{"data": {"violations": [{"rule": "a"}, {"rule": "a"}, {"rule": "b"}]}}')
    ast_grep = of_ast_grep('{"ruleId": "a"}\n{"ruleId": "b"}\n')
    semgrep = of_semgrep('{"results": [{"check_id": "x.y.a"}, {"check_id": "b"}]}')

    assert ast_grep == semgrep
    assert differences(ours, {"ast-grep": ast_grep}) == "a 2, ast-grep 1"
    assert differences(ours, {"ast-grep": ours}) == "the same for every rule"
