"""A word that a regular expression requires: conservative, never wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planproof.rules.literals import required_word


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("^USE_L10N$", "USE_L10N"),
        ("^(DEFAULT_FILE|STATICFILES)_STORAGE$", "_STORAGE"),
        (r"default\.html", "default"),
        (r"^django/forms/(formsets/)?default\.html$", "default"),
        ("old|legacy", None),
        ("(?i)old", None),
        (r"\x41bc", None),
        ("abc?", "ab"),
        ("ab{0,3}c", "a"),
        ("[abc]", None),
        ("[[:alpha:]]def", "def"),
        ("(?:abc)", None),
        ("colou+r", "colou"),
    ],
)
def test_examples(body: str, word: str | None) -> None:
    assert required_word(body) == word


PIECES = st.sampled_from(
    ["a", "ab", "_", "b*", "a+", "b?", "a{0,2}", "(", ")", "|", "[ab]", ".", "^", "$", r"\b", r"\."]
)


@given(st.lists(PIECES, max_size=8).map("".join), st.text("ab_.", max_size=12))
def test_every_match_holds_the_word(body: str, text: str) -> None:
    try:
        pattern = re.compile(body)
    except re.error:
        assume(False)
    word = required_word(body)
    if word is not None and pattern.search(text):
        assert word in text
