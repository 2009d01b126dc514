"""The end of a plan: its last snapshot and its guards, with many snapshots behind it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from edits import Edit, Editor, editable
from lab import Lab
from repositories import Repository
from table import Bar, Row, seconds
from timing import Runner, race

from rows.measure import Question

COUNTS = ((50, Bar(5.0)), (1_000, Bar(30.0)))
FILES = 20
"""So many files are edited by turns, one before each snapshot."""
GONE = "bench_old_name"


def questions() -> Iterator[Question]:
    for count, bar in COUNTS:
        said = f"archive of a plan with {count:,} snapshots: Django"
        yield Question(
            f"archive-{count}", said, partial(archive, count=count), bar, "s", slow=count > 100
        )


def archive(lab: Lab, row: Row, count: int) -> Row:
    """Each round archives the same plan: its database and the guards are put back before."""
    repository = lab.planned("django")
    data = repository.index.parent
    kept, before = lab.scratch / "kept-plans", lab.scratch / "plans-without-snapshots"
    _copy(data, before)
    _complete_one(repository)
    editor = Editor(repository.root, editable(repository.root, repository.python, FILES))
    for number in range(count):
        editor.edit(Edit.STATEMENT)
        repository.planproof("checkpoint", "1", "--name", str(number), fine=(0,)).run()
    _copy(data, kept)

    def put_back() -> None:
        _copy(kept, data)
        shutil.rmtree(repository.root / ".planproof", ignore_errors=True)

    command = repository.planproof("archive", "bench", fine=(0,))
    rounds = race({"ours": Runner(command, put_back)}, lab.limits)
    _copy(before, data)
    shutil.rmtree(repository.root / ".planproof", ignore_errors=True)
    repository.undo_edits()
    return replace(
        row,
        ours=seconds(rounds.wall("ours")),
        figure=rounds.wall("ours"),
        cpu=rounds.cpu("ours").median,
        note=rounds.count,
    )


def _complete_one(repository: Repository) -> None:
    """A task that forbids a name, red and then green: it becomes a guard."""
    file = repository.root / "django" / "bench_old.py"
    file.write_text(f"def {GONE}():\n    return 1\n")
    words = ("add-task", "bench", "--title", "gone", "--forbid", GONE)
    repository.planproof(*words, fine=(0,)).run()
    file.unlink()
    repository.planproof("verify-task", "bench", "2", fine=(0,)).run()


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file in target.glob("plans.db*"):
        file.unlink()
    for file in source.glob("plans.db*"):
        shutil.copy2(file, target)
