"""Completed tasks for life: what goes red again is found, written down, and traced to a commit."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from planproof_testing import NEW, OLD, Answer, Project


@pytest.fixture
def done(planned: Project) -> Project:
    """The same with the task completed by a commit."""
    planned.write("src/app.py", NEW)
    planned.commit("retire it")
    assert planned.run("verify-task", "1").code == 0
    return planned


def standing(answer: Answer) -> dict[str, Any]:
    task: dict[str, Any] = answer.data["plans"][0]["tasks"][0]
    return task


def written(project: Project) -> list[tuple[Any, ...]]:
    """All rows of the database that grow."""
    with closing(sqlite3.connect(project.root / ".git" / "planproof" / "plans.db")) as database:
        tables = ("events", "verifications", "code_snapshots", "plan_tasks")
        return [row for each in tables for row in database.execute(f"SELECT * FROM {each}")]  # noqa: S608


def break_it(project: Project, message: str = "bring it back") -> str:
    project.write("src/app.py", OLD)
    return project.commit(message)


@pytest.mark.parametrize("command", [["status"], ["verify", "--all"]], ids=" ".join)
def test_what_goes_red_is_written_down_with_its_commit(done: Project, command: list[str]) -> None:
    culprit = break_it(done)

    answer = done.run(*command, "--json")

    task = standing(answer)
    assert (answer.code, task["before"], task["status"]) == (1, "completed", "regressed")
    assert task["culprit"]["commit"]["id"] == culprit
    assert done.run("show", "--json").data["tasks"][0]["status"] == "regressed"
    assert done.run("progress", "--json").code == 0
    assert answer.document["next_steps"] == ["planproof blame login 1"]


def test_green_again_is_completed_again(done: Project) -> None:
    break_it(done)
    done.run("status")
    done.write("src/app.py", NEW)

    answer = done.run("status", "--json")

    assert (answer.code, standing(answer)["status"]) == (0, "completed")
    assert (standing(answer)["before"]) == "regressed"


def test_a_look_at_what_did_not_change_writes_nothing(done: Project) -> None:
    done.run("status")
    for change in (lambda: None, lambda: break_it(done)):
        change()
        done.run("status")
        before = written(done)
        done.run("status")
        done.run("verify", "--all")
        assert written(done) == before


def test_a_dry_run_writes_nothing_and_says_the_same(done: Project) -> None:
    break_it(done)
    before = written(done)

    answer = done.run("status", "--dry-run", "--json")

    assert (answer.code, standing(answer)["standing"]) == (1, "red")
    assert standing(answer)["status"] == "completed"
    assert written(done) == before


def test_on_another_branch_it_is_not_done_and_nothing_is_lost(done: Project) -> None:
    done.git("switch", "--quiet", "--create", "older", "HEAD~1")
    before = written(done)

    answer = done.run("status", "--json")

    assert (answer.code, standing(answer)["standing"]) == (1, "not done on this branch")
    assert written(done) == before
    done.git("switch", "--quiet", "main")
    assert standing(done.run("status", "--json"))["standing"] == "verified"
    assert written(done) == before


def test_what_regressed_stays_so_on_a_branch_without_the_culprit(done: Project) -> None:
    break_it(done)
    done.run("status")
    before = written(done)
    done.git("switch", "--quiet", "--create", "older", "HEAD~1")

    answer = done.run("status", "--json")

    assert (answer.code, standing(answer)["status"]) == (0, "regressed")
    assert "regressed on another" in standing(answer)["remarks"][0]
    assert written(done) == before


def test_after_a_squash_merge_it_still_can_regress(planned: Project) -> None:
    planned.git("switch", "--quiet", "--create", "work")
    planned.write("src/app.py", NEW)
    planned.commit("retire it")
    planned.run("verify-task", "1")
    planned.git("switch", "--quiet", "main")
    planned.git("merge", "--quiet", "--squash", "work")
    planned.commit("squashed")
    assert planned.run("status").code == 0
    culprit = break_it(planned)

    task = standing(planned.run("status", "--json"))

    assert (task["status"], task["culprit"]["commit"]["id"]) == ("regressed", culprit)


def test_no_verdict_leaves_the_completion_and_says_so(done: Project) -> None:
    done.write("src/binary.py", b"legacy_login()\0")
    before = written(done)

    answer = done.run("status", "--json")

    assert (answer.code, standing(answer)["standing"]) == (3, "no verdict")
    assert written(done) == before


def test_a_hostile_commit_cannot_speak_to_the_terminal(done: Project) -> None:
    done.write("src/app.py", OLD)
    done.git("add", "--all")
    message = done.write(".git/message", b"red \x1b[31m \xff\n")
    done.git("-c", "i18n.commitEncoding=UTF-8", "commit", "--quiet", "--file", str(message))

    for words in (["status"], ["status"], ["blame", "1"]):
        answer = done.run(*words)
        assert answer.code == 1
        assert "\x1b" not in answer.out
        assert "red" in answer.out


def test_an_archived_plan_is_looked_at_only_when_asked(done: Project) -> None:
    assert done.run("archive", "1", "--notes", "done").code == 0
    break_it(done)
    before = written(done)

    assert done.run("status", "--json").data["plans"] == []
    answer = done.run("status", "--archived", "--json")

    assert (answer.code, standing(answer)["standing"]) == (1, "red")
    assert written(done) == before


def test_your_own_changes_are_blamed_before_any_commit(done: Project) -> None:
    done.commit("later")
    done.write("src/app.py", OLD)

    answer = done.run("blame", "1", "--json")

    assert (answer.code, answer.data["cause"]) == (1, "uncommitted changes")
    assert len(answer.data["violations"]) == 3
    assert "your uncommitted changes did it" in done.run("status").out


def test_nobody_is_blamed_for_what_is_green(done: Project) -> None:
    answer = done.run("blame", "1", "--json")
    assert (answer.code, answer.data["cause"]) == (0, "nothing is red")


@pytest.mark.parametrize(("commits", "at"), [(1, 0), (2, 1), (9, 0), (9, 8), (20, 13)])
def test_the_culprit_is_found_by_few_judgements(done: Project, commits: int, at: int) -> None:
    culprit = ""
    for number in range(commits):
        done.write(f"src/other{number}.py", f"x = {number}\n")
        if number == at:
            done.write("src/app.py", OLD)
        made = done.commit(f"step {number}")
        culprit = made if number == at else culprit

    data = done.run("blame", "1", "--json").data

    assert data["commit"]["id"] == culprit
    assert data["commit"]["subject"] == f"step {at}"
    assert (data["before"]["id"], data["verdict_before"]) == (
        data["commit"]["parents"][0],
        "passed",
    )
    places = [(one["path"], one["start"]["line"]) for one in data["violations"]]
    assert places == [("spec.yaml", 9), ("src/app.py", 1), ("src/app.py", 5)]
    assert data["search"]["judged"] <= math.ceil(math.log2(commits)) + 2


def test_one_of_several_transitions_is_found_and_others_are_said(done: Project) -> None:
    made = []
    for number in range(12):
        done.write("src/app.py", OLD if number in (2, 3, 8, 9, 10, 11) else NEW)
        done.write("src/other.py", f"x = {number}\n")
        made.append(done.commit(f"step {number}"))

    answer = done.run("blame", "1", "--json")

    assert answer.data["commit"]["id"] in (made[2], made[8])
    assert answer.data["search"]["others_possible"] is True
    assert "may be other such commits" in done.run("blame", "1").out


def merged(project: Project) -> Iterator[str]:
    """A branch of three commits, of which the second brings it back, merged into a green main."""
    project.git("switch", "--quiet", "--create", "side")
    for number in range(3):
        project.write(f"src/side{number}.py", OLD if number == 1 else "x = 1\n")
        yield project.commit(f"side {number}")
    project.git("switch", "--quiet", "main")
    project.write("src/trunk.py", "y = 1\n")
    project.commit("trunk")
    project.git("merge", "--quiet", "--no-ff", "--message", "merge side", "side")
    yield project.git("rev-parse", "HEAD").strip()


def test_a_merge_is_named_and_looked_into_when_asked(done: Project) -> None:
    _, second, _, merge = merged(done)
    done.write("src/later.py", "z = 1\n")
    done.commit("later")

    plain = done.run("blame", "1", "--json").data
    deep = done.run("blame", "1", "--deep", "--json").data

    assert plain["commit"]["id"] == merge
    assert "--deep" in plain["remarks"][0]
    assert deep["commit"]["id"] == second
    assert [one["id"] for one in deep["through"]] == [merge]
    assert {one["path"] for one in deep["violations"]} == {"src/side1.py"}


def test_a_merge_that_is_red_by_itself_is_said_so(done: Project) -> None:
    done.git("switch", "--quiet", "--create", "side")
    done.write("src/a.py", "a = 1\n")
    done.commit("side")
    done.git("switch", "--quiet", "main")
    done.write("src/b.py", "b = 1\n")
    done.commit("trunk")
    done.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    done.write("src/app.py", OLD)
    merge = done.commit("evil merge")

    data = done.run("blame", "1", "--deep", "--json").data

    assert data["commit"]["id"] == merge
    assert "with the merge itself" in data["remarks"][0]


def test_a_merge_that_took_the_older_side_back_is_said_so(planned: Project) -> None:
    planned.git("switch", "--quiet", "--create", "side")
    planned.write("src/a.py", "a = 1\n")
    planned.commit("side")
    planned.git("switch", "--quiet", "main")
    planned.write("src/app.py", NEW)
    planned.commit("retire it")
    planned.run("verify-task", "1")
    planned.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    planned.write("src/app.py", OLD)
    merge = planned.commit("merge, ours lost")

    data = planned.run("blame", "1", "--deep", "--json").data

    assert data["commit"]["id"] == merge
    assert "since before the task was done" in data["remarks"][0]


def test_what_the_main_line_added_meanwhile_is_found_behind_the_merge_of_the_work(
    planned: Project,
) -> None:
    planned.git("switch", "--quiet", "--create", "work")
    planned.write("src/app.py", NEW)
    planned.commit("retire it")
    planned.run("verify-task", "1")
    planned.git("switch", "--quiet", "main")
    for number in range(3):
        planned.write(f"src/more{number}.py", OLD if number == 1 else "m = 1\n")
        planned.commit(f"meanwhile {number}")
    planned.git("merge", "--quiet", "--no-ff", "--message", "merge work", "work")

    data = planned.run("blame", "1", "--deep", "--json").data

    assert data["commit"]["subject"] == "meanwhile 1"
    assert [one["subject"] for one in data["through"]] == ["merge work"]


@pytest.mark.parametrize("text", ["no: [spec", "refactor_name: other\nrules: []\n"])
def test_a_spec_file_that_says_something_else_is_told_and_changes_nothing(
    done: Project, text: str
) -> None:
    done.write("spec.yaml", text)

    answer = done.run("status", "--json")

    assert (answer.code, standing(answer)["status"]) == (0, "completed")
    assert answer.document["diagnostics"] != []


def test_all_lists_the_violations_of_what_is_red(done: Project) -> None:
    break_it(done)
    answer = done.run("verify", "--all", "--json")
    assert answer.data["verdict"] == "violated"
    assert {one["path"] for one in answer.data["violations"]} == {"spec.yaml", "src/app.py"}
    assert "src/app.py:5:12" in done.run("verify", "--all").out


@pytest.mark.parametrize("command", [["status"], ["verify", "--all"]], ids=" ".join)
def test_where_nothing_was_judged_nothing_is_green(planned: Project, command: list[str]) -> None:
    pending = planned.run(*command, "--json")
    planned.run("verify-task", "1")
    in_progress = planned.run(*command)

    assert (pending.code, pending.data["verdict"]) == (3, "indeterminate")
    (told,) = pending.document["diagnostics"]
    assert (told["code"], told["fix"]) == ("nothing-judged", "planproof verify-task login 1")
    assert in_progress.code == 3
    assert "nothing was verified: no task is completed here" in in_progress.err


@pytest.mark.parametrize(
    ("before", "options", "fix"),
    [
        ([], [], "planproof status --archived"),
        ([], ["--archived"], 'planproof plan new --name "NAME"'),
        (
            [["plan", "new", "--name", "Empty"]],
            [],
            'planproof add-task empty --title "TITLE" --spec FILE',
        ),
        (
            [["plan", "new", "--name", "Login"], ["add-task", "--title", "Later"]],
            [],
            "planproof update-task login 1 --spec FILE",
        ),
        (
            [
                ["plan", "new", "--name", "Login"],
                ["add-task", "--title", "Later"],
                ["update-task", "1", "--status", "cancelled"],
            ],
            [],
            "planproof show login",
        ),
    ],
)
def test_what_to_do_so_that_something_is_judged(
    project: Project, before: list[list[str]], options: list[str], fix: str
) -> None:
    project.run("init")
    for words in before:
        assert project.run(*words).code == 0

    answer = project.run("status", *options, "--json")

    assert answer.code == 3
    assert [one["fix"] for one in answer.document["diagnostics"]] == [fix]


def test_work_done_on_a_side_branch_is_held_against_the_main_line_that_merged_it(
    planned: Project,
) -> None:
    planned.git("switch", "--quiet", "--create", "work")
    planned.write("src/app.py", NEW)
    planned.commit("retire it")
    planned.run("verify-task", "1")
    planned.git("switch", "--quiet", "main")
    planned.write("src/more.py", "m = 1\n")
    planned.commit("meanwhile")
    planned.git("merge", "--quiet", "--no-ff", "--message", "merge work", "work")
    planned.write("src/more.py", "m = 2\n")
    planned.commit("after")
    culprit = break_it(planned)

    data = planned.run("blame", "1", "--json").data

    assert (data["commit"]["id"], data["search"]["commits"]) == (culprit, 3)


def test_a_completion_by_changes_that_were_committed_after_it(planned: Project) -> None:
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.commit("retire it")
    planned.write("src/x.py", "x = 1\n")
    planned.commit("between")
    culprit = break_it(planned)

    assert planned.run("blame", "1", "--json").data["commit"]["id"] == culprit


def test_a_clock_that_was_wrong_does_not_hide_an_ancestor(done: Project) -> None:
    for number in range(12):
        if number == 7:
            done.write("src/app.py", OLD)
        done.write("src/other.py", f"x = {number}\n")
        done.commit(f"step {number}", at=f"2001-01-{number + 1:02}T00:00:00Z")

    task = standing(done.run("status", "--json"))

    assert (task["status"], task["culprit"]["commit"]["subject"]) == ("regressed", "step 7")


def test_rewritten_and_shallow_histories_are_said_to_be_so(done: Project) -> None:
    done.git("commit", "--quiet", "--amend", "--message", "reworded")
    culprit = break_it(done)

    lost = done.run("blame", "1", "--json")
    assert lost.code == 2
    assert "does not descend" in lost.document["diagnostics"][0]["message"]
    assert "--good REV" in lost.document["diagnostics"][0]["fix"]
    found = done.run("blame", "1", "--good", "HEAD~1", "--json")
    assert found.data["commit"]["id"] == culprit
    assert done.run("blame", "1", "--good", "HEAD~2").code == 2, "it is red there"

    done.git("reflog", "expire", "--expire=now", "--all")
    done.git("prune", "--expire=now")
    gone = done.run("blame", "1", "--json")
    assert "is gone" in gone.document["diagnostics"][0]["message"]

    (done.root / ".git" / "shallow").write_text(done.git("rev-parse", "HEAD~1"))
    shallow = done.run("blame", "1", "--json")
    assert shallow.document["diagnostics"][0]["fix"] == "git fetch --unshallow"


def cut_history(project: Project) -> None:
    (project.root / ".git" / "shallow").write_text(project.git("rev-parse", "HEAD"))


def test_a_shallow_history_is_not_taken_for_another_branch(done: Project) -> None:
    break_it(done)
    cut_history(done)
    before = written(done)

    answer = done.run("status", "--json")
    text = done.run("status").out

    assert (answer.code, standing(answer)["standing"]) == (1, "red where the history is shallow")
    assert "git fetch --unshallow" in text
    assert "another" not in text
    assert written(done) == before
    verified = done.run("verify-task", "1", "--json")
    assert (verified.code, verified.data["status"]) == (1, "completed")
    assert "git fetch --unshallow" in done.run("verify-task", "1").out
    blamed = done.run("blame", "1", "--json").document["diagnostics"][0]
    assert "the history is shallow here" in blamed["message"]
    assert blamed["fix"] == "git fetch --unshallow"


def test_what_regressed_and_is_green_in_a_shallow_history_is_said_so(done: Project) -> None:
    break_it(done)
    done.run("status")
    done.write("src/app.py", NEW)
    done.commit("mend it")
    cut_history(done)

    (remark,) = standing(done.run("status", "--json"))["remarks"]

    assert "the history is shallow here: git fetch --unshallow" in remark


def test_what_never_passed_cannot_be_blamed(planned: Project) -> None:
    refused = planned.run("blame", "1")
    assert refused.code == 2
    assert "never passed" in refused.err


def test_a_folder_without_git_is_told_that_there_is_no_history(folder: Project) -> None:
    folder.write("src/app.py", OLD)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "Swap", "--forbid", "legacy_login")
    folder.write("src/app.py", NEW)
    assert folder.run("verify-task", "1").code == 0
    folder.write("src/app.py", OLD)

    task = standing(folder.run("status", "--json"))

    assert (task["status"], task["culprit"]) == ("regressed", None)
    assert folder.run("blame", "1").code == 3


def test_all_takes_no_specs_and_nothing_is_no_question(done: Project) -> None:
    assert done.run("verify", "--all", "spec.yaml").code == 2
    assert done.run("verify").code == 2
