"""A forecast says when, or that it cannot say."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.burndown import Step
from planproof.progress.forecast import daily, forecast

START = date(2026, 1, 5)


def history(days: list[tuple[int, int, int]], remaining: int) -> list[Step]:
    """(day, added, fixed) of each step."""
    left = remaining - sum(added - fixed for _, added, fixed in days)
    steps = []
    for day, added, fixed in days:
        left += added - fixed
        at = f"{START + timedelta(days=day)}T12:00:00Z"
        steps.append(Step(at, "", "ada", None, left, appeared=added, fixed=fixed))
    return steps


def test_steady_work_ends_on_the_day_that_arithmetic_gives():
    steps = history([(day, 0, 2) for day in range(14)], remaining=20)

    found = forecast(steps)

    assert found is not None
    assert found.early == found.likely == found.late == START + timedelta(days=13 + 10)


def test_uneven_work_has_a_band():
    steps = history([(day, 0, 7 * (day % 5 == 0)) for day in range(30)], remaining=50)

    found = forecast(steps)

    assert found is not None
    assert None not in found
    early, likely, late = (one or date.max for one in found)
    assert START + timedelta(days=29) < early <= likely <= late
    assert early < late


def test_more_added_than_fixed_never_ends():
    found = forecast(history([(day, 3, 2) for day in range(14)], remaining=20))

    assert found is not None
    assert found == (None, None, None)


def test_too_little_history_gives_none():
    assert forecast(history([(day * 10, 0, 2) for day in range(4)], remaining=20)) is None
    assert forecast(history([(day // 2, 0, 2) for day in range(12)], remaining=20)) is None


def test_nothing_remaining_gives_none():
    assert forecast(history([(day, 0, 2) for day in range(14)], remaining=0)) is None


def test_a_changed_spec_is_no_work():
    steps = history([(day, 0, 2) for day in range(14)], remaining=20)
    steps[5] = steps[5]._replace(respecified=500)

    assert daily(steps) == (-2,) * 14


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_the_same_history_gives_the_same_forecast_and_in_order(days: list[tuple[int, int, int]]):
    steps = history(sorted(days), remaining=30)

    found = forecast(steps)

    assert found == forecast(steps)
    if found is not None:
        dates = [one or date.max for one in found]
        assert dates == sorted(dates)
