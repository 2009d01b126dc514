"""Scopes that have no name, and what is innermost around a place."""

from __future__ import annotations

from collections.abc import Mapping

from planproof.index.keys import end_of, start_of


def find_regions(places: Mapping[str, list[int]]) -> tuple[tuple[int, int], ...]:
    """Start and end of each ``@region``, and of each ``@block`` that binds names; sorted."""
    found = set(places.get("region", ()))
    if binding := places.get("block.binds"):
        blocks = sorted(set(places.get("block", ())))
        found.update(each for each in innermost(blocks, sorted(binding)) if each is not None)
    return tuple((start_of(place), end_of(place)) for place in sorted(found))


def innermost(regions: list[int], places: list[int]) -> list[int | None]:
    """The innermost of the sorted regions around each of the sorted places."""
    found: list[int | None] = []
    stack: list[int] = []
    at = 0
    for place in places:
        while at < len(regions) and regions[at] <= place:
            stack.append(regions[at])
            at += 1
        while stack and end_of(stack[-1]) < end_of(place):
            stack.pop()
        found.append(stack[-1] if stack else None)
    return found
