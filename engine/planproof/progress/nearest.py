"""Rung 6: pairing the statements of one file, rule and scope that are most alike."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from planproof.model.violation import Identity
from planproof.progress.similarity import ratio, reaches

LEAST = 0.8
"""Below this two statements are not the same violation."""

ALL_PAIRS = 10_000
"""Up to this many pairs are all compared; beyond it each statement meets its neighbours."""

NEIGHBOURS = 4
"""How far to look in each direction then."""


def best_pairs(old: Sequence[Identity], now: Sequence[Identity]) -> list[tuple[int, int]]:
    """Index pairs, one to one, best first.

    Statements of one shape (equal once local names are blanked) are wholly alike; among those, and
    all others, the text decides; among equals, their order.
    """
    scored = sorted(
        (-alike, -exact, left, right)
        for left, right in _candidates(old, now)
        for alike, exact in [_likeness(old[left], now[right])]
        if alike
    )
    taken_old: set[int] = set()
    taken_now: set[int] = set()
    pairs = []
    for *_, left, right in scored:
        if left not in taken_old and right not in taken_now:
            taken_old.add(left)
            taken_now.add(right)
            pairs.append((left, right))
    return pairs


def _likeness(old: Identity, now: Identity) -> tuple[float, float]:
    """(likeness, likeness of the texts); the first is 0.0 where it is less than ``LEAST``."""
    if old.shape and old.shape == now.shape:
        return 1.0, ratio(old.text, now.text)
    found = reaches(old.text, now.text, LEAST)
    return found, found


def _candidates(old: Sequence[Identity], now: Sequence[Identity]) -> Iterator[tuple[int, int]]:
    if len(old) * len(now) <= ALL_PAIRS:
        yield from ((left, right) for left in range(len(old)) for right in range(len(now)))
    else:
        yield from sorted(_neighbours(old, now))


def _neighbours(old: Sequence[Identity], now: Sequence[Identity]) -> set[tuple[int, int]]:
    """Pairs that stand close when all are sorted by text, by text from its end, or by shape."""
    texts = [one.text for one in old], [one.text for one in now]
    shapes = [one.shape for one in old], [one.shape for one in now]
    found: set[tuple[int, int]] = set()
    for before, after in (texts, _backwards(*texts), shapes):
        found |= _adjacent(before, after)
    return found


def _backwards(*sides: list[str]) -> tuple[list[str], list[str]]:
    before, after = ([text[::-1] for text in side] for side in sides)
    return before, after


def _adjacent(old: list[str], now: list[str]) -> set[tuple[int, int]]:
    """Each old text with the ``NEIGHBOURS`` present ones before and after it."""
    order = sorted(range(len(now)), key=lambda at: (now[at], at))
    ranks = _ranks(old, [now[at] for at in order])
    found: set[tuple[int, int]] = set()
    for left, rank in enumerate(ranks):
        nearby = order[max(0, rank - NEIGHBOURS) : rank + NEIGHBOURS]
        found.update((left, right) for right in nearby)
    return found


def _ranks(old: list[str], now: list[str]) -> list[int]:
    """Where each old text would stand among the sorted present ones.

    Equal texts spread over their equals instead of all meeting the first few.
    """
    seen: defaultdict[str, int] = defaultdict(int)
    ranks = []
    for text in old:
        first, last = bisect_left(now, text), bisect_right(now, text)
        ranks.append(first + (seen[text] % (last - first) if last > first else 0))
        seen[text] += 1
    return ranks
