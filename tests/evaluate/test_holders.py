"""Which comment takes back which hit: found in one sweep, and the same as by trying each pair."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.markers import Marker
from planproof.evaluate.suppressing import holders
from planproof.model.location import Span
from planproof.rules import Hit

_spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(0, 12)
)
_markers = st.lists(
    st.builds(
        lambda span, covers: Marker(("r",), "why", span, tuple(covers)),
        _spans,
        st.lists(_spans, max_size=3),
    ),
    max_size=8,
)
_hits = st.lists(st.builds(lambda span: Hit(0, span, "f"), _spans), max_size=12)


class _Page:
    """A file without a broken place."""

    def is_sound(self, span: Span) -> bool:
        del span
        return True


@given(_hits, _markers)
def test_the_sweep_finds_what_trying_each_pair_finds(
    hits: list[Hit], markers: list[Marker]
) -> None:
    expected = {}
    for hit in hits:
        covering = [marker for marker in markers if marker.covers_hit(hit.span)]
        if covering:
            expected[hit] = min(covering, key=lambda marker: marker.says(hit.span))
    found = holders(hits, markers, _Page())  # type: ignore[arg-type]
    assert list(found) == list(expected)
    assert all(found[hit] is expected[hit] for hit in expected)
