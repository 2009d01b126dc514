"""docs/quick-start.md is true: its commands run, and what stands below them is what they print.

``pytest tests/examples --update-goldens`` writes the outputs anew.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "quick-start.md"
BLOCK = re.compile(r"^```(?P<kind>sh|console)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
HOME = "/home/you"
VOLATILE = (
    (re.compile(r"\b[0-9a-f]{7,64}\b"), "0123abc"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?( ?UTC|Z)?"), "2026-01-01 00:00"),
    (re.compile(r"\b\d+(\.\d+)? ?m?s\b"), "0.1 s"),
)
"""What differs from run to run: ids, times, durations."""


def test_the_page_says_what_happens(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    reader = Reader(tmp_path, tmp_path)
    page = PAGE.read_text()
    played = BLOCK.sub(reader.play, page)
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(played)
        page = played
    assert steady(played) == steady(page)
    assert reader.exits == [0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0]


def steady(text: str) -> str:
    for pattern, instead in VOLATILE:
        text = pattern.sub(instead, text)
    return text


@dataclass
class Reader:
    """Somebody who types every command of the page, in order."""

    home: Path
    folder: Path
    exits: list[int] = field(default_factory=list)

    def play(self, block: re.Match[str]) -> str:
        """The block as it should read: a script as it is, commands with what they print."""
        if block["kind"] == "sh":
            self._run(["sh", "-e", "-c", block["body"]], check=True)
            self.folder = next(self.folder.glob("shop/.git"), self.folder / ".git").parent
            return block[0]
        return f"```console\n{''.join(self._answers(block['body']))}```"

    def _answers(self, body: str) -> Iterator[str]:
        for line in body.splitlines():
            if line.startswith("$ "):
                program, *arguments = shlex.split(line.removeprefix("$ "))
                assert program == "planproof"
                done = self._run([sys.executable, "-m", "planproof_cli", *arguments], check=False)
                self.exits.append(done.returncode)
                yield f"{line}\n{done.stdout.replace(str(self.home), HOME)}"

    def _run(self, command: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=check,
        )


def environment() -> dict[str, str]:
    """The reader's: a terminal that is no terminal, and a git that knows who they are."""
    person = {"NAME": "A. Reader", "EMAIL": "reader@example.org"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_AUTHOR_{key}": value for key, value in person.items()},
        **{f"GIT_COMMITTER_{key}": value for key, value in person.items()},
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }


def test_what_the_page_points_at_is_there() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", PAGE.read_text())
    assert targets
    assert not [target for target in targets if not (PAGE.parent / target).exists()]
