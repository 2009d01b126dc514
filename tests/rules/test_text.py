"""Terms of text: literals and expressions that are looked for line by line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.rules.terms import BadTermError
from planproof.rules.text import find_text, find_text_in_bytes, parse_text_search


def found(term: str, text: str) -> list[str]:
    hits = find_text(0, parse_text_search(term), text)
    assert isinstance(hits, list)
    return [text[hit.span.start : hit.span.end] for hit in hits]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("http://old", "a http://old.example http://OLD", ["http://old"]),
        ("a  b", "a b a  b", ["a  b"]),
        ("/http/", "/http/ http", ["http", "http"]),
        ("/http", "x /http y", ["/http"]),
        ("/HTTP/i", "http Http", ["http", "Http"]),
        ("/^a+$/", "aa\r\na b\raaa\n a\na", ["aa", "aaa", "a"]),
        ("/a.*z/", "a\nz a1z a2z", ["a1z a2z"]),
        (r"/a[^\n]*z/", "a\nz az", ["az"]),
        (r"/a[\s\S]*z/", "a\nz az", ["az"]),
        (r"/\s+$/", "a  \nb\t\r\n", ["  ", "\t"]),
        ("/^import/", "\ufeffimport x", ["import"]),
        ("größe", "die größe, die Größe", ["größe"]),
    ],
)
def test_what_is_found(term: str, text: str, expected: list[str]) -> None:
    assert found(term, text) == expected


@pytest.mark.parametrize(
    "term",
    ["", "  ", "a\nb", "a\rb", r"/a\nb/", "/a\nb/", r"/\Aa/", r"/a\z/", r"/(?-m)^a/", r"/a\\\nb/"],
)
def test_what_no_line_can_hold_is_refused(term: str) -> None:
    with pytest.raises(BadTermError):
        parse_text_search(term)


@pytest.mark.parametrize("term", [r"/a\\n/", r"/[\n]a/", "/a(?i)b/", "/a/x", "/"])
def test_what_only_looks_so_is_not_refused(term: str) -> None:
    assert parse_text_search(term).text == term


@pytest.mark.parametrize("term", ["/x*y|b*/", "//", "/^/i"])
def test_what_every_line_holds_is_refused(term: str) -> None:
    with pytest.raises(BadTermError, match="empty text"):
        parse_text_search(term)


@pytest.mark.parametrize("term", ["/(a/", "/(?=a)/", r"/(a)\1/"])
def test_a_bad_expression_is_explained(term: str) -> None:
    with pytest.raises(BadTermError, match="not a regular expression"):
        parse_text_search(term)


def test_words_are_ascii_so_that_every_encoding_shows_them() -> None:
    assert parse_text_search("password = größe").words == {"password = gr"}
    assert parse_text_search("/passwörter_alt/").words == {"rter_alt"}
    assert parse_text_search("größe").is_wide
    assert parse_text_search(r"/\p{Greek}/").is_wide
    assert not parse_text_search("/a.b/i").is_wide
    assert parse_text_search("日本").words == frozenset()
    assert parse_text_search("/legacy/i").words == frozenset()


def test_bytes_are_counted_in_the_encoding_of_the_file() -> None:
    text = "ä größe\n"
    (hit,) = find_text_in_bytes(0, parse_text_search("größe"), text, "latin-1")
    assert text.encode("latin-1")[hit.span.start : hit.span.end] == "größe".encode("latin-1")
    (hit,) = find_text_in_bytes(0, parse_text_search("größe"), text, "utf-8")
    assert text.encode()[hit.span.start : hit.span.end] == "größe".encode()


def test_matches_that_look_far_ahead_on_long_lines_are_given_up_aloud() -> None:
    answer = find_text(0, parse_text_search("/x.*y|x/"), "x" * 300_000)
    assert isinstance(answer, str)
    assert "too many matches" in answer
    assert len(find_text(0, parse_text_search("x"), "x" * 300_000)) == 300_000


lines = st.text(st.sampled_from("ab \t.ä\n\r\f"), max_size=40)


@given(
    lines, st.sampled_from(["/a+/", "/^a/", "/b$/", "/a.b/", r"/\s\S/", "/[^a]b/", "/(?s:a.b)/"])
)
def test_looking_at_a_text_is_looking_at_its_lines_one_by_one(text: str, term: str) -> None:
    body = term[1:-1]
    expected: list[tuple[int, int]] = []
    at = 0
    for line in re.split(r"(\r\n|\r|\n)", text):
        if not re.fullmatch(r"\r\n|\r|\n", line):
            expected += [
                (at + m.start(), at + m.end()) for m in re.finditer(body, line, re.ASCII) if m[0]
            ]
        at += len(line)
    assert list(parse_text_search(term).spans(text)) == expected
