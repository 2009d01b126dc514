"""How much of two units is written in the same order."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from memory_trees import make_tree
from planproof.index import Index
from planproof.search.similar_copies import copy_score, written_in
from planproof.search.similar_places import find_file, find_line

TOKENS = st.lists(st.sampled_from("abc"), max_size=8)


def written(path: str, source: str, line: int = 0) -> list[str]:
    with Index.open(None, jobs=1) as index:
        tree = make_tree({path: source})
        found = find_line(index, tree, path, line) if line else find_file(index, tree, path)
        return list(written_in(found))


def longest(one: list[str], other: list[str]) -> int:
    """By trying all of them."""
    parts = {part for size in range(len(other) + 1) for part in combinations(other, size)}
    return max(
        size for size in range(len(one) + 1) for part in combinations(one, size) if part in parts
    )


@given(TOKENS, TOKENS)
def test_the_longest_that_both_have_in_order_counts(one: list[str], other: list[str]) -> None:
    whole = len(one) + len(other)
    expected = 2 * longest(one, other) / whole if whole else 0.0

    assert copy_score(0.0, one, other) * 2 == expected
    assert copy_score(0.0, other, one) * 2 == expected


def test_names_that_a_copy_may_change_are_blank_and_those_from_elsewhere_stay() -> None:
    source = (
        "def run(job, at):\n    run(job)\n    self.run(at + 1)\n    return hub.send(job.name)\n"
    )

    assert " ".join(written("a.py", source, 2)) == (
        "def _ ( _ , _ ) : _ ( _ ) self . run ( _ + 1 ) return _ . send ( _ . name )"
    )


def test_members_are_known_in_other_languages() -> None:
    source = "fn go(hub: &Hub) -> u8 { net::port(hub.line, limit) }\n"

    assert " ".join(written("a.rs", source, 1)).endswith("{ _ : : port ( _ . line , _ ) }")


def test_a_text_is_compared_by_its_words_however_it_is_laid_out() -> None:
    one = written("a.py", '''text = """Say it,\n    twice."""\n''')

    assert one == written("a.py", "text = 'Say it, twice.'\n")


def test_the_first_two_thousand_tokens_count() -> None:
    assert len(written("a.py", "call()\n" * 5_000)) == 2_000
