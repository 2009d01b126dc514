"""The pages under docs/questions are true: what stands below a command is what it prints.

``make test-packages``, or ``pytest tests/packages/test_question_pages.py --run-packages
--update-goldens`` to write the outputs anew.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from planproof_testing import Project

PAGES = sorted((Path(__file__).parents[2] / "docs" / "questions").glob("*.md"))
PACKAGE = re.compile(r"^<!-- in (?P<requirement>\S+) -->$", re.MULTILINE)
WITHOUT = re.compile(r"^<!-- without (?P<path>\S+) -->$", re.MULTILINE)
EDIT = re.compile(r"^<!-- edit (?P<path>\S+): (?P<old>.+) -> (?P<new>.+) -->$", re.MULTILINE)
BLOCK = re.compile(r"(?<=^```text\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


@pytest.mark.packages
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.stem))
def test_a_page_shows_what_the_commands_print(
    page: Path,
    package: Callable[[str], Path],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    text = page.read_text()
    named = PACKAGE.search(text)
    assert named, "the page says in which package it asks: <!-- in requests==2.32.3 -->"
    without = [each["path"] for each in WITHOUT.finditer(text)]
    project = committed(package(named["requirement"]), without, tmp_path)
    for edit in EDIT.finditer(text):
        file = project.root / edit["path"]
        source = file.read_text()
        assert source.count(edit["old"]) == 1
        file.write_text(source.replace(edit["old"], edit["new"]))

    played = BLOCK.sub(lambda block: play(project, block[0]), text)

    if request.config.getoption("--update-goldens"):
        page.write_text(played)
        text = played
    assert played == text


def committed(folder: Path, without: list[str], tmp_path: Path) -> Project:
    """The package as a project of its own; where it is kept is left alone."""
    root, home = tmp_path / "project", tmp_path / "home"
    home.mkdir()
    shutil.copytree(folder, root, ignore=shutil.ignore_patterns(".git", ".complete"))
    for path in without:
        shutil.rmtree(root / path)
    project = Project(root, home)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "As released"]):
        subprocess.run(["git", *command], cwd=root, env=project.environment(), check=True)
    return project


def play(project: Project, block: str) -> str:
    """Every command of a block, with what it prints; progress is not of it."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{command}\n{printed(project, command)}" for command in commands)


def printed(project: Project, command: str) -> str:
    name, *arguments = shlex.split(command.removeprefix("$ "))
    assert name == "planproof"
    answer = project.run(*arguments)
    assert answer.code in {0, 2}, answer.err
    return answer.out + answer.err
