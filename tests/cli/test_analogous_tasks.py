"""Patterns that hang on a task: advice, which changes nothing else."""

from __future__ import annotations

import json

import pytest

from planproof_testing import NEW, Project

PATTERNS = ("--analogous", "function name=enter", "--analogous", "class in=src")
TEXTS = ["function name=enter", "class in=src"]


@pytest.fixture
def advised(planned: Project) -> Project:
    answer = planned.run("update-task", "1", *PATTERNS)
    assert answer.code == 0, answer.err
    return planned


def kept(project: Project) -> list[object]:
    (task,) = project.run("show", "--json").data["tasks"]
    return task["analogous"]


def test_a_task_keeps_patterns_and_shows_them(advised: Project) -> None:
    assert kept(advised) == [
        {"type": "function", "name": "enter"}, {"type": "class", "in": ["src"]}
    ]  # fmt: skip
    shown = advised.run("show").out
    assert "look first at (planproof analogous login 1)\n         function name=enter\n" in shown


def test_a_task_answers_its_patterns_one_after_the_other(advised: Project) -> None:
    answer = advised.run("analogous", "1")

    assert (answer.code, answer.out) == (
        0,
        "function name=enter  1\nsrc/app.py:4:5  function enter  (user)\nclass in=src  0\n1 match\n",
    )
    assert "nothing is class in=src: there is no class here" in answer.err
    for words in (["login", "1"], ["--plan", "login", "1"], ["1", "--in", "src"]):
        assert advised.run("analogous", *words).out == answer.out
    data = advised.run("analogous", "1", "--json").data
    assert [one["pattern"] for one in data["patterns"]] == TEXTS
    assert [one["pattern"] for one in data["matches"]] == [0]


def test_patterns_are_given_with_a_new_task_and_taken_away_again(planned: Project) -> None:
    added = planned.run(
        "add-task", "--title", "More", "--analogous", "api_route method=post", "--json"
    )
    assert added.data["task"]["analogous"] == [{"type": "api_route", "method": ["POST"]}]

    changed = planned.run("update-task", "2", "--analogous", "test")
    assert "look first at" in changed.out
    planned.run("update-task", "2", "--title", "Renamed")
    (_, task) = planned.run("show", "--json").data["tasks"]
    assert task["analogous"] == [{"type": "test"}]

    planned.run("update-task", "2", "--no-analogous")
    (_, task) = planned.run("show", "--json").data["tasks"]
    assert task["analogous"] == []
    assert planned.run("audit").code == 0


def test_what_is_no_pattern_is_refused_and_nothing_is_written(planned: Project) -> None:
    for words in (
        ["add-task", "--title", "x", "--analogous", "api_rout"],
        ["update-task", "1", "--title", "x", "--analogous", "function nam=x"],
        ["update-task", "1", "--analogous", "class", "--no-analogous"],
    ):
        answer = planned.run(*words)
        assert (answer.code, answer.out) == (2, "")
    (task,) = planned.run("show", "--json").data["tasks"]
    assert (task["title"], task["analogous"]) == ("Retire it", [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1"], "planproof update-task login 1 --analogous"),
        (["7"], "plan login has no task 7"),
        (["other", "1"], "other"),
        (["--plan", "login", "class"], "planproof analogous --plan PLAN TASK"),
        (["login"], "there is no type of patterns 'login'"),
    ],
)
def test_a_task_without_patterns_says_how_to_give_it_some(
    planned: Project, words: list[str], said: str
) -> None:
    answer = planned.run("analogous", *words)

    assert answer.code == 2
    assert said in answer.err


def test_a_plan_may_be_called_as_a_type_is(project: Project) -> None:
    project.run("init", "--name", "Class")
    project.run("add-task", "--title", "x", "--analogous", "function name=enter")

    assert project.run("analogous", "class", "1").out.endswith("1 match\n")
    assert project.run("analogous", "class").out == "0 matches\n"


def test_patterns_go_out_and_come_in_with_the_files_of_a_plan(advised: Project) -> None:
    exported = advised.run("plan", "export", "--json")
    assert exported.code == 0
    (file,) = (advised.root / ".planproof/plans/login/tasks").glob("*.yaml")
    text = file.read_text()
    assert "analogous:\n  - type: function\n    name: enter\n  - type: class\n    in: src\n" in text

    file.write_text(text.replace("name: enter", "name: leave"))
    assert advised.run("plan", "import", ".planproof/plans/login").code == 0
    assert kept(advised)[0] == {"type": "function", "name": "leave"}
    assert advised.run("plan", "export").out.endswith("wrote 0 files, 2 unchanged\n")

    file.write_text(text.replace("name: enter", "nam: enter"))
    refused = advised.run("plan", "import", ".planproof/plans/login")
    assert refused.code == 2
    assert "did you mean name?" in refused.err


def test_both_sides_change_the_patterns_and_nothing_is_lost(advised: Project) -> None:
    advised.run("plan", "export")
    (file,) = (advised.root / ".planproof/plans/login/tasks").glob("*.yaml")
    file.write_text(file.read_text().replace("name: enter", "name: leave"))
    advised.run("update-task", "1", "--analogous", "test")

    refused = advised.run("plan", "import", ".planproof/plans/login")

    assert refused.code == 2
    assert "analogous of task 1 was changed here and in the file" in refused.err
    assert "--analogous" in refused.err
    assert kept(advised) == [{"type": "test"}]


def without(document: object, *names: str) -> object:
    """A document without what the time and the patterns change."""
    if isinstance(document, dict):
        return {k: without(v, *names) for k, v in document.items() if k not in names}
    if isinstance(document, list):
        return [without(each, *names) for each in document]
    return document


def test_patterns_change_no_verdict_no_digest_and_no_receipt(planned: Project) -> None:
    """Advice: with them and without, and with others, everything else stays the same."""
    told = []
    for _ in range(2):  # the first ones have less to compare with
        assert planned.run("verify-task", "1").code == 1
    for words in (
        [],
        [*PATTERNS],
        ["--analogous", "function name=legacy_login"],
        ["--no-analogous"],
    ):
        if words:
            assert planned.run("update-task", "1", *words).code == 0
        verified = planned.run("verify-task", "1", "--json")
        shown = planned.run("show", "--json").data["tasks"][0]
        told.append((verified.code, without(verified.data, "at", "analogous", "snapshot"),
                     shown["spec_digest"], shown["red_first"], shown["status"]))  # fmt: skip

    assert told[0][0] == 1
    assert all(one == told[0] for one in told[1:])

    planned.write("src/app.py", NEW)
    done = planned.run("verify-task", "1", "--receipt", "--json")
    assert done.code == 0, done.err
    (receipt,) = (planned.root / ".planproof/receipts/login").glob("1-*.json")
    assert "analogous" not in receipt.read_text()
    assert planned.run("update-task", "1", *PATTERNS).code == 0
    (task,) = planned.run("show", "--json").data["tasks"]
    assert task["status"] == "completed"
    assert planned.run("receipt", "check", str(receipt)).code == 0
    again = planned.run("verify-task", "1", "--json")
    assert again.code == 0
    assert again.data["verdict"] == done.data["verdict"]


def test_patterns_open_no_gate_and_shut_none(planned: Project) -> None:
    """Changing them in the files of a plan, beside a completed claim, is no change of a contract."""
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.run("plan", "export")
    base = planned.commit("done")
    before = planned.run("gate", "--base", base, "--json")
    planned.run("update-task", "1", *PATTERNS)
    planned.run("plan", "export")
    planned.commit("advice")
    after = planned.run("gate", "--base", base, "--json")

    assert (before.code, after.code) == (0, 0)
    assert after.data["verdict"] == before.data["verdict"]
    assert json.dumps(after.data).count("analogous") == 0
    planned.write("src/app.py", "from auth import legacy_login\n\nlegacy_login(1)\n")
    planned.commit("worse")
    assert planned.run("gate", "--base", base).code == 1


def test_a_spec_has_no_patterns(project: Project) -> None:
    spec = (project.root / "spec.yaml").read_text()
    project.write("spec.yaml", f"{spec}analogous: {{type: class}}\n")

    answer = project.run("spec", "check", "spec.yaml")

    assert answer.code == 2
    assert "analogous" in answer.err
