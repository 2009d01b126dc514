"""The outputs in docs/reports.md are those of the commands above them, word for word.

``pytest tests/docs --update-goldens`` writes them anew.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from gate_play import CLEAN, DIRTY, PLAN, TASK, plan_file, task_file
from planproof.report.formats import FORMATS
from planproof_testing import Project

PAGE = Path(__file__).parents[2] / "docs" / "reports.md"
BLOCK = re.compile(r"```console\n\$ planproof ([^\n]+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """A task that is done on main, and a branch that undoes a part of it."""
    root, home = tmp_path / "shop", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    project = Project(root, home)
    project.git("init", "--quiet")
    for path, text in {PLAN: plan_file(), TASK: task_file(), "src/app.py": CLEAN}.items():
        project.write(path, text)
    project.commit("begin")
    project.git("switch", "--quiet", "--create", "change")
    project.write("src/app.py", DIRTY)
    project.commit("undo")
    return project


def test_the_outputs_are_what_the_commands_print(
    request: pytest.FixtureRequest, shop: Project
) -> None:
    def printed(match: re.Match[str]) -> str:
        answer = shop.run(*shlex.split(match.group(1)))
        assert answer.code == 1, answer.err
        return f"```console\n$ planproof {match.group(1)}\n{answer.out}```"

    written = PAGE.read_text("utf-8")
    page = BLOCK.sub(printed, written)

    if request.config.getoption("--update-goldens"):
        PAGE.write_text(page, "utf-8")
        written = page
    assert written == page


def test_every_format_has_its_section() -> None:
    page = PAGE.read_text("utf-8")

    assert {one for one in FORMATS if f"\n## `{one}`" in page} == set(FORMATS)
    assert len(BLOCK.findall(page)) >= len(FORMATS) - 1
