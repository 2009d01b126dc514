"""Questions about Home Assistant's code: whole processes, on a tree that was read before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lab import Lab
from memory import peak_memory
from repositories import Repository
from table import Bar, Row, seconds
from timing import Runner, Spread, race

from rows.measure import Question, compare, faster

OFTEN = "async_get_clientsession"
"""Stands in a thousand places, and is used by as many definitions."""

SELDOM = "homeassistant.components.hue.bridge.HueBridge"
SIMILAR = ("similar", "homeassistant/components/hue/v2/light.py:207")
FIND = ("find", OFTEN, "--limit", "50")
ASKED = {
    "ask-find": ("find of a name that stands in 1,280 places", FIND, Bar(0.15)),
    "ask-impact": ("impact of a class of one component", ("impact", SELDOM), Bar(0.5)),
    "ask-impact-often": (
        "impact of a helper that 1,000 functions use",
        ("impact", OFTEN),
        Bar(0.5),
    ),
    "ask-similar": ("similar to a method of a light", SIMILAR, Bar(0.5)),
    "ask-callers": ("callers of that helper, two steps", ("callers", OFTEN, "--depth", "2"), None),
}


def questions() -> Iterator[Question]:
    for key, (what, words, bar) in ASKED.items():
        yield Question(key, f"{what}: Home Assistant", partial(alone, words=words), bar, "s")
    yield Question("ask-find-git", f"git grep -w, vs find: {OFTEN}, Home Assistant", beside_git)
    yield Question(
        "ask-memory", "memory of the impact of that helper: Home Assistant",
        partial(memory, words=("impact", OFTEN)), Bar(300), "MB",
    )  # fmt: skip
    yield Question(
        "ask-similar-memory", "memory of similar to that method: Home Assistant",
        partial(memory, words=SIMILAR), Bar(300), "MB",
    )  # fmt: skip
    yield Question(
        "ask-cold", "the first question over an index of every file: Home Assistant", cold, None, "s"
    )  # fmt: skip


def asked(lab: Lab, *words: str) -> tuple[Repository, Runner]:
    """A question that was asked once, so that nothing is left to be read."""
    repository = lab.repository("ha")
    repository.undo_edits()
    command = repository.planproof(*words, fine=(0,))
    command.run()
    return repository, Runner(command)


def alone(lab: Lab, row: Row, words: tuple[str, ...]) -> Row:
    _, runner = asked(lab, *words)
    return _alone(lab, row, runner)


def _alone(lab: Lab, row: Row, runner: Runner) -> Row:
    rounds = race({"ours": runner}, lab.limits)
    spread = rounds.wall("ours")
    return replace(
        row, ours=seconds(spread), figure=spread, cpu=rounds.cpu("ours").median, note=rounds.count
    )


def beside_git(lab: Lab, row: Row) -> Row:
    repository, runner = asked(lab, *FIND)
    runners = {"git": Runner(repository.git("grep", "-n", "-w", OFTEN)), "ours": runner}
    return compare(row, runners, faster, lab.limits)


def memory(lab: Lab, row: Row, words: tuple[str, ...]) -> Row:
    repository, _ = asked(lab, *words)
    peak = peak_memory(repository.planproof(*words, fine=(0,)))
    said = f"{peak.pss / 1e6:.0f} MB"
    return replace(row, ours=said, figure=Spread((peak.pss / 1e6,)), note="one run")


def cold(lab: Lab, row: Row) -> Row:
    """Every file has been read, and none looked into for what its names mean."""
    repository = lab.repository("ha")
    repository.undo_edits()

    def before() -> None:
        repository.remove_index()
        repository.planproof("index", fine=(0,)).run()

    return _alone(lab, row, Runner(repository.planproof(*FIND, fine=(0,)), before))
