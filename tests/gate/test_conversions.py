"""Code that is another one on disk than in git, of which the gate reads the latter."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gate_play import CLEAN, HOUSE, SPEC, Play
from planproof.gate.verdict import GateVerdict, WeakeningKind
from planproof.model.verdict import Verdict

CODE = "{}\nprint('old')\n"
IN_GIT = CODE.encode().decode("cp037")
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 1234\n"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    play = Play(root)
    play.begin({SPEC: HOUSE, "app.py": CLEAN, "src/b.py": "x = 1\n", "a.png": "1"})
    return play


def _gate(play: Play) -> GateVerdict:
    play.git("commit", "--quiet", "--allow-empty", "--message", "change")
    return play.gate(base="main", head="HEAD")


def _store(play: Play, path: str, text: str) -> None:
    """Into the commit as it is, whatever the attributes say."""
    made = subprocess.run(["git", "hash-object", "-w", "--stdin"], cwd=play.root,
                          input=text.encode(), capture_output=True, check=True)  # fmt: skip
    blob = made.stdout.decode().strip()
    play.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")


def _attributes(play: Play, text: str, path: str = ".gitattributes") -> None:
    _store(play, path, text)


def _assert_shown(found: GateVerdict, *paths: str) -> None:
    assert found.verdict is Verdict.VIOLATED
    kinds = [(one.kind, one.path) for one in found.change.weakenings]
    assert kinds == [(WeakeningKind.OUT_OF_SIGHT, path) for path in paths]


def test_a_comment_in_git_that_is_code_on_disk(play: Play) -> None:
    _attributes(play, "evil.py working-tree-encoding=IBM037\n")
    _store(play, "evil.py", IN_GIT)
    _assert_shown(_gate(play), "evil.py")
    play.git("checkout", "--quiet", "--", "evil.py")
    assert (play.root / "evil.py").read_text() == CODE


def test_code_that_lies_in_another_store(play: Play) -> None:
    _attributes(play, "src/** filter=lfs diff=lfs merge=lfs -text\n*.png filter=lfs\n")
    _store(play, "src/c.py", POINTER)
    _store(play, "a.png", POINTER)
    found = _gate(play)
    _assert_shown(found, "src/b.py", "src/c.py")
    accepted = play.gate(base="main", head="HEAD", accepted=found.change.digest)
    assert accepted.verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".gitattributes", "[attr]odd working-tree-encoding=IBM037\nsub/evil.py odd\n"),
        (".gitattributes", "\ufeffevil.py\tworking-tree-encoding=IBM037\r\n"),
        (".gitattributes", '"sub/e\\166il.py" filter=lfs\n'),
        ("sub/.gitattributes", "/evil.py text working-tree-encoding=IBM037 eol=lf\n"),
        ("sub/.gitattributes", "* filter=lfs\n* -filter\n"),
    ],
)
def test_however_it_is_written(play: Play, file: str, text: str) -> None:
    _attributes(play, text, file)
    _store(play, "sub/evil.py", IN_GIT)
    found = _gate(play)
    assert found.verdict is Verdict.VIOLATED
    assert "sub/evil.py" in {one.path for one in found.change.weakenings}


def test_the_attributes_may_come_in_before_the_file(play: Play) -> None:
    _attributes(play, "evil.py working-tree-encoding=IBM037\n")
    assert _gate(play).verdict is Verdict.PASSED
    play.git("branch", "--force", "main", "HEAD")
    _store(play, "evil.py", IN_GIT)
    _assert_shown(_gate(play), "evil.py")


def test_what_converts_no_code_and_nothing_but_line_ends_is_fine(play: Play) -> None:
    _attributes(play, "*.png filter=lfs\n*.py text eol=lf\n# *.py filter=lfs\n"
                      "*.py working-tree-encoding=UTF-8\n")  # fmt: skip
    _store(play, "a.png", POINTER)
    _store(play, "c.py", "y = 1\n")
    found = _gate(play)
    assert (found.verdict, found.change.weakenings) == (Verdict.PASSED, ())
