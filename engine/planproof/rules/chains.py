"""Segment patterns against chains of segments: the one comparison that all name facets share."""

from __future__ import annotations

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
