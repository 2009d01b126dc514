"""Killed while a plan is archived or exported: all is whole, and doing it again ends it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crash_testing import assert_whole, killed_at, mine, points
from planproof_testing import NEW, Project


def rounds_of(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--crash-rounds"))


@pytest.fixture
def done(planned: Project) -> Project:
    """Two tasks, the first of them completed."""
    planned.run("verify-task", "1")
    planned.run("add-task", "--title", "Later", "--forbid", "name:older_login")
    planned.write("src/app.py", NEW)
    planned.commit("after")
    assert planned.run("verify-task", "1").code == 0
    return planned


def copy_of(project: Project, name: str) -> Project:
    """As the project is now: what is archived never comes back."""
    there = project.root.parent / name
    shutil.copytree(project.root, there, symlinks=True)
    return Project(there, project.home)


def own_files(project: Project) -> dict[str, bytes]:
    top = project.root / ".planproof"
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


@pytest.mark.crash
def test_kill_9_while_a_plan_is_archived(done: Project, request: pytest.FixtureRequest) -> None:
    archive = ("archive", "1", "--notes", "over")
    whole = copy_of(done, "whole")
    assert whole.run(*archive).code == 0
    expected, before = own_files(whole), mine(done)
    assert list(expected), "a guard was written"
    for point in points(copy_of(done, "measured"), rounds_of(request), *archive):
        copy = copy_of(done, f"killed{point}")
        killed_at(copy, point, *archive)
        assert mine(copy) == before
        assert_whole(copy)
        assert copy.run("audit").code == 0
        plan = copy.run("show", "1", "--json").data["plan"]
        if plan["status"] != "archived":
            assert copy.run(*archive).code == 0
        assert own_files(copy) == expected
        assert copy.run("add-task", "1", "--title", "More").code == 2
        listed = copy.run("snapshot", "list", "--plan", "login", "--json").data["snapshots"]
        assert listed[-1]["task"] is None
        assert copy.git("show", f"{listed[-1]['tree']}:src/app.py") == NEW
        assert copy.run("audit").code == 0
        shutil.rmtree(copy.root)


@pytest.mark.crash
def test_kill_9_while_a_plan_is_exported(done: Project, request: pytest.FixtureRequest) -> None:
    assert done.run("plan", "export").code == 0
    done.commit("the plan")
    before = mine(done)
    places = points(done, rounds_of(request), "plan", "export")
    for number, point in enumerate([*places, *places[::-1]]):
        for task in ("1", "2"):
            done.run("update-task", task, "--title", f"Title {number}")
        killed_at(done, point, "plan", "export")
        assert mine(done) == before
        assert_whole(done)
        assert_files_are_whole(done)
        assert done.run("plan", "export").code == 0
        assert own_files(done).keys() == names_of(done)
        titles = [path.read_text() for path in done.root.glob(".planproof/plans/*/tasks/*.yaml")]
        assert all(f"title: Title {number}\n" in text for text in titles)
        assert done.run("plan", "import", ".planproof/plans/login").code == 0
    assert done.run("audit").code == 0


def assert_files_are_whole(project: Project) -> None:
    """Another clone could import them as they are."""
    fresh = Project(project.root.parent / "fresh", project.home)
    shutil.copytree(project.root / ".planproof", fresh.root / ".planproof")
    assert fresh.run("init").code == 0
    assert len(fresh.run("show", "login", "--json").data["tasks"]) == 2
    shutil.rmtree(fresh.root)


def names_of(project: Project) -> set[str]:
    """All that an export leaves; no half file beside it."""
    tasks = project.run("show", "login", "--json").data["tasks"]
    return {"plans/login/plan.yaml", *(f"plans/login/tasks/{one['key']}.yaml" for one in tasks)}


def test_drafts_of_the_dead_are_swept_and_all_else_stays(done: Project) -> None:
    folder = Path(done.root, "elsewhere")
    assert done.run("plan", "export", "--to", "elsewhere").code == 0
    dead, living = folder / ".plan.yaml.999999999.tmp", folder / ".plan.yaml.1.tmp"
    others = [folder / ".notes.yaml.999999999.tmp", folder / ".plan.yaml.tmp"]
    for path in (dead, living, *others):
        path.write_text("half")

    assert done.run("plan", "export", "--to", "elsewhere").code == 0

    assert not dead.exists()
    assert all(path.exists() for path in (living, *others))
