"""Killed while a snapshot is taken or restored, and ten at once: all is whole, nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crash_testing import assert_whole, killed_at, mine, points
from planproof_testing import NEW, OLD, Project


def rounds_of(request: pytest.FixtureRequest) -> int:
    return 2 * int(request.config.getoption("--crash-rounds"))


@pytest.mark.crash
def test_kill_9_while_a_snapshot_is_taken(planned: Project, request: pytest.FixtureRequest) -> None:
    planned.run("verify-task", "1")
    before = mine(planned)
    planned.write("src/app.py", OLD + "# 0\n")
    for number, point in enumerate(points(planned, rounds_of(request), "checkpoint", "1"), start=1):
        planned.write("src/app.py", OLD + f"# {number}\n")
        planned.write(f"src/new{number}.txt", f"{number}\n" * number)
        killed_at(planned, point, "checkpoint", "1")
        assert mine(planned) == before
        assert_whole(planned)
        assert planned.run("checkpoint", "1", "--json").code == 0
        latest = planned.run("snapshot", "show", "1", "--json").data["snapshot"]["tree"]
        assert planned.git("show", f"{latest}:src/app.py") == OLD + f"# {number}\n"
    assert_whole(planned)


@pytest.mark.crash
def test_kill_9_while_a_snapshot_is_restored(
    planned: Project, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    for number in range(5):
        planned.write(f"src/new{number}.txt", f"{number}\n")
    (planned.root / "src" / "link").symlink_to("app.py")
    planned.run("checkpoint", "1")
    before = mine(planned)
    restore = ("rewind", "1", "--restore")
    for number, point in enumerate(points(planned, rounds_of(request), *restore, "../0"), start=1):
        killed_at(planned, point, *restore, f"../{number}")
        assert mine(planned) == before
        assert_whole(planned)
        there = tmp_path / str(number)
        if there.exists():
            assert len(list((there / "src").iterdir())) == 7
        else:
            assert planned.run(*restore, f"../{number}").code == 0
        assert Project(there, planned.home).git("status", "-s", "-uno") == ""


@pytest.mark.crash
def test_kill_9_while_a_branch_is_made(planned: Project, request: pytest.FixtureRequest) -> None:
    planned.write("src/app.py", NEW)
    planned.run("checkpoint", "1")
    before = mine(planned)
    restore = ("rewind", "1", "--restore-branch")
    for number, point in enumerate(points(planned, rounds_of(request) // 2, *restore, "0")):
        killed_at(planned, point, *restore, f"wip/{number}")
        for name in planned.git("branch", "--list", "wip/*", "0").split():
            assert planned.git("show", f"{name}:src/app.py") == NEW
            planned.git("branch", "-D", name)
        assert mine(planned) == before
        assert_whole(planned)


def test_a_lock_that_a_killed_git_left_is_no_obstacle(planned: Project) -> None:
    planned.run("checkpoint", "1")
    planned.write("src/app.py", NEW)
    (ref,) = planned.git("for-each-ref", "--format=%(refname)", "refs/planproof").split()
    lock = planned.root / ".git" / f"{ref.removesuffix('1')}2.lock"
    lock.write_text("")
    assert planned.run("checkpoint", "1").code == 0
    assert_whole(planned)


def start(place: Path, project: Project, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "planproof_cli", *words], cwd=place,
        env=project.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def at_once(project: Project, runs: list[tuple[Path, tuple[str, ...]]]) -> list[dict[str, object]]:
    processes = [start(place, project, *words, "--json") for place, words in runs]
    answers = [process.communicate(timeout=300) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(runs), answers
    return [json.loads(out)["data"] for out, _ in answers]


def test_of_many_that_restore_to_one_folder_one_does(planned: Project, tmp_path: Path) -> None:
    planned.run("checkpoint", "1")
    processes = [
        start(planned.root, planned, "rewind", "1", "--restore", "../one") for _ in range(6)
    ]
    said = [process.communicate(timeout=300)[1] for process in processes]
    codes = sorted(process.returncode for process in processes)
    assert codes == [0, 2, 2, 2, 2, 2], said
    assert planned.git("worktree", "list", "--porcelain").count("worktree ") == 2
    assert Project(tmp_path / "one", planned.home).git("status", "--porcelain") == ""
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "one", "project"]


def test_ten_processes_take_snapshots_of_ten_tasks_at_once(planned: Project) -> None:
    for number in range(2, 11):
        planned.run("add-task", "--title", f"task {number}", "--spec", "spec.yaml")
    planned.write("src/app.py", NEW)
    numbers = range(1, 11)
    taken = at_once(planned, [(planned.root, ("checkpoint", str(n))) for n in numbers])
    assert [one["taken"] for one in taken] == [True] * 10
    snapshots = planned.run("snapshot", "list", "--json").data["snapshots"]
    assert sorted(one["task"] for one in snapshots) == list(numbers)
    assert {one["change"]["files"] for one in snapshots} == {1}
    assert len(planned.git("for-each-ref", "refs/planproof").splitlines()) == 10
    assert_whole(planned)


def test_ten_work_trees_take_snapshots_of_one_task_at_once(
    planned: Project, tmp_path: Path
) -> None:
    places = [tmp_path / f"tree{number}" for number in range(10)]
    for number, place in enumerate(places):
        planned.git("worktree", "add", "-q", "--detach", str(place))
        (place / "src" / "app.py").write_text(f"{OLD}# {number}\n")
    taken = at_once(
        planned, [(place, ("checkpoint", "1", "--name", place.name)) for place in places]
    )
    assert [one["taken"] for one in taken] == [True] * 10
    assert_whole(planned)
    for number, place in enumerate(places):
        back = tmp_path / f"back{number}"
        restored = planned.run("rewind", "1", "--checkpoint", place.name, "--restore", str(back))
        assert restored.code == 0, restored.err
        assert (back / "src" / "app.py").read_text() == f"{OLD}# {number}\n"
