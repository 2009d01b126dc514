"""What came and what went, step by step."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.burndown import Held, Judged, Taken, burndown, burndown_of_commits
from planproof.progress.forecast import daily


def taken(number: int, remaining: int, task: int = 1, spec: str = "a") -> Taken:
    at = f"2026-11-{number:02}T09:30:00Z"
    return Taken(number, task, number, at, "ada", None, "verify", spec, remaining)


def test_what_went_and_what_came_is_told_apart_although_the_sum_is_the_same():
    held = {1: [Held(1, 2, "a"), Held(1, None, "b"), Held(2, None, "c")]}

    steps = burndown([taken(1, 2), taken(2, 2)], held)

    assert [(one.begun, one.appeared, one.fixed, one.remaining) for one in steps] == [
        (2, 0, 0, 2), (0, 1, 1, 2)
    ]  # fmt: skip


def test_one_that_moves_neither_comes_nor_goes():
    held = {1: [Held(1, 2, "a"), Held(2, None, "a")]}

    (_, step) = burndown([taken(1, 1), taken(2, 1)], held)

    assert (step.appeared, step.fixed) == (0, 0)


def test_one_that_comes_back_has_come_again():
    held = {1: [Held(1, 2, "a"), Held(3, None, "a")]}

    steps = burndown([taken(1, 1), taken(2, 0), taken(3, 1)], held)

    assert [(one.appeared, one.fixed) for one in steps] == [(0, 0), (0, 1), (1, 0)]


def test_what_a_changed_spec_sees_is_nobodys_work():
    held = {1: [Held(1, 2, "a"), Held(2, None, "b"), Held(2, None, "c")]}

    (_, step) = burndown([taken(1, 1), taken(2, 2, spec="b")], held)

    assert (step.appeared, step.fixed, step.respecified, step.net) == (0, 0, 1, 0)


def test_what_remains_is_that_of_all_tasks_by_the_latest_of_each():
    held = {1: [Held(1, 3, "a")], 2: [Held(2, None, "a"), Held(2, None, "b")]}

    steps = burndown([taken(1, 1), taken(2, 2, task=2), taken(3, 0)], held)

    assert [one.remaining for one in steps] == [1, 3, 2]
    assert [one.begun for one in steps] == [1, 2, 0]


SETS = st.lists(st.frozensets(st.sampled_from("abcdef")), min_size=1, max_size=8)


@given(SETS)
def test_what_came_less_what_went_is_always_what_remains(sets: list[frozenset[str]]):
    held = [
        Held(
            begin,
            next((k for k in range(begin, len(sets) + 1) if name not in sets[k - 1]), None),
            name,
        )
        for begin, now in enumerate(sets, start=1)
        for name in now - (sets[begin - 2] if begin > 1 else frozenset())
    ]

    steps = burndown([taken(n, len(now)) for n, now in enumerate(sets, start=1)], {1: held})

    for before, step in pairwise(steps):
        assert step.remaining == before.remaining + step.net
    for (before, now), step in zip(pairwise(sets), steps[1:], strict=True):
        assert (step.appeared, step.fixed) == (len(now - before), len(before - now))


def judged(commit: str, rules: dict[str, int], spec: str = "1", *, unsure: bool = False) -> Judged:
    return Judged("2026-11-21T09:30:00Z", commit, "subject", "ada", spec, rules, unsure)


def test_of_commits_only_counts_are_known_so_they_are_compared_rule_by_rule():
    first, second = burndown_of_commits(
        [judged("a", {"x": 3, "y": 0}), judged("b", {"x": 1, "y": 5}, unsure=True)]
    )

    assert (first.begun, first.remaining, first.unsure) == (3, 3, False)
    assert (second.appeared, second.fixed, second.remaining, second.unsure) == (5, 2, 6, True)


def test_the_same_rule_of_two_specs_is_two_rules():
    _, step = burndown_of_commits(
        [judged("a", {"x": 3}), judged("a", {"x": 1}, "2"),
         judged("b", {"x": 2}), judged("b", {"x": 2}, "2")]
    )  # fmt: skip

    assert (step.appeared, step.fixed, step.remaining) == (1, 1, 4)


def test_time_does_not_go_back_where_a_clock_was_wrong():
    """The forecast counts days, and the chart is drawn from left to right."""
    days = ["2026-11-21", "2024-10-01", "2026-11-22", "2026-11-20"]
    steps = burndown_of_commits(
        judged(str(number), {"x": 9 - number})._replace(at=f"{day}T09:30:00Z")
        for number, day in enumerate(days)
    )

    assert [step.at[:10] for step in steps] == [
        "2026-11-21", "2026-11-21", "2026-11-22", "2026-11-22"
    ]  # fmt: skip
    assert sum(daily(steps)) == -3
