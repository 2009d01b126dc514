"""docs/commands.md is what ``--help`` says, word for word.

``pytest tests/docs --update-goldens`` writes it anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from planproof_cli.table import COMMANDS, Table

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"

HEAD = """# Commands

Generated from `planproof … --help`; a test compares the two.

Every command takes `-C DIR`, `--json` and `--quiet`. Exit status: **0** passed · **1** violations · **2** usage, specification
or configuration error, refusal · **3** no verdict possible · 130 interrupted · 141 closed pipe.
"""


def test_the_page_is_what_the_commands_say(request: pytest.FixtureRequest) -> None:
    page = "\n".join((HEAD, *(section(words) for words in commands(COMMANDS))))
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(page)
    assert PAGE.read_text() == page


def commands(table: Table, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, target in table.items():
        if isinstance(target, str):
            yield (*before, name)
        else:
            yield from commands(target, (*before, name))


def section(words: tuple[str, ...]) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        [sys.executable, "-m", "planproof_cli", *words, "--help"],
        capture_output=True, text=True, env=environment, check=True,
    )  # fmt: skip
    return f"## planproof {' '.join(words)}\n\n```text\n{done.stdout.strip()}\n```\n"
