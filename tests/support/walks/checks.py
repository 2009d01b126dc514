"""The ways in which a verdict is asked for twice, with what is kept and from nothing."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from walks import material
from walks.judging import Answer, Asked, Question, ask, ask_anew
from walks.world import SPECS, World

Check = Callable[[World, random.Random, bool], str]
"""Says what differs; empty where nothing does. Without comparing, where that is not wanted."""

CHECKS: dict[str, tuple[int, Check]] = {}


def check(weight: int) -> Callable[[Check], Check]:
    def put(function: Check) -> Check:
        CHECKS[function.__name__] = (weight, function)
        return function

    return put


@dataclass(frozen=True)
class Place:
    """Where a command runs and where its memories are."""

    cwd: Path
    index: Path
    data: Path | None = None


def begin(world: World, place: Place, *words: str) -> Asked:
    environment = {**world.environment(), "PLANPROOF_INDEX": str(place.index)}
    if place.data is not None:
        environment["PLANPROOF_DATA"] = str(place.data)
    question = Question(words, place.cwd, environment, world.hasty)
    return ask_anew(question) if world.anew else ask(question)


def kept(world: World) -> Place:
    return Place(world.root, world.kept)


class Fresh:
    """A folder for an index that has never been."""

    def __init__(self, world: World) -> None:
        self._folder = world.place / "fresh"

    def __enter__(self) -> Path:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        return self._folder / "index.db"

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def compare(world: World, compared: bool, *words: str, first: tuple[Asked, ...] = ()) -> str:
    """The same command at once with what is kept and from nothing."""
    one = begin(world, kept(world), *words)
    if not compared:
        for asked in (one, *first):
            asked.end()
        return ""
    with Fresh(world) as index:
        other = begin(world, Place(world.root, index), *words)
        answers = [asked.end() for asked in (one, *first)]
        expected = other.end()
    return "".join(difference(answer, expected) for answer in answers)


def difference(found: Answer, expected: Answer) -> str:
    """What two answers differ in: nothing, or the first lines that do."""
    if b"Traceback" in expected.err or b"please report it" in expected.out + expected.err:
        return f"it breaks even from nothing:\n{_report(expected)}"
    if found == expected:
        return ""
    lines = [f"exit {found.code} with what is kept, {expected.code} from nothing"]
    for name in ("out", "err"):
        one, other = (_lines(getattr(each, name)) for each in (expected, found))
        lines += list(unified_diff(one, other, f"{name} from nothing", "with what is kept", n=9))[
            :80
        ]
    return "\n".join(lines)


def _report(answer: Answer) -> str:
    """The end of the log of a bug."""
    said = (answer.out + answer.err).decode("utf-8", "replace")
    log = re.search(r"/\S*planproof-bug-\w+\.log", said)
    return (Path(log[0]).read_text("utf-8", "replace") if log else said)[-1500:]


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def some_specs(world: World, chance: random.Random, *, outside: bool = False) -> list[str]:
    """Those of the last time, as people do, or others: one, some or all of them, in any order; in
    the tree, or their originals outside of it."""
    if chance.random() < 0.5 and world.asked and not outside:
        return world.asked
    names = sorted(material.specs())
    count = chance.choice((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, len(names)))
    if count < len(names):
        weights = [1 if name in material.WIDE else 3 for name in names]
        names = list(dict.fromkeys(chance.choices(names, weights, k=count)))
    folder = SPECS if chance.random() < 0.7 and not outside else f"../{SPECS}"
    found = [f"{folder}/{name}" for name in names]
    if not outside:
        world.asked = found
    return found


@check(60)
def verify(world: World, chance: random.Random, compared: bool) -> str:
    return compare(world, compared, "verify", *some_specs(world, chance), "--json")


@check(6)
def verify_by_base(world: World, chance: random.Random, compared: bool) -> str:
    words = ["--base", _commit(world, chance)]
    return compare(world, compared, "verify", *some_specs(world, chance), *words, "--json")


@check(4)
def explain(world: World, chance: random.Random, compared: bool) -> str:
    return compare(world, compared, "spec", "explain", some_specs(world, chance)[0], "--json")


@check(3)
def verify_two_at_once(world: World, chance: random.Random, compared: bool) -> str:
    words = ("verify", *some_specs(world, chance), "--json")
    return compare(world, compared, *words, first=(begin(world, kept(world), *words),))


@check(4)
def verify_after_a_kill(world: World, chance: random.Random, compared: bool) -> str:
    words = ("verify", *some_specs(world, chance), "--json")
    begin(world, kept(world), *words).kill(chance.uniform(0, 0.4))
    return compare(world, compared, *words)


@check(2)
def verify_after_index(world: World, chance: random.Random, compared: bool) -> str:
    begin(world, kept(world), "index", "--json").end()
    return compare(world, compared, "verify", *some_specs(world, chance), "--json")


@check(6)
def verify_at(world: World, chance: random.Random, compared: bool) -> str:
    """A commit without a checkout, with what is kept; and checked out, from nothing."""
    revision = _commit(world, chance)
    words = ("verify", *some_specs(world, chance, outside=True), "--json")
    one = begin(world, kept(world), *words, "--at", revision)
    if not compared:
        one.end()
        return ""
    clone = world.place / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    world.git("clone", "--quiet", "--no-checkout", "--shared", str(world.root), str(clone))
    for name, value in (("core.autocrlf", "false"), ("core.symlinks", "true")):
        world.git("config", name, value, cwd=clone)
    (clone / ".git" / "info" / "attributes").write_text(_AS_STORED)
    world.git("checkout", "--quiet", "--force", "--detach", revision, cwd=clone)
    with Fresh(world) as index:
        expected = begin(world, Place(clone, index), *words).end()
    return difference(one.end(), expected)


_AS_STORED = "* -text -eol -ident -filter -working-tree-encoding\n"


@check(5)
def verify_in_another_worktree(world: World, chance: random.Random, compared: bool) -> str:
    """Two worktrees share what is kept."""
    other = world.place / "worktree"
    if not (other / ".git").exists():
        shutil.rmtree(other, ignore_errors=True)
        world.git("worktree", "prune")
        world.git(
            "worktree", "add", "--quiet", "--force", "--detach", str(other), _commit(world, chance)
        )
    elif chance.random() < 0.5:
        world.git("checkout", "--quiet", "--force", "--detach", _commit(world, chance), cwd=other)
    if not (other / ".git").exists():
        return ""
    words = ("verify", *some_specs(world, chance, outside=True), "--json")
    one = begin(world, Place(other, world.kept), *words).end()
    if not compared:
        return ""
    with Fresh(world) as index:
        return difference(one, begin(world, Place(other, index), *words).end())


@check(6)
def verify_task(world: World, chance: random.Random, compared: bool) -> str:
    """The task's own memory, plans.db, goes with the verdict: the other one is given a copy."""
    data, copy = world.place / "data", world.place / "copied"
    if not data.exists():
        data.mkdir()
        begin(world, Place(world.root, world.kept, data), "init", "--name", "p").end()
        for name in _TASKS:
            words = ("add-task", "--title", name, "--spec", f"../{SPECS}/{name}")
            begin(world, Place(world.root, world.kept, data), *words).end()
    words = ("verify-task", str(chance.randrange(1, len(_TASKS) + 1)), "--json")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    one = begin(world, Place(world.root, world.kept, data), *words).end()
    if not compared:
        return ""
    with Fresh(world) as index:
        expected = begin(world, Place(world.root, index, copy), *words).end()
    return difference(_without_times(one), _without_times(expected))


_TASKS = ("one.yaml", "names.yaml", "clean.yaml", "texts.yaml")


def _without_times(answer: Answer) -> Answer:
    """Without what a second verification makes anew: times, and the ids of snapshots."""
    out = re.sub(rb'"\d{4}-\d\d-\d\dT[^"]*"', b'"TIME"', answer.out)
    try:
        document = json.loads(out)
    except ValueError:
        return answer
    return Answer(answer.code, json.dumps(document, indent=1).encode(), answer.err)


def _commit(world: World, chance: random.Random) -> str:
    commits = world.git("rev-list", "--all").split()
    return chance.choice(commits) if commits else "HEAD"
