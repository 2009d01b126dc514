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


@pytest.fixture(scope="session")
def first_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    top = tmp_path_factory.mktemp("projects")
    made = Project(top / "project", top / "home")
    made.home.mkdir()
    made.write("src/app.py", OLD)
    made.write("spec.yaml", SPEC)
    made.git("init", "--quiet")
    made.commit("before")
    return made


@pytest.fixture(scope="session")
def first_planned(first_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = first_project.copied(tmp_path_factory.mktemp("plans"))
    assert made.run("init", "--name", "Login").code == 0
    assert made.run("add-task", "--title", "Retire it", "--spec", "spec.yaml").code == 0
    return made


@pytest.fixture
def project(first_project: Project, folder: Project) -> Project:
    """A repository with one commit, in which the old login is still called."""
    return first_project.copied(folder.root.parent)


@pytest.fixture
def planned(first_planned: Project, folder: Project) -> Project:
    """The same with a plan ``login`` and its one task."""
    return first_planned.copied(folder.root.parent)
