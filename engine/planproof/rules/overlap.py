"""Whether two patterns can mean the same name: for names that are themselves known only in part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planproof.rules.chains import ANY_SEGMENTS


def chains_may_meet(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether some chain ends with both patterns. Segments may hold ``*``, in both."""
    first, second = (ANY_SEGMENTS, *one), (ANY_SEGMENTS, *other)
    return _may_meet(first, second, ANY_SEGMENTS, segments_may_meet)


def segments_may_meet(one: str, other: str) -> bool:
    """``legacy_*`` and ``*_users`` may both be ``legacy_users``."""
    if "*" not in one and "*" not in other:
        return one == other
    return _may_meet(one, other, "*", str.__eq__)


def _may_meet(
    one: Sequence[str], other: Sequence[str], star: str, same: Callable[[str, str], bool]
) -> bool:
    """From the ends back: ``rests[j]`` is whether what follows in ``one`` meets ``other[j:]``."""
    rests = [item == star for item in other]
    rests = [all(rests[at:]) for at in range(len(other) + 1)]
    for item in reversed(one):
        rests = _extended(item, other, rests, star, same)
    return rests[0]


def _extended(
    item: str,
    other: Sequence[str],
    rests: list[bool],
    star: str,
    same: Callable[[str, str], bool],
) -> list[bool]:
    """The rests with one more item of the first pattern before them."""
    found = [False] * len(rests)
    found[-1] = item == star and rests[-1]
    for at in range(len(other) - 1, -1, -1):
        if star in (item, other[at]):
            skipped = rests[at] if item == star else found[at + 1]
            taken = found[at + 1] if item == star else rests[at]
            found[at] = skipped or taken
        else:
            found[at] = rests[at + 1] and same(item, other[at])
    return found
