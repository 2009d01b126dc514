"""Other commits than the one that is checked out, and a hundred of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from edits import editable
from history import commits_beside, line_of_commits
from lab import NAMES, Lab
from processes import NotMeasuredError
from repositories import Repository
from table import Bar, Row, seconds
from timing import Runner, race

from rows.measure import Question, compare, times

FILES = 20
"""So many files are changed by each commit …"""
CANDIDATES = 300
"""… of so many that are ever changed."""
COMMITS = 100
SPEC = "ten_rules.yaml"


def questions() -> Iterator[Question]:
    for name, title in NAMES.items():
        yield Question(
            f"at-commit-{name}",
            f"verify --at a commit with 20 changed files, vs verify of the tree: {title}",
            partial(at_commit, name=name), Bar(1.5, 1.0),
        )  # fmt: skip
    for name, title in NAMES.items():
        for again, said in ((False, "never seen"), (True, "judged before")):
            yield Question(
                f"hundred-{'again' if again else 'first'}-{name}",
                f"a hundred commits of 20 files, {said}, index warm: {title}",
                partial(hundred, name=name, again=again), Bar(3.0, 0.5), "s",
            )  # fmt: skip


def at_commit(lab: Lab, row: Row, name: str) -> Row:
    """Each round asks about another commit; all were made before, from the one checked out."""
    repository = _warm(lab, name)
    candidates = editable(repository.root, repository.python, CANDIDATES)
    branches = iter(
        commits_beside(repository, "bench-beside-", candidates, lab.limits.most + 1, FILES)
    )
    runners = {
        "warm": Runner(repository.planproof("verify", SPEC)),
        "ours": Runner(
            repository.planproof("verify", SPEC, "--at", "bench-asked"),
            lambda: repository.run_git("branch", "--force", "bench-asked", next(branches)),
        ),
    }
    return compare(row, runners, times, lab.limits)


def hundred(lab: Lab, row: Row, name: str, *, again: bool) -> Row:
    """The guard compares the time with that of one warm verdict."""
    repository = _warm(lab, name)
    candidates = editable(repository.root, repository.python, CANDIDATES)
    commits = line_of_commits(repository, "bench-line", candidates, COMMITS, FILES)
    command = repository.planproof("verify", SPEC, "--at", "main..bench-line")
    kept = lab.scratch / "kept-index"
    _copy_index(repository, kept)
    _require_all(command.run().output, commits)
    before = partial(_bring_index, repository, kept)
    runners = {
        "warm": Runner(repository.planproof("verify", SPEC)),
        "ours": Runner(command) if again else Runner(command, before),
    }
    rounds = race(runners, lab.limits)
    return replace(
        row,
        ours=seconds(rounds.wall("ours")),
        figure=rounds.wall("ours"),
        cpu=rounds.cpu("ours").median,
        guarded=rounds.wall(times).median,
        note=f"{rounds.count}; one verdict of the tree: {seconds(rounds.wall('warm'))}",
    )


def _warm(lab: Lab, name: str) -> Repository:
    repository = lab.repository(name)
    repository.undo_edits()
    repository.planproof("index", fine=(0,)).run()
    repository.planproof("verify", SPEC).run()
    return repository


def _require_all(output: str, commits: tuple[str, ...]) -> None:
    told = sum(commit[:7] in output for commit in commits)
    if told < len(commits):
        raise NotMeasuredError(f"only {told} of {len(commits)} commits were told of")


def _copy_index(repository: Repository, kept: Path) -> None:
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    for file in repository.index.parent.glob("index.db*"):
        shutil.copy2(file, kept)


def _bring_index(repository: Repository, kept: Path) -> None:
    """The index as it was before any of the commits was seen."""
    repository.remove_index()
    for file in kept.iterdir():
        shutil.copy2(file, repository.index.parent)
