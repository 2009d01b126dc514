"""How alike two statements are."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

LONG = 2_000
"""Characters beyond which words are counted instead: a data literal can be megabytes."""


def ratio(left: str, right: str) -> float:
    """Twice the longest common subsequence over both lengths, in characters: 0.0 to 1.0, symmetric.

    Bit-parallel after Hyyrö, "Bit-parallel LCS-length computation revisited" (2004): one step of
    whole-number arithmetic per character, ten times faster than difflib on statements, and
    unlike difflib's the answer does not depend on which text comes first. Texts over ``LONG``
    characters are compared by the words they share, in linear time.
    """
    if not left and not right:
        return 1.0
    if max(len(left), len(right)) > LONG:
        return _shared_words(left, right)
    return 2.0 * _longest_common(left, right) / (len(left) + len(right))


def reaches(left: str, right: str, least: float) -> float:
    """``ratio(left, right)`` where it is at least ``least``, else 0.0; nothing if far apart."""
    if 2.0 * min(len(left), len(right)) < least * (len(left) + len(right)):
        return 0.0
    found = ratio(left, right)
    return found if found >= least else 0.0


def _longest_common(left: str, right: str) -> int:
    places = _places(left)
    full = (1 << len(left)) - 1
    row = full
    for character in right:
        matched = row & places.get(character, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(left) - row.bit_count()


@lru_cache(maxsize=64)
def _places(text: str) -> dict[str, int]:
    """For each character the set of its positions, as bits."""
    places: dict[str, int] = {}
    for at, character in enumerate(text):
        places[character] = places.get(character, 0) | 1 << at
    return places


def _shared_words(left: str, right: str) -> float:
    ours, theirs = Counter(left.split()), Counter(right.split())
    both = ours.total() + theirs.total()
    return 2.0 * (ours & theirs).total() / both if both else 1.0
