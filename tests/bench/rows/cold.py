"""From nothing: the first index, and a verdict without one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lab import NAMES, Lab
from table import Bar, Row
from timing import Runner

from rows.measure import Question, compare, times


def questions() -> Iterator[Question]:
    for name, title in NAMES.items():
        yield Question(
            f"cold-index-{name}", f"cold index, vs ast-grep scan: {title}",
            partial(cold_index, name=name), Bar(2.0, 1.4),
        )  # fmt: skip
    for name, title in NAMES.items():
        yield Question(
            f"cold-verify-{name}", f"verify without an index, vs ast-grep scan: {title}",
            partial(cold_verify, name=name), Bar(0.6, 0.25),
        )  # fmt: skip


def cold_index(lab: Lab, row: Row, name: str) -> Row:
    repository = lab.repository(name)
    repository.undo_edits()
    runners = {
        "ast-grep": Runner(lab.ast_grep(repository)),
        "ours": Runner(repository.planproof("index"), repository.remove_index),
    }
    return compare(row, runners, times, lab.limits)


def cold_verify(lab: Lab, row: Row, name: str) -> Row:
    repository = lab.repository(name)
    repository.undo_edits()
    runners = {
        "ast-grep": Runner(lab.ast_grep(repository)),
        "ours": Runner(repository.planproof("verify", "ten_rules.yaml"), repository.remove_index),
    }
    return compare(row, runners, times, lab.limits)
