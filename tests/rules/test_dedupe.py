"""Of hits that overlap, the outermost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from planproof.model.location import Span
from planproof.rules.dedupe import innermost, outermost
from planproof.rules.hits import Hit

SPANS = st.tuples(st.integers(0, 20), st.integers(0, 6)).map(lambda at: Span(at[0], at[0] + at[1]))
HITS = st.lists(st.builds(Hit, st.integers(0, 2), SPANS, st.just("x")), max_size=12)


@given(HITS)
def test_what_is_kept_does_not_overlap_and_covers_what_is_not(hits: list[Hit]) -> None:
    kept = outermost(hits)
    for first, second in pairwise(kept):
        assert not first.span.overlaps(second.span)
        assert first.span != second.span
    for hit in hits:
        assert any(
            one.span.overlaps(hit.span) or one.span == hit.span or hit.span.start == hit.span.end
            for one in kept
        )


@given(HITS)
def test_order_of_arrival_does_not_matter(hits: list[Hit]) -> None:
    assert outermost(hits) == outermost(reversed(hits))


@given(HITS)
def test_no_innermost_hit_holds_another(hits: list[Hit]) -> None:
    """Hits as an expression tree gives them: nested or apart, never empty."""
    nested = [hit for hit in outermost(hits) if hit.span.start < hit.span.end]
    inner = [replace(hit, span=Span(hit.span.start, hit.span.start + 1)) for hit in nested]
    kept = innermost([*nested, *inner])
    assert [hit.span for hit in kept] == [hit.span for hit in inner]
