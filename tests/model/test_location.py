import itertools

from hypothesis import given
from hypothesis import strategies as st

from planproof.model.location import LineMap, Position, Span


def test_columns_count_characters_not_bytes() -> None:
    lines = LineMap("é = 1\nnaïve = é\n".encode())
    assert lines.position(len("é = 1\nnaïve = ".encode())) == Position(1, 8)


def test_every_kind_of_line_end_starts_a_line() -> None:
    lines = LineMap(b"a\r\nb\rc\nd")
    assert [lines.line_of(at) for at in (0, 3, 5, 7)] == [0, 1, 2, 3]
    assert len(lines) == 4


def test_a_byte_order_mark_is_no_column() -> None:
    assert LineMap(b"\xef\xbb\xbfname").position(3) == Position(0, 0)


def test_undecodable_bytes_count_one_each() -> None:
    assert LineMap(b"\xff\xfe x").position(3) == Position(0, 3)


@given(st.text(alphabet="aé\n\r𝒳 ", max_size=40), st.data())
def test_line_spans_tile_the_source(text: str, data: st.DataObject) -> None:
    source = text.encode()
    lines = LineMap(source)
    spans = [lines.line_span(line) for line in range(len(lines))]
    assert spans[0].start == 0
    assert spans[-1].end == len(source)
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))
    at = data.draw(st.integers(0, len(source)))
    span = lines.line_span(lines.line_of(at))
    assert span.start <= at <= span.end


def test_spans_are_half_open() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 3).contains(Span(0, 3))


@given(st.text(st.sampled_from("aä日\n\r"), max_size=30), st.data())
def test_positions_do_not_depend_on_what_was_asked_before(text: str, data: st.DataObject) -> None:
    source = text.encode()
    offsets = [len(text[:count].encode()) for count in range(len(text) + 1)]
    asked = data.draw(st.lists(st.sampled_from(offsets), max_size=10))
    lines = LineMap(source)
    assert [lines.position(one) for one in asked] == [LineMap(source).position(o) for o in asked]
