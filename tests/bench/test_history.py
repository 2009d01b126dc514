"""Synthetic commits hold real edits, and none of them touches the working tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from history import commits_beside, line_of_commits
from processes import Surroundings
from repositories import Repository, prepare
from test_edits import SOURCE

NAMES = tuple(f"module_{number}.py" for number in range(6))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    home = tmp_path / "home"
    home.mkdir()

    def fill(root: Path) -> None:
        root.mkdir()
        for name in NAMES:
            (root / name).write_text(SOURCE)

    return prepare(tmp_path / "repository", Surroundings(home), fill, ())


def changed(repository: Repository, old: str, new: str) -> list[str]:
    return repository.run_git("diff", "--name-only", old, new).output.split()


def test_a_line_of_commits_edits_so_many_files_each(repository: Repository) -> None:
    commits = line_of_commits(repository, "line", NAMES, 5, 3)

    assert len(commits) == 5
    for old, new in zip(("main", *commits), commits, strict=False):
        assert len(changed(repository, old, new)) == 3
    assert repository.run_git("status", "--porcelain").output == ""


def test_commits_beside_each_other_all_leave_main(repository: Repository) -> None:
    branches = commits_beside(repository, "beside-", NAMES, 4, 2)

    parents = {repository.run_git("rev-parse", f"{each}^").output for each in branches}
    blobs = {
        repository.run_git("rev-parse", f"{branch}:{path}").output
        for branch in branches
        for path in changed(repository, "main", branch)
    }
    assert parents == {repository.run_git("rev-parse", "main").output}
    assert len(blobs) == 8


def test_a_repository_is_clean_whatever_an_earlier_run_left(repository: Repository) -> None:
    commits_beside(repository, "beside-", NAMES, 2, 2)
    (repository.root / "module_1.py").write_text("changed = True\n")
    (repository.root / "left.py").write_text("left = True\n")

    again = prepare(repository.root, repository.surroundings, lambda root: None, ())

    assert (again.root / "module_1.py").read_text() == SOURCE
    assert again.python == NAMES
    assert again.run_git("for-each-ref").output.count("\n") == 1
