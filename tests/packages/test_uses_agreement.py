"""Callers and references in real packages, against jedi: see ``tests/bench/meant/agreement.py``.

``make bench ROWS=uses`` prints the same as rows.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from meant.agreement import HELD_OUT, PACKAGES, REQUIREMENTS, added, agreement

PRECISION, RECALL = 0.97, 0.85


@pytest.mark.packages
@pytest.mark.parametrize("packages", [PACKAGES, HELD_OUT], ids=["looked-at", "held-out"])
def test_callers_and_references_of_python_packages_are_what_jedi_says(
    packages: tuple[str, ...],
    environment: Callable[[str, tuple[str, ...]], Path],
    measured: Callable[[str], None],
    tmp_path: Path,
) -> None:
    python = environment("uses", REQUIREMENTS)
    found = {package: agreement(python, package, tmp_path) for package in packages}
    for at, what in enumerate(("calls", "references")):
        for package, each in found.items():
            measured(f"{what} of the definitions of {package}, against jedi: {each[at].said()}")
        total = added(each[at] for each in found.values())
        measured(f"{what} of those of {', '.join(packages)}, against jedi: {total.said()}")
        assert total.precision >= PRECISION
        assert total.recall >= RECALL
