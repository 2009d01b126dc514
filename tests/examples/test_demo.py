"""The demo itself, from its first line to its last."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "django-4.2-to-5.1"


def play(script: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_without_a_network_it_says_so_and_ends_with_3(tmp_path: Path) -> None:
    here = tmp_path / "examples" / FOLDER.name
    shutil.copytree(FOLDER, here)
    done = play(here / "demo.py", PIP_NO_INDEX="1")
    assert done.returncode == 3
    assert "could not be downloaded" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.packages
def test_the_whole_story(tmp_path: Path) -> None:
    done = play(FOLDER / "demo.py", TMPDIR=str(tmp_path), NO_COLOR="1", HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    told = done.stdout
    assert "\x1b" not in told
    assert told.count("[exit status 1]") == 3
    assert "23 violations, 3 of 4 rules not met" in told
    assert "since the last snapshot: 0 new, 20 fixed, 3 remaining" in told
    assert "since the last snapshot: 0 new, 3 fixed, 0 remaining" in told
    assert told.count("→ completed") == 7
    assert "7 of 7 tasks completed" in told
    assert "0 violations remaining (-23 over " in told
    assert "restored to " in told
    assert not list(tmp_path.glob("planproof-demo-*"))
