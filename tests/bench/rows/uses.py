"""Are callers and references told as jedi tells them? See meant.agreement.

``uses`` are packages that were looked at while it was built, ``uses-unseen`` such as were not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import fetching
from lab import Lab
from meant.agreement import HELD_OUT, PACKAGES, REQUIREMENTS, Agreement, added, agreement
from table import Bar, Row
from timing import Spread

from rows.measure import Question

_FOUND: dict[str, Agreement] = {}


def questions() -> Iterator[Question]:
    for key, packages in (("uses", PACKAGES), ("uses-unseen", HELD_OUT)):
        for at, what in enumerate(("calls", "references")):
            yield Question(
                f"{key}-{what}",
                f"{what} told as certain that jedi confirms: {', '.join(packages)}",
                partial(precision, packages=packages, at=at),
                Bar(0.97, at_least=True),
                unit="",
                slow=True,
            )


def precision(lab: Lab, row: Row, packages: Sequence[str], at: int) -> Row:
    found = [_measured(lab, package)[at] for package in packages]
    total = added(found)
    parts = zip(packages, found, strict=True)
    by_package = ", ".join(f"{name} {each.precision:.3f}" for name, each in parts)
    return replace(
        row,
        ours=f"{total.precision:.3f}",
        figure=Spread((total.precision,)),
        note=f"{total.said()}; {by_package}",
    )


def _measured(lab: Lab, package: str) -> Agreement:
    if package not in _FOUND:
        python = fetching.install(lab.cache, *REQUIREMENTS) / "python"
        fetching.say(f"asking jedi about {package}")
        _FOUND[package] = agreement(python, package, lab.scratch)
    return _FOUND[package]
