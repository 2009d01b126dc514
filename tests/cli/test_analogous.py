"""Code of a sort, as a user asks for it."""

from __future__ import annotations

import pytest

from planproof.search.patterns.shapes import SHAPES
from planproof_testing import Project
from web_code import API

BUTTON = "import {memo} from 'react';\nexport const Button = memo(({kind}) => <b>{kind}</b>);\n"


@pytest.fixture
def code(folder: Project) -> Project:
    folder.write("api.py", API)
    folder.write("src/Button.jsx", BUTTON)
    folder.write("test_api.py", "def test_add(): ...\n")
    folder.git("init", "--quiet")
    folder.commit("first")
    return folder


def lines(code: Project, *arguments: str) -> list[str]:
    answer = code.run("analogous", *arguments)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_a_pattern_is_a_type_and_conditions(code: Project) -> None:
    assert lines(code, "api_route", "method=POST") == [
        "api.py:10:14  route add  POST /v1/users", "1 match"
    ]  # fmt: skip
    assert lines(code, "component", "framework=react", "props=kind") == [
        "src/Button.jsx:2:14  component Button  react memo {kind}", "1 match"
    ]  # fmt: skip
    assert lines(code, "test")[-1] == "1 match"


def test_a_program_is_told_the_same(code: Project) -> None:
    data = code.run("analogous", "--json", "api_route", "path=/v1/**", "--limit", "1").data

    assert (data["total"], data["certain"], data["left"]) == (2, 2, 1)
    (match,) = data["matches"]
    assert (match["path"], match["start"]["line"], match["symbol"]) == ("api.py", 6, "one")
    assert (match["what"], match["pattern"], match["certain"]) == ("GET /v1/users/{id}", 0, True)
    assert data["patterns"] == [
        {"pattern": "api_route 'path=/v1/**'", "type": "api_route", "total": 2, "certain": 2,
         "did_you_mean": []}
    ]  # fmt: skip


def test_answers_come_in_pages_and_only_from_some_files(code: Project) -> None:
    assert lines(code, "function", "--limit", "1", "--offset", "1") == [
        "api.py:11:5  function add  @router.post ()", "2-2 of 3 matches; more with --offset 2"
    ]  # fmt: skip
    assert lines(code, "function", "--in", "test_*.py")[-1] == "1 match"
    assert lines(code, "function", "in=test_*.py")[-1] == "1 match"


def test_a_commit_is_asked_without_checking_it_out(code: Project) -> None:
    code.write("api.py", "def other(): ...\n")

    assert lines(code, "function", "name=add") == ["0 matches"]
    assert lines(code, "function", "name=add", "--at", "HEAD")[-1] == "1 match"


def test_a_miss_says_what_there_is(code: Project) -> None:
    answer = code.run("analogous", "api_route", "method=DELETE")

    assert (answer.code, answer.out) == (0, "0 matches\n")
    assert "2 of type api_route here: GET 1, POST 1, none with method=DELETE" in answer.err


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        (["api_rout"], "did you mean api_route?"),
        (["function", "nam=x"], "did you mean name?"),
        (["function", "in=**/**/**/**/**/x"], "use at most 3 * in a segment and 4 **"),
        (["function", "--in", "a/../b"], "write a/b"),
    ],
)
def test_what_cannot_be_asked_is_refused(code: Project, words: list[str], fix: str) -> None:
    answer = code.run("analogous", *words)

    assert (answer.code, answer.out) == (2, "")
    assert fix in answer.err


def test_the_help_names_every_condition(code: Project) -> None:
    said = " ".join(code.run("analogous", "--help").out.split())

    for kind, shape in SHAPES.items():
        own = ", ".join(key.name for key in shape.keys if key.name not in ("type", "in"))
        written = (
            f"test and command take {own}" if kind in ("test", "command") else f"{kind} takes {own}"
        )
        assert written in said


def test_names_with_control_characters_reach_no_terminal(folder: Project) -> None:
    folder.write("a\x1b[31m.test.js", "test('red \x1b[31m\x07', () => {});\n")
    folder.write("b.test.js", "test('fine \\u001b[31m', () => {});\n")
    folder.git("init", "--quiet")
    folder.commit()
    answer = folder.run("analogous", "test")

    assert answer.code == 0
    assert answer.out.count("\n") == 3
    assert "\x1b" not in answer.out
    assert "\x07" not in answer.out


def test_a_tree_without_files_has_nothing(folder: Project) -> None:
    folder.git("init", "--quiet")
    for kind in ("api_route", "function", "class", "component", "test", "model", "command"):
        answer = folder.run("analogous", kind)
        assert (answer.code, answer.out) == (0, "0 matches\n")
        assert f"there is no {kind} here" in answer.err
