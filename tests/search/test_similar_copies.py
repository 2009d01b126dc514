"""How much of two units is written in the same order."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from memory_trees import make_tree
from planproof.index import Index
from planproof.search.similar_copies import Written, copy_score, pairs_in_order, written_in
from planproof.search.similar_places import find_file, find_line

TOKENS = st.lists(st.sampled_from("abc"), max_size=8)


def written(path: str, source: str, line: int = 0) -> Written:
    with Index.open(None, jobs=1) as index:
        tree = make_tree({path: source})
        found = find_line(index, tree, path, line) if line else find_file(index, tree, path)
        return written_in(found)


def said(one: Written) -> str:
    return " ".join(text or "_" for text in one.compared)


def longest(one: list[str], other: list[str]) -> int:
    """By trying all of them."""
    parts = {part for size in range(len(other) + 1) for part in combinations(other, size)}
    return max(
        size for size in range(len(one) + 1) for part in combinations(one, size) if part in parts
    )


@given(TOKENS, TOKENS)
def test_the_longest_sequence_that_both_have_is_found(one: list[str], other: list[str]) -> None:
    pairs = pairs_in_order(one, other)[::-1]

    assert len(pairs) == longest(one, other)
    assert all(one[at] == other[there] for at, there in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


def test_other_names_are_forgiven_if_each_has_one_other_name() -> None:
    asked = written("a.py", "def f(a, b):\n    return go(a, a, b)\n", 1)
    renamed = written("b.py", "def g(x, y):\n    return go(x, x, y)\n", 1)
    mixed = written("c.py", "def g(x, y):\n    return go(y, x, x)\n", 1)

    assert copy_score(asked, renamed) == 1
    assert copy_score(asked, mixed) < 1


def test_what_has_no_words_is_compared_by_its_names() -> None:
    assert copy_score(written("a.py", "a = b\n"), written("b.py", "c = d\n")) == 1


def test_names_that_a_copy_may_change_are_blank_and_those_from_elsewhere_stay() -> None:
    source = (
        "def run(job, at):\n    run(job)\n    self.run(at + 1)\n    return hub.send(job.name)\n"
    )

    assert said(written("a.py", source, 2)) == (
        "def _ ( _ , _ ) : _ ( _ ) self . run ( _ + 1 ) return _ . send ( _ . name )"
    )


def test_members_are_known_in_other_languages() -> None:
    source = "fn go(hub: &Hub) -> u8 { net::port(hub.line, limit) }\n"

    assert said(written("a.rs", source, 1)).endswith("{ _ : : port ( _ . line , _ ) }")


def test_a_text_is_compared_by_its_words_however_it_is_laid_out() -> None:
    one = written("a.py", '''text = """Say it,\n    twice."""\n''')

    assert one.compared == written("a.py", "text = 'Say it, twice.'\n").compared


def test_the_first_two_thousand_tokens_count() -> None:
    assert len(written("a.py", "call()\n" * 5_000).texts) == 2_000
