"""A contract over all imports of Home Assistant, beside import-linter.

The same contract for both; a second one makes every component a source, so that the whole graph has
to be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lab import Lab
from processes import Command
from table import Row
from timing import Runner

from rows.measure import Question, compare, times

LINTER = Path(sys.executable).with_name("lint-imports")
CONTRACT = """[importlinter]
root_package = homeassistant
[importlinter:contract:1]
name = {source} does not know hue
type = forbidden
source_modules = {source}
forbidden_modules = homeassistant.components.hue
"""
SPEC = """refactor_name: layers
guard: true
rules:
  - id: layers
    description: {source} does not know hue
    match:
      dependencies:
        - {{from: "{source}.**", on: "homeassistant.components.hue.**", transitive: true}}
"""
SOURCES = {"few": "homeassistant.helpers", "all": "homeassistant.components"}


def questions() -> Iterator[Question]:
    for which, source in SOURCES.items():
        for state, said in (("cold", "no index, no cache"), ("warm", "nothing changed")):
            yield Question(
                f"imports-{which}-{state}",
                f"an import contract of {source}, vs import-linter, {said}",
                partial(beside_linter, which=which, warm=state == "warm"),
            )


def beside_linter(lab: Lab, row: Row, which: str, *, warm: bool) -> Row:
    repository = lab.ha
    repository.undo_edits()
    contract, spec = lab.scratch / f"{which}.ini", lab.scratch / f"{which}.yaml"
    contract.write_text(CONTRACT.format(source=SOURCES[which]))
    spec.write_text(SPEC.format(source=SOURCES[which]))
    cache = ("--cache-dir", str(lab.scratch / "linter")) if warm else ("--no-cache",)
    words = (str(LINTER), "--config", str(contract), *cache)
    ours = repository.planproof("verify", str(spec))
    if warm:
        ours.run()
    runners = {
        "linter": Runner(Command(words, repository.root, lab.surroundings)),
        "ours": Runner(ours) if warm else Runner(ours, repository.remove_index),
    }
    return compare(row, runners, times, lab.limits)
