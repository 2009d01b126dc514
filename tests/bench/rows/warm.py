"""After the first verdict: nothing changed, one file edited, more rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from edits import Edit, Editor, editable
from lab import NAMES, Lab
from repositories import Repository
from table import Bar, Row, number, seconds
from timing import Runner, race

from rows.measure import Question, compare, faster, times

EDITS = {
    Edit.STATEMENT: "task-edited",
    Edit.IMPORT: "task-edited-import",
    Edit.VIOLATION: "task-edited-violation",
}
FILES = 5
"""So many files are edited by turns."""


def questions() -> Iterator[Question]:
    for name, title in NAMES.items():
        yield Question(
            f"task-unchanged-{name}",
            f"verify-task, nothing changed, vs git status + a Typer application: {title}",
            partial(unchanged, name=name), Bar(1.3, 0.8),
        )  # fmt: skip
    for edit, key in EDITS.items():
        yield Question(
            key, f"ast-grep scan of Home Assistant, vs verify-task after an edit: {_word(edit)}",
            partial(one_edit, edit=edit), Bar(12, 25, at_least=True),
        )  # fmt: skip
    yield Question(
        "task-edited-semgrep", "semgrep of Home Assistant, vs verify-task after an edit",
        beside_semgrep, Bar(150, 300, at_least=True),
    )  # fmt: skip
    yield Question(
        "fifty-unchanged", "verify-task, 50 rules vs 10, nothing changed: Home Assistant",
        fifty_unchanged, Bar(1.3, 1.1),
    )  # fmt: skip
    yield Question(
        "fifty-edited", "verify-task, 50 rules vs 10, one file edited: Home Assistant",
        fifty_edited, Bar(1.3, 1.1),
    )  # fmt: skip


def unchanged(lab: Lab, row: Row, name: str) -> Row:
    repository = lab.planned(name)
    repository.settle()
    runners = {
        "git": Runner(repository.git("status", "--porcelain")),
        "typer": Runner(lab.typer),
        "ours": Runner(repository.planproof("verify-task", "1")),
    }
    return compare(row, runners, times, lab.limits)


def one_edit(lab: Lab, row: Row, edit: Edit) -> Row:
    repository = lab.planned("ha")
    runners = {
        "ast-grep": Runner(lab.ast_grep(repository)),
        "ours": _edited(repository, edit),
    }
    return compare(row, runners, faster, lab.limits)


def beside_semgrep(lab: Lab, row: Row) -> Row:
    """semgrep takes a minute: it runs once."""
    repository = lab.planned("ha")
    theirs = lab.semgrep_hits.took
    ours = race({"ours": _edited(repository)}, lab.limits)
    return replace(
        row,
        ours=seconds(ours.wall("ours")),
        peers=f"{number(theirs.wall)} s",
        figure=ours.wall(lambda took: theirs.wall / took["ours"]),
        cpu=ours.cpu(lambda took: theirs.cpu / took["ours"]).median,
        note=f"semgrep once, planproof {ours.count}",
    )


def fifty_unchanged(lab: Lab, row: Row) -> Row:
    repository = lab.planned("ha")
    fifty = repository.add_task("fifty_rules.yaml")
    repository.settle()
    repository.settle(fifty)
    runners = {
        "ten": Runner(repository.planproof("verify-task", "1")),
        "ours": Runner(repository.planproof("verify-task", fifty)),
    }
    return compare(row, runners, times, lab.limits)


def fifty_edited(lab: Lab, row: Row) -> Row:
    repository = lab.planned("ha")
    fifty = repository.add_task("fifty_rules.yaml")
    runners = {
        "ten": _edited(repository),
        "ours": _edited(repository, task=fifty),
    }
    return compare(row, runners, times, lab.limits)


def _edited(repository: Repository, edit: Edit = Edit.STATEMENT, task: str = "1") -> Runner:
    """``verify-task`` after one file was edited since the last time; one file is not as committed."""
    editor = Editor(repository.root, editable(repository.root, repository.python, FILES))

    def before() -> None:
        repository.undo_edits()
        repository.settle(task)
        editor.edit(edit)

    return Runner(repository.planproof("verify-task", task), before)


def _word(edit: Edit) -> str:
    return {
        Edit.STATEMENT: "a statement",
        Edit.IMPORT: "an import",
        Edit.VIOLATION: "a violation",
    }[edit]
