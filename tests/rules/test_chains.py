"""Patterns of segments against chains of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.rules.chains import chain_fits, parts_covered

SEGMENTS = st.sampled_from(["a", "b", "ab", "ba"])
CHAINS = st.lists(SEGMENTS, max_size=5).map(tuple)


def covered(pattern: tuple[str, ...], chain: tuple[str, ...]) -> set[int]:
    """By trying all ends of the chain, and all its runs."""
    numbers = range(1, len(pattern) + 1)
    ends = [chain[at:] for at in range(len(chain))]
    found = {n for n in numbers if any(chain_fits(pattern[:n], end) for end in ends)}
    if any(chain_fits((*pattern, "**"), end) for end in ends):
        found.add(len(pattern))
    return found


@given(st.lists(SEGMENTS, min_size=1, max_size=4).map(tuple), CHAINS)
def test_an_end_of_a_chain_may_cover_the_beginning_of_a_plain_name(pattern, chain) -> None:
    assert parts_covered(pattern, chain) == covered(pattern, chain)
