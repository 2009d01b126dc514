"""Lines of one contract as they should be: fewer of them, or some more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from planproof.model.violation import Violation
from planproof.progress.baseline import BaselineLine, Lines, settled
from planproof.progress.excuse import AtFork, Ratchet, Renames


class Pruned(Struct, frozen=True):
    """``lines`` is what is left, ``stale`` what was removed; ``refreshed`` are lines that say now
    where their violation is and how it reads, as (before, after)."""

    lines: Lines
    stale: Lines = ()
    refreshed: tuple[tuple[BaselineLine, BaselineLine], ...] = ()


class Grown(Struct, frozen=True):
    """``lines`` is what there is now, ``added`` what is new in it."""

    lines: Lines
    added: Lines = ()


def prune(
    current: Sequence[Violation],
    lines: Lines,
    at_fork: AtFork,
    renames: Renames,
) -> Pruned:
    """Without the lines that excuse nothing, whatever day it is; takes what ``excuse`` takes, and
    the rest judges every violation as before."""
    standing = _standing(current, lines, at_fork, renames)
    kept = {line.key: replace(line, identity=one.identity) for one, line in standing}
    pairs = ((line, kept[line.key]) for line in lines if line.key in kept)
    return Pruned(
        settled(kept.values()),
        tuple(line for line in lines if line.key not in kept),
        tuple(pair for pair in pairs if pair[0] != pair[1]),
    )


def grow(
    current: Sequence[Violation],
    lines: Lines,
    at_fork: AtFork,
    renames: Renames,
    today: str,
    line_for: Callable[[Violation], BaselineLine | None],
) -> Grown:
    """With a line more for each violation that none stands for, or only one that has expired;
    ``line_for`` gives it, or None to leave it out."""
    standing = _standing(current, lines, at_fork, renames)
    lasting = {one.identity: line for one, line in standing if not line.has_expired(today)}
    asked = (line_for(one) for one in current if one.identity not in lasting)
    added = settled(line for line in asked if line is not None)
    new = {line.identity for line in added}
    outlived = {line.key for one, line in standing if one.identity in new}
    refreshed = {line.key: replace(line, identity=one) for one, line in lasting.items()}
    old = (refreshed.get(line.key, line) for line in lines if line.key not in outlived)
    return Grown(settled([*added, *(line for line in old if line.identity not in new)]), added)


def _standing(
    current: Sequence[Violation],
    lines: Lines,
    at_fork: AtFork,
    renames: Renames,
) -> list[tuple[Violation, BaselineLine]]:
    ratchet = Ratchet(current, lines, at_fork, renames, today="")
    return list(ratchet.standing())
