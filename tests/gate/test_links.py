"""Code that a link shows where a rule looks, and that lies where it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gate_play import HOUSE, SPEC, Play
from planproof.gate.verdict import GateVerdict, WeakeningKind
from planproof.model.verdict import Verdict

SCOPED = HOUSE.replace("rules:", "scope: {include: [src/**]}\nrules:")
BAD = "print('a')\n"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    play = Play(root)
    play.begin({SPEC: SCOPED, "src/b.py": "x = 1\n", "tools/c.py": "y = 1\n"})
    return play


def _committed(play: Play) -> GateVerdict:
    play.commit()
    return play.gate(base="main", head="HEAD")


def _assert_shown(found: GateVerdict, *paths: str) -> None:
    assert found.verdict is Verdict.VIOLATED
    kinds = [(one.kind, one.path) for one in found.change.weakenings]
    assert kinds == [(WeakeningKind.OUT_OF_SIGHT, path) for path in paths]


def _link(play: Play, place: str, target: str) -> None:
    (play.root / place).parent.mkdir(parents=True, exist_ok=True)
    os.symlink(target, play.root / place)


@pytest.mark.parametrize(
    ("place", "target"), [("src/a.py", "../tools/a.py"), ("src/pkg", "../tools")]
)
def test_code_that_is_linked_into_a_scope(play: Play, place: str, target: str) -> None:
    play.write("tools/a.py", BAD)
    _link(play, place, target)
    _assert_shown(_committed(play), "tools/a.py")


def test_a_link_to_a_file_of_another_kind(play: Play) -> None:
    play.write("tools/a.txt", BAD)
    _link(play, "src/a.py", "../tools/a.txt")
    _assert_shown(_committed(play), "tools/a.txt")


def test_a_link_through_a_link(play: Play) -> None:
    play.write("tools/deep/a.py", BAD)
    _link(play, "other", "tools")
    _link(play, "src/pkg", "../other/deep")
    _assert_shown(_committed(play), "tools/deep/a.py")


def test_code_behind_a_link_that_was_there_before(play: Play) -> None:
    _link(play, "src/pkg", "../tools")
    assert _committed(play).verdict is Verdict.PASSED
    play.git("branch", "--force", "main", "HEAD")
    play.write("tools/c.py", BAD)
    _assert_shown(_committed(play), "tools/c.py")


def test_links_that_lead_nowhere_or_around_in_circles(play: Play) -> None:
    for number, target in enumerate(["/etc/passwd", "../../x", "gone.py", "..", ".", "x" * 4000]):
        _link(play, f"src/l{number}.py", target)
    _link(play, "src/one", "two")
    _link(play, "src/two", "one")
    play.write("tools/c.py", "y = 2\n")
    assert _committed(play).verdict is Verdict.PASSED
