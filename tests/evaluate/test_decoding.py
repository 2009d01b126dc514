"""Texts in any encoding, in pieces: what is read must not depend on how it arrives."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.decoding import decoded, is_binary, line_starts, pieces, wide_codec
from planproof.model.location import LineMap

TEXT = "grüße\r\nan alle\n日本\n" * 50


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_with_a_mark_and_utf_16_without_one_is_read(codec: str) -> None:
    content = ("x = 1\n" * 200 + TEXT).encode(codec)
    assert decoded(content) == ("x = 1\n" * 200 + TEXT, True)
    assert not is_binary(content)


def test_other_bytes_are_read_one_by_one_and_said_to_be_unsure() -> None:
    assert decoded("größe".encode("latin-1")) == ("größe", False)
    assert decoded(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00")[1] is False


def test_a_zero_alone_makes_no_file_binary() -> None:
    assert not is_binary(b"# \0\n" + b"password: x\n" * 20)
    assert is_binary(b"\x7fELF\x02\x01\x01" + bytes(300) + b"text" * 20)
    assert is_binary(bytes(100))
    assert wide_codec(b"") is None


@given(
    st.text(st.sampled_from("aä日\n\r "), max_size=60),
    st.sampled_from(["utf-8", "utf-16"]),
    st.integers(1, 7),
    st.integers(1, 30),
)
def test_pieces_are_the_text_again(text: str, codec: str, step: int, longest: int) -> None:
    content = text.encode(codec)
    chunks = [content[:8], *(content[at : at + step] for at in range(8, len(content), step))]
    found = list(pieces(chunks, longest))
    if all(piece.sure for piece in found):
        assert "".join(piece.text for piece in found) == text
    at = 0
    starts = line_starts(text)
    for piece in found:
        if all(each.sure for each in found) and "\r" not in text:
            number = max(n for n, start in enumerate(starts) if start <= at)
            assert (piece.line, piece.column) == (number, at - starts[number])
        at += len(piece.text)


@given(st.text(st.sampled_from("aä\n\r\f\v\u2028"), max_size=60))
def test_lines_begin_where_every_place_of_the_engine_has_them(text: str) -> None:
    lines = LineMap(text.encode())
    spans = (lines.line_span(number) for number in range(len(lines)))
    assert line_starts(text) == [len(text.encode()[: span.start].decode()) for span in spans]
