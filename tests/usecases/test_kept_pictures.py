"""A task verified again and again: what is remembered changes the time it takes, nothing else."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planproof.git import door
from planproof.plans import PlanStore
from planproof.usecases import stored_tree
from planproof.usecases.add_task import TaskRequest, add_task
from planproof.usecases.create_plan import NewPlan, create_plan
from planproof.usecases.verify_task import verify_task
from planproof.usecases.workspace import Workspace, open_workspace
from planproof.usecases.write_verdict import TaskVerification

SPEC = """refactor_name: gone
rules:
  - {id: old, description: d, match: {calls: [old]}, scope: {include: ["**/*.py"]}}
  - {id: older, description: d, match: {calls: ["/^old/"]}, scope: {include: ["**/*.py"]}}
"""
CALLS = ("old()\n", "old(1)\n", "older()\n", "def f():\n    old()\n", "x = 1\n", "\n", "old()\r\n")
PATHS = ("a.py", "b.py", "c/d.py", "c/e.py", "f.py")


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (tmp_path / "spec.yaml").write_text(SPEC)
        (folder / "a.py").write_text("old()\nold()\n")
        for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
            git(folder, *words)
        workspace = workspace_of(folder)
        PlanStore.create(workspace.plans_path).close()
        create_plan(workspace, NewPlan("plan"))
        add_task(workspace, None, tmp_path, TaskRequest("task", spec_file="spec.yaml"))
        return folder

    return make


@pytest.fixture
def project(make_project: Callable[[str], Path]) -> Path:
    return make_project("project")


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The git commands that run from here on."""
    seen: list[str] = []
    start = door.start

    def counted(arguments: Any, *rest: Any, **options: Any) -> Any:
        seen.append(arguments[0])
        return start(arguments, *rest, **options)

    monkeypatch.setattr(door, "start", counted)
    return seen


def workspace_of(folder: Path) -> Workspace:
    return open_workspace(folder, {}, lambda: "2026-11-21T00:00:00Z", "tester")


def verify(folder: Path) -> TaskVerification:
    """All that it says, without the tree itself and the row that it became."""
    found = verify_task(workspace_of(folder), None, 1)
    return found._replace(judged=None, view=None, verification=None)


def everything(folder: Path) -> list[list[Any]]:
    """All rows of the plan's database."""
    with sqlite3.connect(workspace_of(folder).plans_path) as database:
        tables = ("code_snapshots", "code_diffs", "snapshot_violations", "verifications", "events")
        asked = (f"SELECT * FROM {table}" for table in tables)  # noqa: S608 - constants
        return [list(database.execute(sql)) for sql in asked]


def edit(folder: Path, chance: random.Random) -> None:
    place = folder / chance.choice(PATHS)
    what = chance.choice(
        ("write", "write", "write", "remove", "move", "commit", "stage", "nothing")
    )
    if what == "write":
        place.parent.mkdir(exist_ok=True)
        place.write_text("".join(chance.choices(CALLS, k=chance.randrange(6))))
    elif what == "remove":
        place.unlink(missing_ok=True)
    elif what == "move" and place.exists():
        place.rename(folder / chance.choice(PATHS[:2]))
    elif what in ("commit", "stage"):
        git(folder, "add", "--all")
        if what == "commit":
            git(folder, "commit", "-q", "--allow-empty", "-m", "next")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_remembered_the_same_is_written_down(
    project: Path, tmp_path: Path, seed: int
) -> None:
    """Beside it a copy whose index is thrown away before every verification."""
    chance = random.Random(seed)
    copy = tmp_path / "copy"
    for _ in range(25):
        edit(project, chance)
        subprocess.run(["rm", "-rf", str(copy)], check=True)
        subprocess.run(["cp", "-a", str(project), str(copy)], check=True)
        for index in (copy / ".git" / "planproof").glob("index.db*"):
            index.unlink()
        remembered, forgotten = verify(project), verify(copy)
        assert remembered == forgotten
        assert everything(project) == everything(copy)
        assert git(project, "for-each-ref") == git(copy, "for-each-ref")


def test_where_nothing_changed_no_snapshot_is_thought_of(
    project: Path, commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(project)
    first = verify(project)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing changed")

    monkeypatch.setattr(stored_tree, "_manifest_digest", refuse)
    for name in ("git.store_tree", "git.diff_to_head", "progress.compare.compare"):
        monkeypatch.setattr(f"planproof.{name}", refuse)
    del commands[:]
    assert verify(project) == first
    written = {
        "cat-file",
        "unpack-objects",
        "update-index",
        "write-tree",
        "diff-tree",
        "update-ref",
    }
    assert not written & set(commands)


def test_one_edit_takes_four_processes_beside_those_that_look_at_the_tree(
    project: Path, commands: list[str]
) -> None:
    verify(project)
    for number in range(2):
        (project / "a.py").write_text(f"old()\nold({number})\n")
        del commands[:]
        verify(project)
    made = ["cat-file", "unpack-objects", "diff-tree", "update-ref"]
    looking = {"version", "config", "rev-parse", "diff-files", "ls-files", "--literal-pathspecs"}
    assert [one for one in commands if one not in looking] == made


def test_of_a_snapshot_only_the_violations_are_read_that_are_left_over(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "a.py").write_text("".join(f"old({number})\n" for number in range(50)))
    verify(project)
    (project / "a.py").write_text("".join(f"old({number})\n" for number in range(2, 52)))
    asked: list[list[str] | None] = []
    violations = PlanStore.violations

    def noting(store: PlanStore, snapshot: Any, ids: list[str] | None = None) -> Any:
        asked.append(ids)
        return violations(store, snapshot, ids)

    monkeypatch.setattr(PlanStore, "violations", noting)
    found = verify(project)
    assert found.counts is not None
    assert (found.counts.unchanged, found.counts.changed) == (96, 4)
    assert [len(ids or ()) for ids in asked] == [4]


def test_a_commit_of_what_was_seen_takes_no_snapshot(project: Path, commands: list[str]) -> None:
    (project / "a.py").write_text("old()\n")
    verify(project)
    git(project, "commit", "-qam", "second")
    del commands[:]
    found = verify(project)
    assert found.snapshot is None
    assert not {"unpack-objects", "write-tree", "update-ref"} & set(commands)
    assert found.counts is not None
    assert found.counts.unchanged == len(found.evaluation.violations) == 2


def test_a_secret_that_becomes_tracked_comes_into_the_picture(project: Path) -> None:
    """Not one of its bytes changes, and yet the tree to keep is another one."""
    (project / ".env").write_text("X=1\n")
    first = verify(project)
    git(project, "add", "--force", ".env")
    second = verify(project)
    assert first.snapshot is not None
    assert second.snapshot is not None
    names = [
        git(project, "ls-tree", "--name-only", one.snapshot.tree).split()
        for one in (first, second)
        if one.snapshot
    ]
    assert names == [["a.py"], [".env", "a.py"]]


def test_what_is_remembered_is_no_use_once_the_snapshot_is_another(project: Path) -> None:
    """As when plans.db was put back from a backup."""
    verify(project)
    plans = workspace_of(project).plans_path
    backup = plans.read_bytes()
    (project / "a.py").write_text("old()\nold()\nold(1)\n")
    verify(project)
    verify(project)
    plans.write_bytes(backup)
    found = verify(project)
    assert found.counts is not None
    assert (found.counts.new, found.counts.unchanged) == (2, 4)
    assert found.snapshot is not None
    assert found.snapshot.sequence == 2


def test_damage_to_what_is_remembered_costs_time_and_nothing_else(project: Path) -> None:
    verify(project)
    first = verify(project)
    path = workspace_of(project).index_path
    for value in (b"", b"\0\1", bytes(200)):
        with sqlite3.connect(path) as database:
            changed = database.execute("UPDATE memo SET value = ?", [value]).rowcount
        assert changed > 2
        assert verify(project) == first
