"""A comment takes a violation back: what it takes until the task is completed all the same."""

from __future__ import annotations

import pytest

from planproof_testing import OLD, SPEC, Project

HIDDEN = OLD.replace(
    "import legacy_login",
    "import legacy_login  # planproof: ignore[no-legacy-login] the vault needs it",
).replace(
    "legacy_login(user)",
    "legacy_login(user)  # planproof: ignore[no-legacy-login] the vault needs it",
)
ONLY_FORBIDS = SPEC.replace("    expect:\n      calls: [tokens.login]\n", "")
ACCEPT = ("accept-suppression", "1", "--rule", "no-legacy-login", "--path", "src/app.py")


@pytest.fixture
def hidden(project: Project) -> Project:
    """A plan whose task is green only by two comments."""
    project.write("spec.yaml", ONLY_FORBIDS)
    project.commit()
    assert project.run("init", "--name", "Login").code == 0
    assert project.run("add-task", "--title", "Retire it", "--spec", "spec.yaml").code == 0
    project.write("src/app.py", HIDDEN)
    return project


def test_the_task_stays_open_until_each_is_accepted_with_a_reason(hidden: Project) -> None:
    refused = hidden.run("verify-task", "1", "--json")
    assert refused.code == 2
    assert refused.data["verdict"] == "passed"
    assert (refused.data["refused"], refused.data["status"]) == ("suppressions", "pending")
    assert len(refused.data["new_suppressions"]) == len(refused.data["suppressions"]) == 2
    (step,) = refused.document["next_steps"]
    assert step == (
        "planproof accept-suppression login 1 --rule no-legacy-login --path src/app.py --line 1"
        ' --reason "REASON"'
    )
    first = hidden.run(*ACCEPT, "--line", "1", "--reason", "PF-7", "--json")
    assert first.code == 0
    assert (len(first.data["accepted"]), len(first.data["left"])) == (1, 1)
    assert hidden.run("verify-task", "1").code == 2
    assert hidden.run(*ACCEPT, "--reason", "PF-7").code == 0
    done = hidden.run("verify-task", "1", "--json")
    assert (done.code, done.data["status"]) == (0, "completed")
    shown = hidden.run("show", "--json").data["tasks"][0]["accepted_suppressions"]
    assert [(one["line"], one["actor"], one["reason"]) for one in shown] == [
        (1, "ada", "PF-7"), (5, "ada", "PF-7")
    ]  # fmt: skip
    assert (
        "accepted suppression of no-legacy-login at src/app.py:1 (ada: PF-7)"
        in hidden.run("show").out
    )


def test_it_says_where_and_why(hidden: Project) -> None:
    answer = hidden.run("verify-task", "1")
    assert "2 places suppressed by comments:" in answer.out
    assert "src/app.py:1:18  no-legacy-login: the vault needs it" in answer.out
    assert "2 suppressed" in answer.out
    assert "refused" in answer.out


def test_moving_the_code_or_the_reason_needs_no_new_word(hidden: Project) -> None:
    assert hidden.run(*ACCEPT, "--reason", "PF-7").code == 0
    hidden.write("src/app.py", "x = 1\n")
    hidden.write("src/moved.py", f"\n\n{HIDDEN.replace('the vault', 'the safe')}")
    assert hidden.run("verify-task", "1").code == 0


def test_one_more_of_the_same_is_new(hidden: Project) -> None:
    assert hidden.run(*ACCEPT, "--reason", "PF-7").code == 0
    last = HIDDEN.splitlines()[-1]
    hidden.write("src/app.py", f"{HIDDEN}\n\ndef again(user):\n{last}\n")
    assert hidden.run("verify-task", "1").code == 2


def test_what_was_suppressed_at_the_base_is_not_new(project: Project) -> None:
    project.write("spec.yaml", ONLY_FORBIDS)
    project.write("src/app.py", HIDDEN)
    project.commit()
    assert project.run("init", "--name", "Login").code == 0
    added = project.run("add-task", "--title", "Keep it out", "--spec", "spec.yaml", "--json")
    assert added.data["red"]["red_first"] == "proven"
    assert project.run("verify-task", "1", "--json").data["status"] == "completed"


def test_without_a_base_every_suppression_is_new(folder: Project) -> None:
    folder.write("src/app.py", HIDDEN)
    folder.write("spec.yaml", ONLY_FORBIDS)
    assert folder.run("init", "--name", "Login").code == 0
    assert folder.run("add-task", "--title", "Retire it", "--spec", "spec.yaml").code == 0
    assert folder.run("verify-task", "1").code == 2
    assert folder.run(*ACCEPT, "--reason", "PF-7").code == 0
    assert folder.run("verify-task", "1").code == 0


def test_a_completed_task_that_goes_on_by_a_new_suppression_is_not_green(hidden: Project) -> None:
    hidden.write("src/app.py", "x = 1\n")
    assert hidden.run("verify-task", "1").code == 0
    hidden.commit()
    hidden.write("src/app.py", HIDDEN)
    status = hidden.run("status", "--json")
    assert status.code == 3
    assert status.data["plans"][0]["tasks"][0]["standing"] == "suppressed"
    again = hidden.run("verify-task", "1", "--json")
    assert (again.code, again.data["refused"], again.data["status"]) == (
        2, "suppressions", "completed"
    )  # fmt: skip
    assert hidden.run(*ACCEPT, "--reason", "PF-7").code == 0
    assert hidden.run("status").code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--rule", "other", "--path", "src/app.py"), "no new suppression of other at src/app.py"),
        (("--rule", "no-legacy-login", "--path", "b.py"), "no new suppression"),
        (("--rule", "no-legacy-login", "--path", "src/app.py", "--line", "4"), "src/app.py:4"),
    ],
)
def test_what_is_not_there_cannot_be_accepted(
    hidden: Project, words: tuple[str, ...], message: str
) -> None:
    answer = hidden.run("accept-suppression", "1", *words, "--reason", "PF-7")
    assert answer.code == 2
    assert message in answer.err
    assert "planproof accept-suppression login 1 --rule no-legacy-login" in answer.err


def test_accepting_takes_a_reason_and_a_spec_that_passes(hidden: Project) -> None:
    assert hidden.run(*ACCEPT, "--reason", " ").code == 2
    assert hidden.run(*ACCEPT).code == 2
    hidden.write("src/app.py", OLD)
    answer = hidden.run(*ACCEPT, "--reason", "PF-7")
    assert answer.code == 2
    assert "does not pass" in answer.err


def test_verify_without_a_plan_lists_them(hidden: Project) -> None:
    answer = hidden.run("verify", "spec.yaml", "--json")
    assert answer.code == 0
    assert [one["reason"] for one in answer.data["suppressions"]] == ["the vault needs it"] * 2
    assert answer.data["rules"][0]["coverage"]["suppressed"] == 2
    assert answer.data["rules"][0]["proof"] == "red now, and all of it suppressed"
