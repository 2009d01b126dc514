"""Snapshots through the command line: listed, shown, compared, restored, pruned, purged."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from planproof_testing import NEW, OLD, SPEC, Project

HALF = (
    "from auth import legacy_login, tokens\n\n\ndef enter(user):\n    return tokens.login(user)\n"
)


@pytest.fixture
def three(planned: Project) -> Project:
    """Three snapshots of task 1: as it was, half way, done. The last one completed it."""
    planned.run("verify-task", "1")
    planned.write("src/app.py", HALF)
    planned.write("src/notes.txt", "remember\n")
    assert planned.run("checkpoint", "1", "--name", "half way").code == 0
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    return planned


def refs(project: Project) -> list[str]:
    return project.git("for-each-ref", "--format=%(refname)", "refs/planproof").split()


def mine(project: Project) -> tuple[str, str, bytes]:
    """Branches, what git says of the files, and the index."""
    index = (project.root / ".git" / "index").read_bytes()
    return project.git("branch", "--all"), project.git("status", "--porcelain"), index


def test_a_list_tells_who_took_what_when_and_how_large(three: Project) -> None:
    listed = three.run("snapshot", "list", "1", "--json").data["snapshots"]
    assert [(one["sequence"], one["violations"], one["actor"]) for one in listed] == [
        (1, 3, "ada"), (2, 1, "ada"), (3, 0, "ada"),
    ]  # fmt: skip
    assert [one["change"] for one in listed] == [
        {"files": 0, "added": 0, "removed": 0},
        {"files": 2, "added": 3, "removed": 2},
        {"files": 2, "added": 3, "removed": 2},
    ]
    text = three.run("snapshot", "list").out.splitlines()
    head = three.git("rev-parse", "HEAD")[:12]
    assert len(text) == 3
    assert text[1].startswith("task 1  #2  20")
    assert text[1].endswith(f"  ada  1 violation   2 files +3 -2  {head}  half way")
    assert three.run("snapshot", "list", "login", "9").code == 2


def test_one_is_shown_with_its_files_and_rules(three: Project) -> None:
    shown = three.run("snapshot", "show", "1", "--sequence", "2", "--json").data
    assert shown["snapshot"]["checkpoint"] == "half way"
    assert shown["rules"] == {"no-legacy-login": 1}
    assert [one["path"] for one in shown["files"]] == ["src/app.py", "src/notes.txt"]
    text = three.run("snapshot", "show", "1").out
    assert "snapshot #3 of task 1, plan login: verify: passed" in text
    assert three.run("snapshot", "show", "1", "--sequence", "9").code == 2
    assert three.run("snapshot", "show").code == 2, "the plan itself has none"


def test_two_are_compared_by_their_files_and_their_violations(three: Project) -> None:
    for words in (("snapshot", "diff"), ("show-diff",)):
        found = three.run(*words, "1", "--from", "1", "--to", "3", "--json").data
        assert (found["from"]["sequence"], found["to"]["sequence"]) == (1, 3)
        assert found["counts"]["fixed"] == 3
        assert found["counts"]["new"] == 0
        assert [(d["path"], d["added"], d["removed"]) for d in found["diffs"]] == [
            ("src/app.py", 2, 2), ("src/notes.txt", 1, 0)
        ]  # fmt: skip
    patch = three.run("snapshot", "diff", "1", "--from", "2").out
    assert "-from auth import legacy_login, tokens" in patch
    assert "from #2 " in patch
    assert re.search(r"fixed  src/app\.py:1:\d+  no-legacy-login", patch)
    only = three.run("show-diff", "1", "--from", "1", "--file", "src/notes.txt")
    assert "+remember" in only.out
    assert "legacy" not in only.out.split("against")[1]


def test_a_comparison_backwards_says_what_would_come_back(three: Project) -> None:
    found = three.run("snapshot", "diff", "1", "--from", "3", "--to", "1", "--json").data
    assert found["counts"]["new"] == 3


def test_a_renamed_file_does_not_make_its_violations_new(planned: Project) -> None:
    planned.run("verify-task", "1")
    (planned.root / "src" / "app.py").rename(planned.root / "src" / "entry.py")
    planned.run("verify-task", "1")
    found = planned.run("show-diff", "1", "--from", "1", "--to", "2", "--json").data
    assert (found["counts"]["new"], found["counts"]["fixed"]) == (0, 0)
    assert found["counts"]["moved"] == 0
    assert [one["status"] for one in found["diffs"]] == ["renamed"]
    assert planned.run("show-diff", "1", "--json").data["counts"]["moved"] == 0


@pytest.mark.parametrize(
    "words",
    [("snapshot", "diff", "1", "--from", "9"), ("snapshot", "diff", "1", "--to", "1"),
     ("snapshot", "diff", "1", "--file", "no.py"), ("show-diff", "1", "--from", "1", "--sequence", "1"),
     ("snapshot", "diff"), ("snapshot", "prune", "1"), ("snapshot", "prune", "--before", "yesterday"),
     ("snapshot", "prune", "--before", "2026-1-1"), ("snapshot", "prune", "--keep", "0")],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_with_a_way_on(
    three: Project, words: tuple[str, ...]
) -> None:
    refused = three.run(*words, "--json")
    assert refused.code == 2
    assert refused.document["diagnostics"][0]["fix"]


def test_a_snapshot_is_restored_to_a_new_work_tree(three: Project, tmp_path: Path) -> None:
    before = mine(three)
    answer = three.run("rewind", "1", "--to", "2", "--restore", "../back", "--json")
    assert answer.code == 0
    assert answer.data["folder"] == str(tmp_path / "back")
    assert (tmp_path / "back" / "src" / "app.py").read_text() == HALF
    assert (tmp_path / "back" / "src" / "notes.txt").read_text() == "remember\n"
    there = Project(tmp_path / "back", three.home)
    assert there.git("rev-parse", "HEAD") == three.git("rev-parse", "HEAD")
    assert there.git("status", "--porcelain") == " M src/app.py\n?? src/notes.txt\n"
    assert there.run("show").code == 0, "the plan is known there, too"
    assert mine(three) == before
    again = three.run("rewind", "1", "--restore", "../back")
    assert again.code == 2
    assert "is not empty" in again.err
    assert three.run("rewind", "1", "--restore", "inside").code == 2
    assert three.run("-C", str(three.root), "rewind", "1", "--restore", "../again").code == 0


def test_a_snapshot_is_restored_to_a_new_branch(three: Project) -> None:
    before = mine(three)[1:]
    answer = three.run("rewind", "1", "--checkpoint", "half way", "--restore-branch", "back/2")
    assert answer.code == 0
    assert three.git("show", "back/2:src/app.py") == HALF
    assert three.git("rev-parse", "back/2^") == three.git("rev-parse", "HEAD")
    assert three.git("log", "-1", "--format=%s", "back/2").startswith("Snapshot 2 of task 1, plan")
    assert mine(three)[1:] == before
    for taken in ("back/2", "back", "main", "-x"):
        assert three.run("rewind", "1", f"--restore-branch={taken}").code == 2
    both = three.run("rewind", "1", "--restore", "../x", "--restore-branch", "x")
    assert both.code == 2


def test_what_a_snapshot_only_lists_is_said(planned: Project) -> None:
    planned.write(".env", "SECRET=1\n")
    planned.write("deep/server.KEY", "secret")
    planned.write("huge.bin", bytes(5_000_001))
    taken = planned.run("checkpoint", "1", "--json")
    expected = [".env", "deep/server.KEY", "huge.bin"]
    assert taken.data["left_out"] == expected
    restored = planned.run("rewind", "1", "--restore", "../back")
    assert "3 files are only listed, not in the snapshot: .env, deep/server.KEY" in restored.err
    assert not (planned.root.parent / "back" / ".env").exists()
    assert planned.run("snapshot", "show", "1", "--json").data["left_out"] == expected
    assert "SECRET" not in planned.run("snapshot", "show", "1", "--verbose").out


def test_a_number_that_several_tasks_have_is_not_guessed(three: Project) -> None:
    three.run("add-task", "--title", "Another", "--spec", "spec.yaml")
    three.run("verify-task", "2")
    refused = three.run("rewind", "--to", "1", "--json")
    assert refused.code == 2
    assert refused.document["diagnostics"][0]["fix"] == "planproof rewind login 2 --to 1"
    assert three.run("rewind", "--to", "2").code == 0


def test_a_commit_that_is_gone_leaves_the_files(three: Project, tmp_path: Path) -> None:
    three.git("stash", "-u", "-q")
    three.git("checkout", "-q", "--orphan", "new")
    three.git("commit", "-q", "-m", "all over again")
    three.git("branch", "-D", "main")
    three.git("reflog", "expire", "--expire=now", "--all")
    three.git("stash", "clear")
    three.git("gc", "-q", "--prune=now")
    answer = three.run("rewind", "1", "--to", "2", "--restore", "../back", "--json")
    assert answer.code == 0
    assert [one["code"] for one in answer.document["diagnostics"]] == ["commit-gone"]
    assert (tmp_path / "back" / "src" / "app.py").read_text() == HALF
    assert three.run("rewind", "1", "--to", "2", "--restore-branch", "back").code == 0
    assert three.git("log", "--format=%p", "back").strip() == ""
    assert three.git("fsck", "--no-dangling") == ""


def test_without_git_there_is_nothing_to_restore_and_all_else_works(folder: Project) -> None:
    folder.write("src/app.py", OLD)
    folder.write("spec.yaml", SPEC)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "Retire it", "--spec", "spec.yaml")
    taken = folder.run("checkpoint", "1", "--json")
    assert taken.code == 0
    assert [one["code"] for one in taken.document["diagnostics"]] == ["no-repository"]
    folder.write("src/app.py", NEW)
    assert folder.run("verify-task", "1").code == 0
    refused = folder.run("rewind", "1", "--restore", "../back")
    assert refused.code == 2
    assert "snapshots need git" in refused.err
    assert len(folder.run("snapshot", "list", "--json").data["snapshots"]) == 2
    between = folder.run("snapshot", "diff", "1", "--json")
    assert (between.code, between.data["counts"]["fixed"]) == (0, 3)
    assert [one["code"] for one in between.document["diagnostics"]] == ["no-diffs"]
    assert folder.run("snapshot", "prune", "--keep", "1", "--yes").code == 0
    assert folder.run("snapshot", "purge", "--yes").code == 0


def test_one_that_was_taken_before_git_is_not_restored_later(folder: Project) -> None:
    folder.write("src/app.py", OLD)
    folder.write("spec.yaml", SPEC)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "Retire it", "--spec", "spec.yaml")
    folder.run("checkpoint", "1")
    (folder.root / ".planproof").rename(folder.home / "data")
    folder.git("init", "-q")
    folder.commit()
    data = {"PLANPROOF_DATA": str(folder.home / "data")}
    refused = folder.run("rewind", "1", "--restore", "../back", **data)
    assert refused.code == 2
    assert "not in the object store" in refused.err


def test_pruning_says_first_and_keeps_the_numbers(three: Project) -> None:
    for number in range(4):
        three.write("src/notes.txt", f"{number}\n" * 50)
        three.run("checkpoint", "1")
    progress = three.run("progress", "--json").data
    would = three.run("snapshot", "prune", "--keep", "2")
    assert "would prune 4 snapshots" in would.out
    assert "next: planproof snapshot prune login --keep 2 --yes" in would.err
    assert len(refs(three)) == 7
    done = three.run("snapshot", "prune", "--keep", "2", "--yes", "--json").data
    assert [one["sequence"] for one in done["snapshots"]] == [1, 2, 4, 5], "3 completed the task"
    assert len(refs(three)) == 3
    listed = three.run("snapshot", "list", "1", "--json").data["snapshots"]
    assert [one["sequence"] for one in listed if one["pruned_at"]] == [1, 2, 4, 5]
    assert three.run("progress", "--json").data == progress
    assert three.run("show-diff", "1", "--sequence", "4", "--json").data["diffs"] == []
    kept = three.run("show-diff", "1", "--sequence", "3", "--json").data
    assert [one["path"] for one in kept["diffs"]] == ["src/app.py", "src/notes.txt"]
    gone = three.run("rewind", "1", "--to", "2", "--json")
    assert gone.code == 2
    assert gone.document["diagnostics"][0]["code"] == "pruned"
    between = three.run("snapshot", "diff", "1", "--from", "1", "--to", "3", "--json")
    assert between.data["counts"]["fixed"] == 3
    assert "#1 was pruned" in between.document["diagnostics"][0]["message"]
    assert three.run("rewind", "1", "--to", "3", "--restore", "../back").code == 0
    assert three.run("snapshot", "prune", "--keep", "2", "--yes").out == "nothing to prune\n"
    assert three.run("doctor").code == 0


def test_who_is_killed_while_pruning_leaves_work_for_the_next(three: Project) -> None:
    (first, *_) = refs(three)
    tree = three.git("rev-parse", first).strip()
    assert three.run("snapshot", "prune", "1", "--keep", "1", "--yes").code == 0
    three.git("update-ref", first, tree)
    assert three.run("snapshot", "prune", "1", "--keep", "1", "--yes").out == "nothing to prune\n"
    assert first not in refs(three)
    assert len(refs(three)) == 1


def test_pruning_by_day(three: Project) -> None:
    none = three.run("snapshot", "prune", "1", "--before", "2001-01-01", "--json").data
    assert none["snapshots"] == []
    every = three.run("snapshot", "prune", "1", "--before", "2999-01-01", "--json").data
    assert [one["sequence"] for one in every["snapshots"]] == [1, 2]


def test_an_archived_plan_is_not_pruned(three: Project) -> None:
    three.run("archive", "login")
    refused = three.run("snapshot", "prune", "login", "--keep", "1", "--yes")
    assert refused.code == 2
    assert "archived" in refused.err
    assert len(refs(three)) >= 3


SECRET = "hunter2hunter2"


def test_a_purge_leaves_nothing_behind(three: Project) -> None:
    three.write("src/config.txt", f"password = {SECRET}\n")
    three.run("checkpoint", "1", "--name", "oh no")
    secret = three.git("hash-object", "--no-filters", "src/config.txt").strip()
    (three.root / "src" / "config.txt").unlink()
    before = three.run("progress", "--json").data
    assert secret in three.git("cat-file", "--batch-check", "--batch-all-objects")
    three.run("archive", "login")
    assert "would delete" in three.run("snapshot", "purge").out
    count = len(refs(three))
    assert count >= 4
    done = three.run("snapshot", "purge", "--yes", "--json").data
    assert (done["refs"], done["done"]) == (count, True)
    assert refs(three) == []
    listed = three.run("snapshot", "list", "login", "--json").data["snapshots"]
    assert all(one["pruned_at"] for one in listed)
    data = three.root / ".git" / "planproof"
    for file in data.glob("plans.db*"):
        assert SECRET.encode() not in file.read_bytes(), file
    three.git("gc", "--quiet", "--prune=now")
    assert secret not in three.git("cat-file", "--batch-check", "--batch-all-objects")
    assert three.run("progress", "login", "--json").data["steps"][: len(before["steps"])]
    assert three.run("doctor").code == 0
    assert three.git("fsck", "--no-dangling") == ""
    again = three.run("snapshot", "purge", "--yes", "--json").data
    assert (again["snapshots"], again["refs"]) == (0, 0)


def test_after_a_purge_the_same_tree_is_stored_again(three: Project) -> None:
    three.run("snapshot", "purge", "--yes")
    assert three.run("checkpoint", "1", "--json").data["snapshot"]["sequence"] == 4
    assert len(refs(three)) == 1
    assert three.run("rewind", "1", "--restore", "../back").code == 0
    kept = three.run("show-diff", "1", "--json").data
    assert [one["path"] for one in kept["diffs"]] == ["src/app.py", "src/notes.txt"]


def test_scratch_of_the_killed_goes_and_that_of_the_living_stays(
    three: Project, tmp_path: Path
) -> None:
    ended = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, check=True).stdout
    stale, busy = f"planproof-{int(ended)}-abc", f"planproof-{os.getpid()}-abc"
    for name in (stale, busy, "planproof-mine"):
        (tmp_path / name).mkdir()
    record = three.root / ".git" / "planproof" / f"restoring-{int(ended)}-abc"
    record.mkdir()
    done = three.run("snapshot", "purge", "--yes", "--json", TMPDIR=str(tmp_path))
    assert done.data["scratch"] == 2
    assert not record.exists()
    left = {one.name for one in tmp_path.iterdir() if one.name.startswith("planproof-")}
    assert left == {busy, "planproof-mine"}


def test_diffs_of_one_tree_are_stored_once_for_all_tasks(three: Project) -> None:
    import sqlite3
    from contextlib import closing

    for title in "abcd":
        three.run("add-task", "--title", title, "--spec", "spec.yaml")
    for number in "2345":
        three.run("verify-task", number)
    with closing(sqlite3.connect(three.root / ".git" / "planproof" / "plans.db")) as database:
        rows = database.execute("SELECT count(*) FROM code_diffs WHERE until_id IS NULL").fetchone()
    assert rows == (2,)
    for number in "12345":
        shown = three.run("show-diff", number, "--json").data
        assert [one["path"] for one in shown["diffs"]] == ["src/app.py", "src/notes.txt"]


def test_what_was_pruned_is_not_said_to_have_been_as_head(three: Project) -> None:
    assert three.run("snapshot", "prune", "--before", "2100-01-01", "--yes").code == 0

    shown = three.run("show-diff", "1", "--sequence", "2")
    assert "did not differ" not in shown.out
    assert "is not known: #2 was pruned" in shown.out
    refused = three.run("show-diff", "1", "--sequence", "2", "--file", "src/app.py")
    assert refused.code == 2
    assert "is not known: #2 was pruned" in refused.err
    assert "leave out --file" in refused.err


def test_without_git_nothing_is_said_to_be_as_head(folder: Project) -> None:
    folder.write("src/app.py", OLD)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "Retire it", "--forbid", "legacy_login")
    folder.run("verify-task", "1")

    for command in (("snapshot", "list"), ("snapshot", "show", "1"), ("show-diff", "1")):
        answer = folder.run(*command)
        assert answer.code == 0
        assert "as HEAD" not in answer.out
        assert "did not differ" not in answer.out
        assert "no contents" in answer.out


def test_a_checkpoint_says_where_its_zero_is_no_verdict(planned: Project) -> None:
    planned.write("src/app.py", NEW)
    planned.write("src/odd.py", b"x\0legacy_login()\n")

    answer = planned.run("checkpoint", "1")

    assert answer.code == 0
    assert "0 violations" in answer.out
    assert "not all could be judged" in answer.err
    listed = planned.run("snapshot", "list", "--json").data["snapshots"]
    assert [one["undecided"] for one in listed] == [True]
    for command in (("snapshot", "list"), ("show-diff", "1")):
        assert "0 violations, not all judged" in planned.run(*command).out
    shown = planned.run("snapshot", "show", "1").out
    assert "violations  0, and more may be: not all could be judged" in shown
    assert planned.run("audit").code == 0
    assert "planproof verify-task login 1" in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["1", "--to", "99"], "task 1 of plan login has no snapshot 99; it has 1 to 3"),
        (["--to", "99"], "plan login has no snapshot 99; it has task 1: 1 to 3; task 2: 1"),
        (["2", "--to", "2"], "task 2 of plan login has no snapshot 2; it has 1"),
        (
            ["1", "--checkpoint", "nowhere"],
            "has no snapshot called 'nowhere'; it has 'verify: violated', 'half way', 'verify: pa",
        ),
    ],
)
def test_where_there_is_no_such_snapshot_those_there_are_are_named(
    three: Project, words: list[str], told: str
) -> None:
    three.run("add-task", "login", "--title", "More", "--spec", "spec.yaml")
    three.run("checkpoint", "2")

    answer = three.run("rewind", *words)

    assert answer.code == 2
    assert told in answer.err
    assert "planproof snapshot list login" in answer.err


def test_a_task_without_snapshots_is_told_how_to_take_one(planned: Project) -> None:
    answer = planned.run("rewind", "1")

    assert "task 1 of plan login has no snapshots yet" in answer.err
    assert "planproof checkpoint login 1" in answer.err


@pytest.mark.parametrize("name", ["refs/heads/back", "refs/tags/back"])
def test_the_full_name_of_a_ref_is_no_name_for_a_branch(three: Project, name: str) -> None:
    before = three.git("branch", "--all")

    answer = three.run("rewind", "1", "--restore-branch", name, "--json")

    (told,) = answer.document["diagnostics"]
    short = name.removeprefix("refs/heads/").removeprefix("refs/")
    assert (answer.code, told["fix"]) == (2, f"--restore-branch {short}")
    assert three.git("branch", "--all") == before


def test_planproof_s_own_files_are_no_reason_for_a_snapshot(three: Project) -> None:
    before = refs(three)

    assert three.run("verify-task", "1", "--receipt").code == 0
    again = three.run("verify-task", "1", "--receipt", "--json")
    three.run("plan", "export")
    three.commit("with its plan and its receipt")
    named = three.run("checkpoint", "1", "--name", "later", "--json")

    assert (again.code, named.code) == (0, 0)
    assert refs(three) == before
    three.write("src/more.py", "x = 1\n")
    assert three.run("checkpoint", "1").code == 0
    assert len(refs(three)) == len(before) + 1
    held = three.git("ls-tree", "-r", "--name-only", refs(three)[-1])
    assert ".planproof/receipts/login/1-" in held, "what is there is restored"


def test_a_spec_that_speaks_of_planproof_s_own_files_sees_them_change(project: Project) -> None:
    project.write(
        "spec.yaml",
        SPEC.replace("    expect:", '    scope: {include: [".planproof/**"]}\n    expect:'),
    )
    project.run("init", "--name", "Login")
    assert project.run("add-task", "--title", "Own", "--spec", "spec.yaml").code == 0
    project.run("checkpoint", "1")
    project.write(".planproof/notes.py", "x = 1\n")

    project.run("checkpoint", "1")

    assert len(refs(project)) == 2


def test_without_git_planproof_s_own_files_are_no_reason_either(folder: Project) -> None:
    folder.write("src/app.py", OLD)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "Retire it", "--forbid", "legacy_login")
    folder.run("verify-task", "1")
    folder.write(".planproof/notes.py", "x = 1\n")

    folder.run("verify-task", "1")

    assert len(folder.run("snapshot", "list", "--json").data["snapshots"]) == 1
    folder.write("src/more.py", "x = 1\n")
    folder.run("verify-task", "1")
    assert len(folder.run("snapshot", "list", "--json").data["snapshots"]) == 2
