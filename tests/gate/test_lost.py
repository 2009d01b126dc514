"""What one version of a rule reports and another does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.gate.lost import lost_in, not_reported
from planproof.model.location import Place, Position
from planproof.model.violation import Violation

from .conftest import Maker


def test_a_place_is_reported_by_whatever_covers_or_cuts_it(make: Maker) -> None:
    old = [make.violation("f()", line=3)]
    assert not_reported(old, [make.violation("g(f())", line=2, end=(9, 0))]) == ()
    assert not_reported(old, [make.violation("other", line=3)]) == ()
    assert not_reported(old, [make.violation("f()", line=4)]) == tuple(old)
    assert not_reported(old, [make.violation("f()", line=3, path="b.py")]) == tuple(old)
    assert not_reported(old, []) == tuple(old)


def test_what_is_missing_is_reported_by_whatever_else_is_missing(make: Maker) -> None:
    old = [make.violation("x", expected=True)]
    assert not_reported(old, [make.violation("y", line=9, expected=True)]) == ()
    assert not_reported(old, [make.violation("x")]) == tuple(old)


def test_what_both_trees_show_is_told_once_at_its_place_in_the_head(make: Maker) -> None:
    now, then = make.violation(line=5), make.violation(line=2)
    gone = make.violation("g()")
    assert lost_in(([now], []), ([then, gone], [])) == (now, gone)


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=6)


def placed(make: Maker, start: int, length: int) -> Violation:
    ends = Position(0, start), Position(0, start + length)
    return make.violation(ordinal=start * 100 + length)._replace(place=Place("a.py", *ends))


@given(SPANS, SPANS)
def test_it_is_what_comparing_each_with_each_says(
    old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> None:
    make = Maker()
    expected = [
        (start, length)
        for start, length in old
        if not any(
            start == other or (start < other + long and other < start + length)
            for other, long in new
        )
    ]
    found = not_reported([placed(make, *one) for one in old], [placed(make, *one) for one in new])
    assert [
        (v.place.start.column, v.place.end.column - v.place.start.column) for v in found
    ] == expected
