"""One source to one document: encodings, limits, and what holds for every document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.index import MAX_BYTES
from planproof.index.scan import scan
from planproof.languages import LANGUAGES
from planproof.model.document import Document, Reason, Role, Unparsed

NAMES = [language.name for language in LANGUAGES]
_PIECES = """
a b.c f( ) [ ] { } : = , . def class import from @x " ' \"\"\" # é ﬁ \\ type * fn func impl < > => ::
?. let const // /* */ lambda match case ; ! #[ async await ` ${ 1 -> & | package pub
"""
CODE = st.lists(
    st.sampled_from([*_PIECES.split(), " ", "\n", "\n    ", "\t", "\r\n", "\r"]), max_size=60
).map(" ".join)


def document_of(source: bytes, language: str = "python") -> Document:
    document = scan(source, language)
    assert isinstance(document, Document)
    return document


def names_of(source: bytes) -> list[str]:
    return [row.name for row in document_of(source)]


@settings(deadline=None, max_examples=300)
@given(text=CODE, language=st.sampled_from(NAMES))
def test_any_text_gives_rows_in_order_inside_the_source(text: str, language: str):
    source = text.encode()
    document = document_of(source, language)
    places = [(row.span.start, -row.span.end) for row in document]
    assert places == sorted(set(places))
    assert all(0 <= row.span.start <= row.span.end <= len(source) for row in document)
    assert all(row.roles for row in document)
    extents = [(each.extent.start, -each.extent.end) for each in document.definitions]
    assert extents == sorted(extents)
    for number, each in enumerate(document.definitions):
        assert each.parent < number
        assert each.extent.contains(each.name)


@settings(deadline=None, max_examples=100)
@given(text=CODE, language=st.sampled_from(NAMES))
def test_the_same_source_gives_the_same_document(text: str, language: str):
    assert scan(text.encode(), language) == scan(text.encode(), language)


@settings(deadline=None, max_examples=100)
@given(source=st.binary(max_size=200), language=st.sampled_from(NAMES))
def test_any_bytes_give_a_document_or_a_reason(source: bytes, language: str):
    assert isinstance(scan(source, language), Document | Unparsed)


def test_a_language_without_grammar_is_said():
    assert scan(b"x", "cobol") == Unparsed(Reason.NO_GRAMMAR, "cobol")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"x = 1\0", Reason.BINARY),
        (b"x = '\xff'\n", Reason.UNDECODABLE),
        (b"# coding: no-such-codec\nx = '\xe9'\n", Reason.UNDECODABLE),
        (b"# coding: utf-7\nx = '\xe9'\n", Reason.UNDECODABLE),
        (b"# coding: ascii\nx = '\xe9'\n", Reason.UNDECODABLE),
        (b"x = 1\n" * (MAX_BYTES // 6 + 1), Reason.TOO_LARGE),
        (b"a" + b".b" * 20_000, Reason.TOO_COMPLEX),
        (b"a" + b".b()" * 20_000, Reason.TOO_COMPLEX),
        (b"(" * 100_000, Reason.TOO_COMPLEX),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else repr(value[:12]),
)
def test_what_cannot_be_parsed_says_why(source: bytes, reason: Reason):
    left_out = scan(source, "python")
    assert isinstance(left_out, Unparsed)
    assert left_out.reason is reason


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("opening", [b"(", b"[", b"{", b"([{"])
@pytest.mark.parametrize("closed", [True, False])
def test_five_thousand_brackets_neither_crash_nor_hang(language, opening, closed):
    closing = bytes(reversed(opening.translate(bytes.maketrans(b"([{", b")]}"))))
    source = opening * 5_000 + b"legacy" + (closing * 5_000 if closed else b"")
    found = scan(source, language)
    if isinstance(found, Document):
        assert "legacy" in found.names or found.broken
    else:
        assert found.reason is Reason.TOO_COMPLEX


@pytest.mark.parametrize("codec", ["latin-1", "cp1252", "koi8-r", "shift_jis", "gbk", "euc-jp"])
def test_offsets_are_those_of_the_file_whatever_its_encoding(codec: str):
    word = {"koi8-r": "Привет", "shift_jis": "日本語", "gbk": "中文", "euc-jp": "日本語"}
    text = f"# -*- coding: {codec} -*-\ncall('{word.get(codec, 'été')}', after.it)\n"
    source = text.encode(codec)
    rows = {row.name: row for row in document_of(source)}
    for name in ("call", "after.it"):
        assert source[rows[name].span.start : rows[name].span.end] == name.encode()


def test_a_name_in_another_encoding_is_read():
    source = "# coding: latin-1\ncafé.prix = 1\n".encode("latin-1")
    (row,) = document_of(source)
    assert row.name == "café.prix"
    assert source[row.span.start : row.span.end].decode("latin-1") == "café.prix"


def test_a_cookie_counts_on_the_first_two_lines_only():
    line = "é = 1\n".encode("latin-1")
    assert isinstance(scan(b"#!/usr/bin/python\n# coding: latin-1\n" + line, "python"), Document)
    assert isinstance(scan(b"x = 1\n# coding: latin-1\n" + line, "python"), Unparsed)
    assert isinstance(scan(b"\n\n# coding: latin-1\n" + line, "python"), Unparsed)


def test_a_byte_order_mark_is_no_error_and_no_name():
    document = document_of(b"\xef\xbb\xbfimport os\nos.path\n")
    assert document.names == ("os", "os.path")
    assert document.broken == ()


def test_names_are_normalised_and_spans_are_not():
    source = "ﬁle.ﬂag = 1\n".encode()
    (row,) = document_of(source)
    assert row.name == "file.flag"
    assert (row.span.start, row.span.end) == (0, len("ﬁle.ﬂag".encode()))


@pytest.mark.parametrize(
    "source", [b"a.b", b"a . b", b"a.\\\n  b", b"(a.  # why\n\n b)", b"(a\n.b)"]
)
def test_white_space_and_comments_are_no_part_of_a_name(source: bytes):
    assert names_of(source) == ["a.b"]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_ending_is_one(ending: bytes):
    source = ending.join([b"import os", b"def f(a):", b"    return os.path(a)", b""])
    document = document_of(source)
    assert [row.name for row in document] == ["os", "f", "a", "os.path", "a"]
    assert document.broken == ()


def test_an_empty_source_has_no_facts():
    document = document_of(b"")
    assert len(document) == 0
    assert (document.definitions, document.imports, document.broken) == ((), (), ())


def test_a_decorator_belongs_to_its_definition_only():
    source = b"@outer(lambda q: q)\nclass A:\n    @inner\n    def f(self, x=lambda y: y): ...\n"
    outer, inner = document_of(source).definitions
    assert (outer.decorators, outer.extent.start) == (("outer",), 0)
    assert (inner.decorators, inner.parameters) == (("inner",), ("self", "x"))


def test_roles_of_one_place_are_one_row():
    rows = [row for row in document_of(b"@a.b(c)\ndef f(): ...\n") if row.name == "a.b"]
    assert [row.roles for row in rows] == [Role.CALL | Role.ATTRIBUTE | Role.DECORATOR]
