"""Projects to run the command in."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof_testing import OLD, SPEC, Project


@pytest.fixture
def folder(tmp_path: Path) -> Project:
    """A folder without git."""
    root, home = tmp_path / "project", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    return Project(root, home)


@pytest.fixture
def project(folder: Project) -> Project:
    """A repository with one commit, in which the old login is still called."""
    folder.write("src/app.py", OLD)
    folder.write("spec.yaml", SPEC)
    folder.git("init", "--quiet")
    folder.commit("before")
    return folder


@pytest.fixture
def planned(project: Project) -> Project:
    """The same with a plan ``login`` and its one task."""
    assert project.run("init", "--name", "Login").code == 0
    assert project.run("add-task", "--title", "Retire it", "--spec", "spec.yaml").code == 0
    return project
