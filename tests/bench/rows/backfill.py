"""The burn-down of a hundred commits between two releases of Django, by the seven specs of the
example."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from fetching import PROJECT, say
from lab import Lab
from processes import NotMeasuredError
from repositories import Repository, prepare
from table import Bar, Row, seconds
from timing import Runner, race

from rows.measure import Question

COMMITS = 99
"""And the one that they start from."""
EXAMPLE = PROJECT / "examples" / "django-4.2-to-5.1"


def questions() -> Iterator[Question]:
    yield Question(
        "backfill-django",
        "progress --backfill 100: seven specs, commits from Django 4.2.16 to 5.1.4, never seen,"
        " after the first index",
        backfill, Bar(60.0, 20.0), "s",
    )  # fmt: skip


def backfill(lab: Lab, row: Row) -> Row:
    """Each round starts with the index of the newest commit and no memory of any verdict. The guard
    compares with the time of that index."""
    repository = _made(lab)
    command = repository.planproof("progress", "--backfill", str(COMMITS + 1), "--json")
    index = repository.planproof("index", fine=(0,))
    runners = {
        "index": Runner(index, repository.remove_index),
        "ours": Runner(command, partial(_first_index, repository)),
    }
    steps = json.loads(command.run().output)["data"]["steps"]
    if len(steps) != COMMITS + 1 or not steps[0]["remaining"] > steps[-1]["remaining"]:
        raise NotMeasuredError(f"{len(steps)} steps, of {COMMITS + 1} commits")
    rounds = race(runners, lab.limits)
    return replace(
        row,
        ours=seconds(rounds.wall("ours")),
        figure=rounds.wall("ours"),
        cpu=rounds.cpu("ours").median,
        guarded=rounds.wall(lambda times: times["ours"] / times["index"]).median,
        note=f"{rounds.count}; the first index: {seconds(rounds.wall('index'))}",
    )


def _first_index(repository: Repository) -> None:
    repository.remove_index()
    repository.planproof("index", fine=(0,)).run()


def _made(lab: Lab) -> Repository:
    """At the newest commit, with a plan of seven tasks."""
    sys.path.insert(0, str(EXAMPLE))
    from demo import FORGOTTEN, TASKS
    from releases import NEW, OLD, fetch, lay_out
    from story import go

    old, new = (fetch(release, lab.cache / "downloads")[0] for release in (OLD, NEW))
    root = lab.scratch / "way"
    say("preparing a hundred commits from Django 4.2.16 to 5.1.4")
    repository = prepare(root, lab.surroundings, partial(lay_out, old), ())
    go(root, old, new, COMMITS, FORGOTTEN)
    repository.planproof("init", "--name", "Django 4.2 to 5.1", fine=(0,)).run()
    for spec, title in TASKS:
        words = ("add-task", "--title", title, "--spec", str(EXAMPLE / spec))
        repository.planproof(*words, fine=(0,)).run()
    return repository
