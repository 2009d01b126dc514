"""A repository on a machine of GitHub's, as the action finds it."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from fake_runner import Runner
from planproof_testing import NEW, OLD, SPEC, Project


@pytest.fixture
def project(first_project: Project, tmp_path: Path) -> Project:
    """A trunk on which the old login was retired, and the task that says so was completed."""
    return first_project.copied(tmp_path)


@pytest.fixture(scope="session")
def first_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    top = tmp_path_factory.mktemp("trunk")
    root, home = top / "work space", top / "home"
    root.mkdir()
    home.mkdir()
    made = Project(root, home)
    made.write("src/app.py", OLD)
    made.write("spec.yaml", SPEC)
    made.git("init", "--quiet")
    made.commit("before")
    for words in (
        ["init", "--name", "Login"], ["add-task", "--title", "Retire it", "--spec", "spec.yaml"],
    ):  # fmt: skip
        assert made.run(*words).code == 0
    made.write("src/app.py", NEW)
    assert made.run("verify-task", "1").code == 0
    assert made.run("plan", "export").code == 0
    made.commit("done")
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return made


@pytest.fixture
def runner(project: Project, python: Path, tmp_path: Path) -> Runner:
    return Runner(project, tmp_path / "runner temp", python)


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A Python that has this very planproof installed, and heeds no PYTHONPATH but that of these
    tests: ``-I`` would hide a source tree."""
    paths = os.pathsep.join(path for path in sys.path if path)
    wrapper = tmp_path / "python with planproof"
    wrapper.write_text(
        "#!/bin/sh\n"
        'test "$1" = -I || { echo "not isolated: $*"; exit 99; }\n'
        "shift\n"
        f'PYTHONPATH={shlex.quote(paths)} exec {shlex.quote(sys.executable)} -P "$@"\n'
    )
    wrapper.chmod(0o755)
    return wrapper
