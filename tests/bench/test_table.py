"""What the table says of a figure and its bar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from table import Bar, Outcome, Row, render, render_notes
from timing import Spread

ROW = Row("cold", "cold index", figure=Spread((1.0, 3.0, 2.0)), bar=Bar(2.0, 1.4))


@pytest.mark.parametrize(
    ("figure", "bar", "outcome"),
    [
        (1.4, Bar(2.0, 1.4), Outcome.STRETCH),
        (1.5, Bar(2.0, 1.4), Outcome.PASS),
        (2.01, Bar(2.0, 1.4), Outcome.SHORT),
        (1.1, Bar(1.1), Outcome.PASS),
        (25.0, Bar(12, 25, at_least=True), Outcome.STRETCH),
        (24.9, Bar(12, 25, at_least=True), Outcome.PASS),
        (11.9, Bar(12, 25, at_least=True), Outcome.SHORT),
        (5.0, None, Outcome.SHOWN),
    ],
)
def test_a_figure_is_held_against_its_bar(figure: float, bar: Bar | None, outcome: Outcome) -> None:
    assert replace(ROW, figure=Spread((figure,)), bar=bar).outcome is outcome


def test_the_median_decides_and_the_extremes_are_shown() -> None:
    line = render([ROW]).splitlines()[2]

    assert ROW.outcome is Outcome.PASS
    assert "2.00 ×" in line
    assert "1.00 … 3.00" in line


def test_a_row_without_a_figure_is_not_measured_and_says_why() -> None:
    row = Row("cold", "cold index", bar=Bar(2.0), missing="ast-grep cannot be fetched")

    assert row.outcome is Outcome.MISSING
    assert "not measured" in render([row])
    assert "cold: ast-grep cannot be fetched" in render_notes([row])


def test_only_ratios_are_given_to_the_guard() -> None:
    assert ROW.ratio == 2.0
    assert replace(ROW, unit="s").ratio is None
    assert replace(ROW, unit="MB", guarded=0.5).ratio == 0.5


def test_all_lines_of_the_table_are_equally_long() -> None:
    rows = [ROW, Row("disk", "a longer description than that", ours="1.2 MB", left_out=True)]

    assert len({len(line) for line in render(rows).splitlines()}) == 1
