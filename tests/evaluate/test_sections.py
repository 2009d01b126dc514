"""Rows of byte strings and columns come back as they were, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.sections import (
    join,
    pack_numbers,
    pack_texts,
    split,
    unpack_numbers,
    unpack_texts,
)

sections = st.lists(st.binary(max_size=40), max_size=6)
texts = st.lists(st.text(st.characters(exclude_characters="\0"), max_size=9), max_size=9)


@given(sections)
def test_sections_come_back_as_they_were(some: list[bytes]) -> None:
    assert [bytes(one) for one in split(join(some))] == some


@given(sections, st.data())
def test_any_other_byte_is_noticed(some: list[bytes], data: st.DataObject) -> None:
    row = bytearray(join(some))
    at = data.draw(st.integers(0, len(row) - 1))
    row[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ValueError, match=r"row|sections"):
        split(bytes(row))


@given(sections, st.data())
def test_a_row_that_ends_early_or_late_is_noticed(some: list[bytes], data: st.DataObject) -> None:
    row = join(some)
    with pytest.raises(ValueError, match=r"row|sections"):
        split(row[: data.draw(st.integers(0, len(row) - 1))])
    with pytest.raises(ValueError, match=r"row|sections"):
        split(row + b"\0")


@given(texts)
def test_texts_come_back_even_where_they_are_no_unicode(some: list[str]) -> None:
    assert unpack_texts(pack_texts([*some, "\udcff"])) == [*some, "\udcff"]


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_numbers_come_back(some: list[int]) -> None:
    assert unpack_numbers(pack_numbers(some)) == some
