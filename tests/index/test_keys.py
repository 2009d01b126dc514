"""Places as numbers, and columns of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.index.keys import columns_of, end_of, key, start_of

OFFSETS = st.one_of(st.integers(0, 40), st.integers(0, 2**32 - 100))
PLACES = st.builds(lambda start, size: (start, start + size), OFFSETS, st.integers(0, 90))


@given(places=st.lists(PLACES))
def test_a_key_says_where_its_place_starts_and_ends(places: list[tuple[int, int]]):
    assert [(start_of(key(*place)), end_of(key(*place))) for place in places] == places


@given(places=st.lists(PLACES))
def test_the_columns_of_sorted_keys_are_their_starts_and_ends(places: list[tuple[int, int]]):
    order = sorted(key(*place) for place in places)
    starts, ends = columns_of(order)
    assert list(zip(starts, ends, strict=True)) == [(start_of(k), end_of(k)) for k in order]
