"""The sieve: quick, and never tighter than what the matchers find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.folding import fold
from planproof.evaluate.letters import Letters, may_hit, may_stand
from planproof.evaluate.spelling import spellings
from planproof.index.scan import scan
from planproof.languages import by_name
from planproof.model.document import Document
from planproof.rules.rule import RuleTerm
from planproof.rules.tables import parse_table
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
    content = b" ".join([noise, *(word.encode() for word in written), noise])
    letters = Letters([term(word) for word in words])
    found = {w for w in set(words) if Letters([term(w)]).find(content, None)}
    assert letters.find(content, None) == found
    assert {w for w in words if w in re.split(r"\W+", " ".join(written))} <= found
    assert found <= {w for w in words if w.encode() in content}


@pytest.mark.parametrize(
    ("content", "is_held"),
    [
        ("old", True),
        ("x = old(1)", True),
        ("x.old\\\n.y", True),
        ("éold", True),
        (r"x: '\nold'", True),
        (r"'\x20old'", True),
        ("oldest()", False),
        ("threshold", False),
        ("_old", False),
        ("old_name", False),
        ("old2", False),
        (r"c\old", True),
    ],
)
@pytest.mark.parametrize("others", [(), ("a", "b", "c", "d")])
def test_a_name_is_held_as_a_whole(content: str, is_held: bool, others: tuple[str, ...]) -> None:
    letters = Letters([term("old"), *map(term, others)])
    assert ("old" in letters.find(content.encode(), PYTHON)) is is_held


@pytest.mark.parametrize("loose", ["old*", "/old./"])
def test_what_may_be_a_part_of_a_name_is_held_anywhere(loose: str) -> None:
    letters = Letters([term(loose), term("x")])
    assert letters.find(b"oldest()", PYTHON) == {"old"}
    assert Letters([term("old")]).words != Letters([term(loose)]).words


@pytest.mark.parametrize("name", ["$old", "println!", "old", "a.old", "ns::old", "ölđ", "日本"])
def test_names_with_odd_ends_are_held(name: str) -> None:
    one = term(name)
    assert Letters([one]).find(f"({name})".encode(), PYTHON) == one.words


@given(st.text("old_ .(\n\\é$'1", max_size=30))
def test_whatever_a_file_names_is_held(code: str) -> None:
    document = scan(code.encode(), "python")
    if isinstance(document, Document) and not document.broken:
        named = {part for name in document.names for part in name.split(".")}
        if "old" in named:
            assert Letters([term("old")]).find(code.encode(), PYTHON) == {"old"}


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
    assert may_hit(
        term("auth.legacy.login"), frozenset({"login"}), frozenset(), "src/auth/legacy.py"
    )
    assert not may_hit(
        term("auth.legacy.login"), frozenset({"login"}), frozenset(), "src/auth/login.py"
    )
    assert not may_hit(term("auth.legacy.login"), frozenset(), frozenset(), "src/auth/legacy.py")


def test_anchored_expressions_hold_at_the_ends_of_names() -> None:
    anchored = term("/^old|ancient$/")
    letters = Letters([anchored])
    found = letters.find_regexes(b"x = very.old_thing\n", None)
    assert found == {anchored.matcher}
    assert letters.find_regexes(b"x = very_old_thing\n", None) == frozenset()


def table(text: str) -> RuleTerm:
    return RuleTerm(0, Facet.SQL_TABLES, text, Where(1, 1), parse_table(text))


def test_words_in_any_case_are_told_from_literals() -> None:
    letters = Letters([term("users"), table("legacy_Users")])
    found = letters.find(b"class LegacyUser: pass", PYTHON)
    assert found == {fold("user")}
    assert may_hit(table("legacy_users"), found, frozenset(), "a.py")
    assert not may_hit(term("users"), found, frozenset(), "a.py")
    assert letters.literals_at(letters.numbers_of_literals(found)) == found


def test_a_word_in_any_case_may_come_from_the_path() -> None:
    assert may_hit(table("legacy_*"), frozenset(), frozenset(), "src/Legacy/models.py")
    assert not may_hit(table("legacy_*"), frozenset(), frozenset(), "src/new/models.py")


def test_a_table_is_looked_for_by_its_whole_name_where_there_is_no_grammar() -> None:
    wanted = table("legacy_users")
    letters = Letters([wanted])
    assert may_stand(wanted, letters.find(b"select * from LEGACY_USERS", None), frozenset())
    assert not may_stand(wanted, letters.find(b"users of legacy code", None), frozenset())
