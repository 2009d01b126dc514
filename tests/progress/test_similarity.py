"""The measure of likeness, against its definition."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.similarity import ratio, reaches

words = st.text(alphabet="abc(", max_size=14)


def longest_common_subsequence(left: str, right: str) -> int:
    """By the textbook's table."""
    row = [0] * (len(right) + 1)
    for a in left:
        above = row[:]
        for at, b in enumerate(right, start=1):
            row[at] = above[at - 1] + 1 if a == b else max(above[at], row[at - 1])
    return row[-1]


@given(words, words)
def test_it_is_what_the_definition_says(left, right):
    both = len(left) + len(right)
    expected = 2 * longest_common_subsequence(left, right) / both if both else 1.0
    assert ratio(left, right) == expected


@given(words, words, st.sampled_from([0.2, 0.5, 0.8, 1.0]))
def test_short_cuts_change_nothing(left, right, least):
    found = ratio(left, right)
    assert reaches(left, right, least) == (found if found >= least else 0.0)


@given(words, words)
def test_it_is_symmetric(left, right):
    assert ratio(left, right) == ratio(right, left)


def test_text_beyond_a_machine_word():
    assert ratio("x" * 500 + "a" * 100, "x" * 500 + "b" * 100) == 1000 / 1200


def test_a_data_literal_of_megabytes_is_compared_in_no_time():
    words = [f"{n}," for n in range(200_000)]
    edited = [*words[:100], "edited,", *words[101:]]
    started = time.process_time()
    assert ratio(" ".join(words), " ".join(edited)) == 199_999 / 200_000
    assert ratio(" " * 3000, " " * 3001) == 1.0
    assert time.process_time() - started < 10
