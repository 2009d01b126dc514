"""A project whose task was completed with a receipt, and the means to forge one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planproof_testing import NEW, OLD, Project
from planproof_testing import SPEC as EVERYWHERE

SPEC = EVERYWHERE.replace("    match:", "    scope:\n      include: [src/**]\n    match:")
"""Where the receipt itself lies is not in its scope."""

Forge = Callable[[Callable[[dict[str, Any]], object]], str]


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Red at the first commit; green, completed and with a receipt at the second."""
    top = tmp_path_factory.mktemp("receipts")
    (top / "project").mkdir()
    (top / "home").mkdir()
    project = Project(top / "project", top / "home")
    project.write("src/app.py", OLD)
    project.write("src/other.py", "def other():\n    return 1\n")
    project.write("spec.yaml", SPEC)
    project.git("init", "--quiet")
    project.commit("before")
    assert project.run("init", "--name", "Login").code == 0
    assert project.run("add-task", "--title", "Retire it", "--spec", "spec.yaml").code == 0
    assert project.run("verify-task", "1").code == 1
    project.write("src/app.py", NEW)
    project.commit("after")
    assert project.run("verify-task", "1", "--receipt").code == 0
    return top


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Project:
    """A copy of it, with its database."""
    shutil.copytree(finished, tmp_path / "copy", symlinks=True)
    return Project(tmp_path / "copy" / "project", tmp_path / "copy" / "home")


@pytest.fixture
def receipt(done: Project) -> Path:
    """The receipt that ``verify-task --receipt`` wrote."""
    (found,) = (done.root / ".planproof" / "receipts" / "login").glob("1-*.json")
    return found


@pytest.fixture
def clone(done: Project, receipt: Path, tmp_path: Path) -> Project:
    """A clone of the project without any plan, with the receipt in it."""
    done.git("clone", "--quiet", "--no-hardlinks", str(done.root), str(tmp_path / "clone"))
    shutil.copy(receipt, tmp_path / "clone" / "receipt.json")
    return Project(tmp_path / "clone", done.home)


@pytest.fixture
def forge(done: Project, receipt: Path) -> Forge:
    """``forge(edit)``: the receipt with its JSON edited, written as canonically as the real one."""

    def build(edit: Callable[[dict[str, Any]], object]) -> str:
        statement = json.loads(receipt.read_bytes())
        edit(statement)
        content = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        done.write("forged.json", content)
        return "forged.json"

    return build
