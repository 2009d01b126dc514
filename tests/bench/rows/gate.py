"""The gate over ten completed tasks: nothing changed, a change, a fresh clone with the index."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fetching
from edits import Edit, Editor, editable
from lab import SEMGREP, Lab
from processes import Command, Surroundings
from repositories import HERE, Repository
from table import Bar, Row, seconds
from timing import Runner, Seconds, Spread, race

from rows.measure import Question, compare, faster

SPECS = HERE / "gate"
BRANCH = "gated"
VIOLATIONS = 25_000
GUARD = """\
refactor_name: forbidden calls
guard: true
rules:
  - {id: no-calls, description: Nothing calls it, match: {calls: [forbidden]}}
"""
FILES = 5
"""So many files are edited by turns."""


def questions() -> Iterator[Question]:
    yield Question(
        "gate-unchanged", "gate, ten completed tasks, vs 3 git status + 0.5 s: Home Assistant",
        unchanged, Bar(1.0),
    )  # fmt: skip
    yield Question(
        "gate-clone", "gate of a new commit in a fresh clone with the index of main: Home Assistant",
        fresh_clone, Bar(2.0), "s",
    )  # fmt: skip
    yield Question(
        "gate-edited", "ast-grep scan with ten rules, vs the gate after an edit: Home Assistant",
        edited,
    )  # fmt: skip
    yield Question(
        "gate-semgrep", "semgrep --baseline-commit with ten rules, vs the gate after an edit: "
        "Home Assistant", beside_semgrep,
    )  # fmt: skip
    yield Question(
        "gate-sarif", "SARIF of a gate with 25,000 violations, gzipped", sarif, Bar(10.0), "MB"
    )


def unchanged(lab: Lab, row: Row) -> Row:
    repository = gated(lab)
    runners = {
        "git": Runner(repository.git("status", "--porcelain")),
        "ours": Runner(_gate(repository)),
    }
    return compare(row, runners, _of_what_is_allowed, lab.limits)


def fresh_clone(lab: Lab, row: Row) -> Row:
    """As in CI: a clone of a change, and the index that main has left. Each round a new clone."""
    repository = gated(lab)
    editor = Editor(repository.root, editable(repository.root, repository.python, FILES))
    clone = Repository(lab.scratch / "clone", repository.surroundings)

    def before() -> None:
        repository.run_git("checkout", "--quiet", "--force", BRANCH)
        _gate(repository).run()
        repository.run_git("checkout", "--quiet", "--force", "--detach")
        editor.edit(Edit.STATEMENT)
        repository.run_git("commit", "--quiet", "--all", "--message", "A change")
        shutil.rmtree(clone.root, ignore_errors=True)
        repository.run_git("clone", "--quiet", "--no-local", str(repository.root), str(clone.root))
        repository.run_git("-C", str(clone.root), "branch", "--quiet", BRANCH, f"origin/{BRANCH}")
        clone.index.parent.mkdir()
        for file in repository.index.parent.glob("index.db*"):
            shutil.copy2(file, clone.index.parent)

    rounds = race({"ours": Runner(_gate(clone), before)}, lab.limits)
    shutil.rmtree(clone.root, ignore_errors=True)
    spread = rounds.wall("ours")
    return replace(
        row, ours=seconds(spread), figure=spread, cpu=rounds.cpu("ours").median, note=rounds.count
    )


def edited(lab: Lab, row: Row) -> Row:
    repository = gated(lab)
    runners = {"ast-grep": Runner(lab.ast_grep(repository)), "ours": _after_an_edit(repository)}
    return compare(row, runners, faster, lab.limits)


def beside_semgrep(lab: Lab, row: Row) -> Row:
    """It scans what changed since a commit, before and after; the work tree must be clean."""
    repository = gated(lab)
    editor = Editor(repository.root, editable(repository.root, repository.python, FILES))

    def before() -> None:
        repository.run_git("checkout", "--quiet", "--force", BRANCH)
        _gate(repository).run()
        repository.run_git("checkout", "--quiet", "--force", "--detach")
        editor.edit(Edit.STATEMENT)
        repository.run_git("commit", "--quiet", "--all", "--message", "A change")

    runners = {
        "ours": Runner(_gate(repository), before),
        "semgrep": Runner(_semgrep(lab, repository)),
    }
    return compare(row, runners, faster, lab.limits)


def sarif(lab: Lab, row: Row) -> Row:
    """A file with so many calls that a guard forbids, each on a line of its own length."""
    root = lab.scratch / "sarif"
    (root / ".planproof" / "guards").mkdir(parents=True)
    (root / ".planproof" / "guards" / "calls.yaml").write_text(GUARD)
    lines = (f"forbidden({'x' * (number % 200)}{number})\n" for number in range(VIOLATIONS))
    (root / "calls.py").write_text("".join(lines))
    repository = Repository(root, lab.surroundings)
    for words in (("init", "--quiet", "--initial-branch=main"), ("add", "--all"),
                  ("commit", "--quiet", "--message", "All")):  # fmt: skip
        repository.run_git(*words)
    repository.planproof("gate", "--format", "sarif=out.sarif", fine=(1,)).run()
    content = (root / "out.sarif").read_bytes()
    shown = len(json.loads(content)["runs"][0]["results"])
    shutil.rmtree(root)
    size = Spread((len(gzip.compress(content)) / 1e6,))
    return replace(
        row,
        ours=f"{len(content) / 1e6:.1f} MB unpacked",
        figure=size,
        note=f"{shown:,} of {VIOLATIONS:,} violations in it",
    )


def gated(lab: Lab) -> Repository:
    """Home Assistant with ten tasks that were completed, on a branch of their own; settled."""
    repository = lab.planned("ha")
    branches = repository.run_git("branch", "--list", BRANCH).output
    if not branches:
        fetching.say("completing ten tasks")
        _complete(repository)
    repository.run_git("checkout", "--quiet", "--force", BRANCH)
    _gate(repository).run()
    return repository


def _complete(repository: Repository) -> None:
    words = ("plan", "new", "--name", "gated")
    repository.planproof(*words, fine=(0,)).run()
    for spec in sorted(SPECS.glob("*.yaml")):
        asked = ("--json", "add-task", "gated", "--title", spec.stem, "--spec", str(spec))
        answer = json.loads(repository.planproof(*asked, fine=(0,)).run().output)
        number = str(answer["data"]["task"]["number"])
        repository.planproof("verify-task", "gated", number, fine=(0,)).run()
    repository.planproof("plan", "export", "gated", fine=(0,)).run()
    repository.run_git("checkout", "--quiet", "-b", BRANCH)
    repository.run_git("add", "--all")
    repository.run_git("commit", "--quiet", "--message", "Ten completed tasks")


def _gate(repository: Repository) -> Command:
    return repository.planproof("gate", "--base", BRANCH, fine=(0,))


def _after_an_edit(repository: Repository) -> Runner:
    editor = Editor(repository.root, editable(repository.root, repository.python, FILES))

    def before() -> None:
        repository.run_git("checkout", "--quiet", "--force", BRANCH)
        _gate(repository).run()
        editor.edit(Edit.STATEMENT)

    return Runner(_gate(repository), before)


def _semgrep(lab: Lab, repository: Repository) -> Command:
    commands = fetching.install(lab.cache, SEMGREP)
    config = str(Path(HERE) / "semgrep" / "ten.yml")
    quiet = ("--metrics=off", "--disable-version-check", "--quiet", "--json")
    path = {"PATH": f"{commands}:{lab.surroundings.environment()['PATH']}"}
    since = ("--baseline-commit", BRANCH, "-j", "2", "--config", config, ".")
    words = (str(commands / "semgrep"), "scan", *quiet, *since)
    surroundings = Surroundings(lab.surroundings.home)
    return Command(words, repository.root, surroundings, extra=path, patience=900)


def _of_what_is_allowed(took: Seconds) -> float:
    return took["ours"] / (3 * took["git"] + 0.5)
