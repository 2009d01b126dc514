"""The guard sees what has become worse, in either direction, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from guard import BASELINE, Kept, read, regressions, write
from hypothesis import given
from hypothesis import strategies as st
from table import Bar, Row
from timing import Spread

SMALLER = Row("cold", "cold index", bar=Bar(2.0))
LARGER = Row("edited", "verify-task", bar=Bar(12, at_least=True))


def measured(row: Row, ratio: float) -> Row:
    return replace(row, figure=Spread((ratio,)))


@pytest.mark.parametrize(
    ("row", "ratio", "worse"),
    [
        (SMALLER, 2.0, False),
        (SMALLER, 1.0, False),
        (SMALLER, 2.9, False),
        (SMALLER, 3.1, True),
        (LARGER, 2.0, False),
        (LARGER, 20.0, False),
        (LARGER, 1.4, False),
        (LARGER, 1.3, True),
    ],
)
def test_worse_than_the_tolerance_is_a_regression(row: Row, ratio: float, worse: bool) -> None:
    found = regressions([measured(row, ratio)], {row.key: Kept(2.0, 1.5)})

    assert bool(found) is worse


@given(st.floats(0.01, 100), st.floats(1, 3))
def test_a_ratio_never_regresses_against_itself(ratio: float, tolerance: float) -> None:
    for row in (SMALLER, LARGER):
        assert not regressions([measured(row, ratio)], {row.key: Kept(ratio, tolerance)})


def test_a_row_that_could_not_be_measured_is_no_pass() -> None:
    missing = replace(SMALLER, missing="ast-grep cannot be fetched")

    found = regressions([missing], {"cold": Kept(2.0)})

    assert found == {"cold": "no ratio: ast-grep cannot be fetched"}


def test_rows_that_are_not_in_the_baseline_are_not_judged() -> None:
    assert not regressions([measured(SMALLER, 50.0)], {})


def test_a_baseline_keeps_tolerances_and_other_rows(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write(file, [measured(SMALLER, 2.0), measured(LARGER, 20.0)])
    file.write_text(file.read_text().replace("1.35", "1.8"))

    write(file, [measured(SMALLER, 1.0)])

    assert read(file) == {"cold": Kept(1.0, 1.8), "edited": Kept(20.0, 1.8)}


def test_seconds_and_megabytes_are_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"

    write(file, [replace(measured(SMALLER, 2.0), unit="s")])

    assert read(file) == {}


def test_the_kept_baseline_names_rows_that_exist() -> None:
    from rows.all import QUESTIONS

    assert set(read(BASELINE)) <= {question.key for question in QUESTIONS}
