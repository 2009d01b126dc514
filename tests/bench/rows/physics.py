"""What no tool of this kind can be quicker than on this machine: rows without a bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lab import NAMES, Lab
from processes import Command
from repositories import HERE
from table import Row, seconds
from timing import Runner, race

from rows.measure import Question

GIT = {
    "git-status": ("git status", ("status", "--porcelain")),
    "git-diff-files": ("git diff-files: the time of all lstat calls", ("diff-files", "--name-only")),
    "git-untracked": ("git ls-files --others: the time of all folders",
                      ("ls-files", "--others", "--exclude-standard")),
}  # fmt: skip
PARSING = {
    "read": "every Python file read, two processes",
    "parse": "every Python file parsed, two processes",
}


def questions() -> Iterator[Question]:
    yield Question("python", "python -c pass", python, unit="s")
    yield Question("typer", "a two-command Typer application", typer, unit="s")
    for name, title in NAMES.items():
        for key, (what, words) in GIT.items():
            yield Question(
                f"{key}-{name}", f"{what}: {title}",
                partial(git, name=name, words=words), unit="s",
            )  # fmt: skip
        for key, what in PARSING.items():
            yield Question(
                f"{key}-{name}", f"{what}: {title}",
                partial(parsing, name=name, what=key), unit="s",
            )  # fmt: skip
        yield Question(
            f"ast-grep-{name}", f"ast-grep scan, the ten rules: {title}",
            partial(ast_grep, name=name), unit="s",
        )  # fmt: skip


def python(lab: Lab, row: Row) -> Row:
    return _alone(lab, row, _python(lab, "-c", "pass"))


def typer(lab: Lab, row: Row) -> Row:
    return _alone(lab, row, lab.typer)


def git(lab: Lab, row: Row, name: str, words: tuple[str, ...]) -> Row:
    return _alone(lab, row, lab.repository(name).git(*words))


def parsing(lab: Lab, row: Row, name: str, what: str) -> Row:
    command = replace(_python(lab, str(HERE / "parsing.py"), what), root=lab.repository(name).root)
    return _alone(lab, row, command)


def ast_grep(lab: Lab, row: Row, name: str) -> Row:
    return _alone(lab, row, lab.ast_grep(lab.repository(name)))


def _python(lab: Lab, *words: str) -> Command:
    return Command((sys.executable, *words), HERE, lab.surroundings, (0,))


def _alone(lab: Lab, row: Row, command: Command) -> Row:
    rounds = race({"peer": Runner(command)}, lab.limits)
    wall, cpu = rounds.wall("peer"), rounds.cpu("peer")
    note = f"{rounds.count}, {seconds(cpu)} of the cores"
    return replace(row, peers=seconds(wall), figure=wall, note=note)
