"""Every question about the code has a page, which names no command that there is not."""

from __future__ import annotations

import re
from pathlib import Path

from planproof_cli.table import COMMANDS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted((DOCS / "questions").glob("*.md"))
QUESTIONS = {name for name, home in COMMANDS.items() if str(home).split(":")[0] in {
    "find", "symbols", "files", "web", "analogous",
}}  # fmt: skip


def test_every_question_is_shown_with_its_output() -> None:
    shown: set[str] = set()
    for page in PAGES:
        for block in re.findall(
            r"^```text\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE
        ):
            shown |= set(re.findall(r"^\$ planproof ([\w-]+)", block, re.MULTILINE))

    assert shown == QUESTIONS


def test_the_list_of_questions_leads_to_every_page() -> None:
    listed = set(re.findall(r"\]\(questions/(\w+)\.md\)", (DOCS / "questions.md").read_text()))

    assert listed == {page.stem for page in PAGES}
