"""The facets ``literals`` and ``comments``."""

from __future__ import annotations

import pytest

from planproof.errors import SpecError
from planproof.model.violation import Mark

PYTHON = """\
#!/usr/bin/env python
# legacy: TODO remove
url = "https://legacy.example.com/api/v1/users"  # see legacy_login
legacy = f"{legacy}/api/{v}/users/{i}"
def f():
    '''Uses the legacy
    client.'''
sql = ("SELECT * FROM "
       "users")
code = "\\x6cegacy"
"""


@pytest.mark.parametrize(
    ("facet", "text", "found"),
    [
        ("literals", "legacy.example.com", ["legacy.example.com"]),
        ("literals", "/api/v1/users", ["/api/v1/users"]),
        ("literals", "legacy", ["legacy", "legacy", '"\\x6cegacy"']),
        ("literals", "legacy client", ["legacy\n    client"]),
        ("literals", "FROM users", ['"SELECT * FROM "\n       "users"']),
        ("literals", "egac", []),
        ("literals", "/^https:/", ["https:"]),
        ("literals", "/users$/", ["users", "users"]),
        ("literals", "/LEGACY/i", ["legacy", "legacy", '"\\x6cegacy"']),
        ("literals", "/users", ["/users", "/users"]),
        ("comments", "TODO", ["TODO"]),
        ("comments", "/^legacy/", ["legacy"]),
        ("comments", "legacy", ["legacy"]),
        ("comments", "/remove$/", ["remove"]),
        ("comments", "python", []),
        ("comments", "Uses", []),
    ],
)
def test_python(texts, facet: str, text: str, found: list[str]) -> None:
    assert texts("a.py", PYTHON, facet, text) == found


@pytest.mark.parametrize(
    ("path", "source", "text", "found"),
    [
        (
            "a.js",
            "/**\n * old way\n */\n// old  way\nx = 'old way'",
            "old way",
            ["old way", "old  way"],
        ),
        ("a.js", "/* old */", "/^old$/", ["old"]),
        ("a.js", "/**** old ****/ /**/ /***/ /*!old*/", "/^old$/", ["old", "old"]),
        ("a.js", "/**/ /***/ //", "/./", []),
        ("a.js", "<!-- old -->\n", "/^old$/", ["old"]),
        ("a.js", "x = '// old'; y = /* old*/ `/* old */`", "old", ["old"]),
        ("a.rs", "//! old\n/// old\nfn f() {}", "/^old$/", ["old", "old"]),
        ("a.go", "package a\n// old é old\n", "old", ["old", "old"]),
        ("a.java", "/** @deprecated old */ class A {}", "old", ["old"]),
    ],
)
def test_comments_of_other_languages(texts, path, source, text, found) -> None:
    assert texts(path, source, "comments", text) == found


def test_places_in_another_encoding(find) -> None:
    source = "# coding: latin-1\nx = 'é old'  # é old\n".encode("latin-1")
    hits = find("a.py", source, ("literals", "old"), ("comments", "old")).hits
    assert [source[hit.span.start : hit.span.end] for hit in hits] == [b"old", b"old"]
    assert [hit.span.start for hit in hits] == [25, 35]


def test_where_the_syntax_is_broken_letters_count(find) -> None:
    found = find(
        "a.py", "x = (legacy 'legacy'\n", ("literals", "legacy"), ("comments", "/^leg.cy$/")
    )
    assert {hit.term for hit in found.hits if hit.mark is Mark.LEXICAL} == {0, 1}


def test_long_texts_are_shortened(find) -> None:
    (hit,) = find("a.py", f"x = '{'word ' * 99}'", ("literals", "/word.*/")).hits
    assert len(hit.name) == 80


@pytest.mark.parametrize("text", [" ", "//", "/x*/", "/(/"])
def test_what_would_match_everything_or_nothing_is_refused(terms, text: str) -> None:
    with pytest.raises(SpecError):
        terms(("literals", text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/api/v1/users", {"api", "v1", "users"}),
        ("legacy client", {"legacy", "client"}),
        ("/^https?:/", {"http"}),
        ("→", set()),
    ],
)
def test_the_sieve_looks_for_words_alone(terms, text: str, words: set[str]) -> None:
    (term,) = terms(("literals", text))
    assert term.words == words
