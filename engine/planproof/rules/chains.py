"""Segment patterns against chains of segments: the one comparison that all name facets share."""

from __future__ import annotations

from collections.abc import Iterator

ANY_SEGMENTS = "**"
"""The part of a pattern that stands for any number of segments, none included."""


def chain_fits(pattern: tuple[str, ...], chain: tuple[str, ...]) -> bool:
    """Whether the pattern covers the whole chain, in time linear in both.

    ``reached`` holds every number of segments that the pattern so far can cover.
    """
    reached = {0}
    for part in pattern:
        if part == ANY_SEGMENTS:
            reached = set(range(min(reached), len(chain) + 1))
        else:
            reached = {
                at + 1 for at in reached if at < len(chain) and segment_fits(part, chain[at])
            }
        if not reached:
            return False
    return len(chain) in reached


def parts_covered(pattern: tuple[str, ...], chain: tuple[str, ...]) -> frozenset[int]:
    """How many parts of the pattern an end of the chain may cover: all of them too where the
    pattern is a run inside the chain.

    ``("a", "b", "c")`` and ``x.a.b``: 2, so that ``c`` must follow. What only wildcards cover is
    left out: they cover the same under any other name.
    """
    if not any("*" in part for part in pattern):
        return _plain_parts_covered(pattern, chain)
    wild = next((at for at, part in enumerate(pattern) if part.strip("*")), len(pattern))
    reached: set[int] = set()
    is_covered = False
    for segment in chain:
        before = _with_skipped(pattern, {*reached, 0})
        reached = _with_skipped(pattern, set(_stepped(pattern, before, segment)))
        is_covered = is_covered or len(pattern) in reached
    found = {*reached, len(pattern)} if is_covered else reached
    return frozenset(number for number in found if number > wild)


def _plain_parts_covered(pattern: tuple[str, ...], chain: tuple[str, ...]) -> frozenset[int]:
    """The same of a pattern without wildcards, ten times as fast."""
    length, size = len(pattern), len(chain)
    found = [n for n in range(1, min(length, size) + 1) if chain[size - n :] == pattern[:n]]
    if length and any(chain[at : at + length] == pattern for at in range(size - length + 1)):
        found.append(length)
    return frozenset(found)


def _with_skipped(pattern: tuple[str, ...], reached: set[int]) -> set[int]:
    """Also those that no segment at all leads to."""
    for at, part in enumerate(pattern):
        if part == ANY_SEGMENTS and at in reached:
            reached.add(at + 1)
    return reached


def _stepped(pattern: tuple[str, ...], reached: set[int], segment: str) -> Iterator[int]:
    for at in reached:
        if at < len(pattern) and pattern[at] == ANY_SEGMENTS:
            yield at
        elif at < len(pattern) and segment_fits(pattern[at], segment):
            yield at + 1


def segment_fits(part: str, segment: str) -> bool:
    """``get_*`` fits ``get_user``; a part without ``*`` fits only itself."""
    if "*" not in part:
        return part == segment
    first, *middle, last = part.split("*")
    if len(segment) < len(first) + len(last):
        return False
    if not (segment.startswith(first) and segment.endswith(last)):
        return False
    return _holds_in_order(segment[len(first) : len(segment) - len(last)], middle)


def _holds_in_order(text: str, pieces: list[str]) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
