"""Words of a question find the forms that code has of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_trees import make_tree
from planproof.index import Index
from planproof.search.features import Field
from planproof.search.similar import Answer, Page, find_similar, words_asked
from planproof.search.word_forms import forms_of

FILES = {
    "net.py": (
        "def retry_req(client, cfg):\n"
        "    for attempt in range(cfg.attempts):\n        client.send(attempt)\n"
    ),
    "cache.py": "def caches(store):\n    return [one for one in store if one.cached]\n",
    "other.py": "def total(rows):\n    return sum(row.amount for row in rows)\n",
}


def like(text: str) -> Answer:
    with Index.open(None, jobs=1) as index:
        return find_similar(
            index, make_tree(FILES), words_asked(text), Page(0, 10), lambda _done, _all: None
        )


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("retries", "retry"), ("retry", "retries"), ("caching", "cache"), ("cache", "caching"),
        ("running", "run"), ("run", "runs"), ("classes", "class"), ("settings", "setting"),
        ("parsed", "parse"), ("configuration", "cfg"), ("requests", "req"), ("id", "ids"),
    ],
)  # fmt: skip
def test_other_forms_of_a_word_are_known(word: str, form: str) -> None:
    assert form in forms_of(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [("settings", "set"), ("string", "str ing"), ("status", "statu"), ("id", "i")],
)
def test_what_only_looks_like_an_ending_stays(word: str, other: str) -> None:
    assert other not in forms_of(word)


@given(st.text(min_size=1, max_size=30))
def test_any_word_has_a_few_forms_and_never_itself(word: str) -> None:
    forms = forms_of(word)

    assert word not in forms
    assert len(forms) < 20
    assert list(forms) == sorted(set(forms))


def test_a_question_finds_what_is_written_in_other_forms_and_shows_those() -> None:
    found = like("retries requests by configuration").matches[0]

    why = {reason.field: reason for reason in found.why}
    assert found.found.symbol == "retry_req"
    assert set(why[Field.NAME].terms) == {"retry", "req"}
    assert "cfg" in why[Field.PARTS].terms


def test_two_forms_of_one_word_count_once() -> None:
    assert words_asked("cache caches caching").unit.terms[Field.PARTS] == {"cache"}
    assert [one.found.symbol for one in like("caching").matches] == ["caches"]
