"""docs/questions.md has every question, and names no command that there is not."""

from __future__ import annotations

import re
from pathlib import Path

from planproof_cli.table import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
QUESTIONS = {name for name, home in COMMANDS.items() if str(home).split(":")[0] in {
    "find", "symbols", "files", "web",
}}  # fmt: skip


def test_every_question_is_shown_with_its_output() -> None:
    shown = set(re.findall(r"^\$ planproof ([\w-]+)", PAGE.read_text(), re.MULTILINE))

    assert shown >= QUESTIONS - {"routes"}
    assert shown <= set(COMMANDS)
    assert "`routes [ROUTE]`" in PAGE.read_text()
