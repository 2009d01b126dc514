"""Is the one function named in which something was left out that its peers all do?

See analogous.omissions. One measurement gives all rows of a package: it takes minutes, and is made
only with --full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from analogous.omissions import Result, measure
from lab import Lab
from table import Row
from timing import Spread

from rows.measure import Question

PACKAGES = {
    "django": ("Django", "", 60),
    "ha": ("Home Assistant", "homeassistant/components/[a-d]*", 60),
}
FIGURES: dict[str, tuple[str, Callable[[Result], float]]] = {
    "first": ("named first", lambda found: found.recall(1, by_role=True)),
    "three": ("named among three", lambda found: found.recall(3, by_role=True)),
    "pointed": ("named first, another member pointed at", lambda found: found.recall(1, by_role=False)),
    "noise": ("families untouched for which a rule is proposed", lambda found: found.noise(by_role=True)),
}  # fmt: skip


def questions() -> Iterator[Question]:
    for name, (title, _, _) in PACKAGES.items():
        for key, (said, figure) in FIGURES.items():
            yield Question(
                f"oddities-{name}-{key}",
                f"spec from-similar, a call taken out of one member of a family, {title}: {said}",
                partial(ask, name=name, figure=figure),
                None,
                unit="",
                slow=True,
            )


def ask(lab: Lab, row: Row, name: str, figure: Callable[[Result], float]) -> Row:
    found = _measured(lab, name)
    value = figure(found)
    note = f"{len(found.planted)} families of 8 and more"
    return replace(row, ours=f"{value:.2f}", figure=Spread((value,)), note=note)


_RESULTS: dict[str, Result] = {}


def _measured(lab: Lab, name: str) -> Result:
    if name not in _RESULTS:
        _, below, most = PACKAGES[name]
        repository = lab.django if name == "django" else lab.repository(name)
        repository.undo_edits()
        _RESULTS[name] = measure(repository.root, below, most, lab.scratch / f"oddities-{name}")
    return _RESULTS[name]
