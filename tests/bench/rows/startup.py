"""Commands that only look things up, beside the smallest application of their kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lab import Lab
from table import Bar, Row
from timing import Runner

from rows.measure import Question, compare, times

COMMANDS = {
    "show": ("show",),
    "list": ("list",),
    "add-task": ("add-task", "--title", "Something to do"),
}


def questions() -> Iterator[Question]:
    for key, words in COMMANDS.items():
        yield Question(
            key, f"planproof {words[0]}, vs a two-command Typer application",
            partial(beside_typer, words=words), Bar(1.5, 1.1),
        )  # fmt: skip


def beside_typer(lab: Lab, row: Row, words: tuple[str, ...]) -> Row:
    repository = lab.planned("django")
    runners = {
        "typer": Runner(lab.typer),
        "ours": Runner(repository.planproof(*words, fine=(0,))),
    }
    return compare(row, runners, times, lab.limits)
