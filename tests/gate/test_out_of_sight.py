"""Code that leaves the scope of a rule together with what it may not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import HOUSE, SPEC, Play
from planproof.gate.verdict import GateVerdict, WeakeningKind
from planproof.model.verdict import Verdict

SCOPED = HOUSE.replace("rules:", "scope: {include: [src/**]}\nrules:")
LONG = "".join(f"def rest_{number}():\n    return {number}\n\n\n" for number in range(20))
BAD = LONG + "print('a')\n"
STUB = "from tools.app import *\n"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    play = Play(root)
    play.begin({SPEC: SCOPED, "src/app.py": LONG, "src/b.py": "x = 1\n"})
    return play


def _committed(play: Play) -> GateVerdict:
    play.commit()
    return play.gate(base="main", head="HEAD")


def _assert_shown(found: GateVerdict, *paths: str) -> None:
    assert found.verdict is Verdict.VIOLATED
    kinds = [(one.kind, one.path) for one in found.change.weakenings]
    assert kinds == [(WeakeningKind.OUT_OF_SIGHT, path) for path in paths]


def test_code_that_leaves_something_in_its_place(play: Play) -> None:
    play.write("tools/app.py", BAD)
    play.write("src/app.py", STUB)
    _assert_shown(_committed(play), "tools/app.py")


def test_a_clean_copy_beside_it_hides_nothing(play: Play) -> None:
    play.write("src/app.py", STUB)
    for name in ("a", "b", "c"):
        play.write(f"tools/{name}.py", BAD if name == "b" else LONG)
    _assert_shown(_committed(play), "tools/b.py")


def test_more_copies_than_are_looked_into(play: Play) -> None:
    play.write("src/app.py", STUB)
    for number in range(7):
        play.write(f"tools/{number}.py", LONG)
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert len(found.change.weakenings) == 2


def test_what_could_not_be_judged_where_it_was(play: Play) -> None:
    play.remove("src/app.py")
    play.write("tools/app.py", BAD + "\0")
    found = _committed(play)
    _assert_shown(found, "tools/app.py")
    assert "could not be judged" in found.change.weakenings[0].message


def test_clean_code_may_go_where_it_likes(play: Play) -> None:
    play.write("tools/app.py", LONG)
    play.write("src/app.py", STUB)
    assert _committed(play).verdict is Verdict.PASSED
    play.write("tools/app.py", LONG + "x = 2\n")
    play.remove("src/app.py")
    assert _committed(play).verdict is Verdict.PASSED


def test_more_files_than_git_pairs(play: Play) -> None:
    """With so many git looks for no file that was renamed and edited."""
    for number in range(1005):
        play.write(f"data/{number}.txt", f"line {number}\n" * 5)
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    for number in range(1005):
        play.remove(f"data/{number}.txt")
        play.write(f"other/{number}.dat", f"line {number}\n" * 5 + "more\n")
    assert _committed(play).verdict is Verdict.PASSED  # nothing left where the rule looks
    play.remove("src/app.py")
    play.write("tools/other.py", BAD)
    found = _committed(play)
    _assert_shown(found, SPEC)
    assert "too many" in found.change.weakenings[0].message
