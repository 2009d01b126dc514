"""docs/baseline.md shows what the commands print, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planproof_testing import Project

PAGE = (Path(__file__).parents[2] / "docs" / "baseline.md").read_text(encoding="utf-8")
HOUSE = """\
refactor_name: house rules
enforce: true
rules:
  - id: no-print
    description: Programs log, they do not print
    languages: [python]
    match: {calls: [print]}
    guidance: Use logging.getLogger(__name__)
"""
SHOP = """\
def pay(total):
    print(total)
    return total


def refund(total):
    print("refund", total)
    return -total
"""
TILL = """\
import logging


def pay(total):
    logging.getLogger(__name__).info("%s", total)
    return total


def refund(total):
    if total:
        print("refund", total)
    return -total


def debug(total):
    print("debug", total)
"""
UNION = ".planproof/baseline.jsonl merge=union\n"


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    project = Project(tmp_path / "shop", tmp_path / "home")
    project.root.mkdir()
    project.home.mkdir()
    project.git("init", "--quiet", "-b", "main")
    project.write("src/shop.py", SHOP)
    project.commit("a shop")
    project.write(".planproof/specs/house.yaml", HOUSE)
    project.write(".gitattributes", UNION)
    return project


def _shown(project: Project, *words: str) -> str:
    """The block of the page, with the commit of this project."""
    typed = " ".join(f'"{word}"' if " " in word else word for word in words)
    block = re.search(
        rf"^\$ planproof {re.escape(typed)}\n(.*?)(?=^```$|^\$ )", PAGE, re.MULTILINE | re.DOTALL
    )
    assert block is not None, f"the page does not show {typed}"
    head = project.git("rev-parse", "HEAD")[:10]
    return re.sub(r"since [0-9a-f]{10}", f"since {head}", block[1].rstrip("\n") + "\n")


def test_the_page_shows_what_the_commands_print(shop: Project) -> None:
    def agree(*words: str) -> None:
        assert shop.run(*words).out == _shown(shop, *words)

    agree("baseline", "accept", "--reason", "before the logger", "--owner", "ada",
          "--expires", "2099-12-31")  # fmt: skip
    first = (shop.root / ".planproof/baseline.jsonl").read_text(encoding="ascii").splitlines()[0]
    assert f"```json\n{first}\n```" in PAGE
    shop.commit("house rules")
    shop.git("mv", "src/shop.py", "src/till.py")
    shop.write("src/till.py", TILL)
    agree("baseline", "prune")
    agree("baseline", "accept", "--reason", "needed for the demo")
    agree("baseline", "diff")
    agree("verify", "--changed")


def test_the_line_for_git_is_the_one_that_the_commands_ask_for(shop: Project) -> None:
    assert UNION in PAGE
    shop.write(".gitattributes", "")
    shop.run("baseline", "accept", "--reason", "old")
    assert UNION.strip() in shop.run("baseline", "prune").err
