"""The sieve: quick, and never tighter than what the matchers find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.letters import Letters, may_hit
from planproof.evaluate.spelling import spellings
from planproof.languages import by_name
from planproof.rules.rule import RuleTerm
from planproof.rules.terms import parse_name
from planproof.spec.wire import Facet, Where

PYTHON = by_name("python")


def term(text: str) -> RuleTerm:
    return RuleTerm(0, Facet.CALLS, text, Where(1, 1), parse_name(text))


WORDS = st.text("abé_", min_size=1, max_size=4)


@given(
    st.lists(WORDS, min_size=1, max_size=40), st.binary(max_size=60), st.lists(WORDS, max_size=6)
)
def test_all_at_once_finds_what_one_by_one_finds(words, noise: bytes, written) -> None:
    content = noise + " ".join(written).encode() + noise
    letters = Letters([term(word) for word in words])
    assert letters.find(content, None) == {w for w in set(words) if w.encode() in content}


@pytest.mark.parametrize(
    ("language", "content"),
    [
        ("javascript", rb"\u006fld_name()"),
        ("typescript", rb"o\u{6c}d_name()"),
        ("java", rb"\uuuu006fld_name()"),
        ("python", "ｏｌｄ_ｎａｍｅ()".encode()),
        ("python", b"\xef\xbb\xbfold_name()"),
        ("python", b"# coding: utf-7\n+AG8AbABk-_name()"),
        ("javascript", "\ufeffold_name()".encode("utf-16-le")),
        (None, "\ufeffold_name()".encode("utf-16-be")),
        (None, "\ufeffold_name()".encode("utf-32")),
    ],
)
def test_other_spellings_are_seen_through(language, content: bytes) -> None:
    letters = Letters([term("old_name")])
    assert letters.find(content, by_name(language) if language else None) == {"old_name"}


@pytest.mark.parametrize(
    "content", [b"", b"x", b"# coding: nonsense\nx", rb"\u{999999}", b"# coding: hex\n\xff"]
)
def test_nonsense_is_only_itself(content: bytes) -> None:
    for language in ("python", "javascript"):
        assert next(iter(spellings(content, by_name(language)))) == content


def test_a_module_name_may_come_from_the_path() -> None:
    assert may_hit(term("auth.legacy.login"), frozenset({"login"}), "src/auth/legacy.py")
    assert not may_hit(term("auth.legacy.login"), frozenset({"login"}), "src/auth/login.py")
    assert not may_hit(term("auth.legacy.login"), frozenset(), "src/auth/legacy.py")


def test_anchored_expressions_hold_at_the_ends_of_names() -> None:
    anchored = term("/^old|ancient$/")
    letters = Letters([anchored])
    found = letters.find_regexes(b"x = very.old_thing\n")
    assert found == {anchored.matcher}
    assert letters.find_regexes(b"x = very_old_thing\n") == frozenset()
