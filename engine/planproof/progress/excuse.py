"""The ratchet: which violations of a change its baseline excuses.

A change may take lines out of the baseline, and what it puts in excuses nothing of its own: a
violation is excused by what the commit knew that the change began at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct

from planproof.model.violation import Violation
from planproof.progress.baseline import BaselineLine, Lines
from planproof.progress.baseline_match import Assignment, match
from planproof.progress.recorded import Identified

Renames = Callable[[], Mapping[str, str]]


class GrowthKind(Enum):
    """Why a line is no excuse yet. ``ADDED``: for a violation that the change itself adds; ``RED``:
    for one that was there and that nothing excused; ``PROLONGED``: for more days than before."""

    ADDED = "added"
    RED = "red"
    PROLONGED = "prolonged"


class Growth(Struct, frozen=True):
    """A line of the head by which the baseline would excuse more. ``violation`` is counted until
    somebody accepts that, but for a prolonged line whose earlier last day has not passed."""

    kind: GrowthKind
    line: BaselineLine
    violation: Violation


class Excused(Struct, frozen=True):
    """``counted`` and ``tolerated`` are all current violations, in their order. Lines of the head:
    ``stale`` ones excuse nothing any more, ``expired`` ones would but for their last day."""

    counted: tuple[Violation, ...]
    tolerated: tuple[Violation, ...] = ()
    stale: Lines = ()
    expired: Lines = ()
    grown: tuple[Growth, ...] = ()


class AtFork(Struct, frozen=True):
    """What was known where the change began: the ``lines`` of the baseline there, all ``found``
    there by the version of the contract that judges the head, and all ``found_by_base`` there by
    the base's version, which is nothing where the base has no such contract."""

    lines: Lines = ()
    found: Sequence[Identified] = ()
    found_by_base: Sequence[Identified] = ()


def excuse(
    current: Sequence[Violation],
    lines: Lines,
    at_fork: AtFork,
    renames: Renames,
    today: str,
    *,
    accepted: bool = False,
) -> Excused:
    """Judge the violations of one contract in one version by its lines in the head's baseline.

    A violation is tolerated if it was at the fork, a line there excused it or the base's version
    did not see it (so that a new or stronger rule can be adopted), a line of the head stands for it
    and neither line has expired on ``today``. All of this consumes: one line, one violation.
    ``accepted``: somebody from outside of the change accepts what the baseline grows by.

    ``renames`` gives paths at the fork → paths of the head; it is asked only where files that have
    violations or lines are gone.
    """
    if not current or not lines:
        return Excused(tuple(current), stale=tuple(lines))
    return Ratchet(current, lines, at_fork, renames, today).outcome(accepted=accepted)


class Ratchet:
    """Everything goes by its number: of a violation, of a line of the head."""

    def __init__(
        self,
        current: Sequence[Violation],
        lines: Lines,
        at_fork: AtFork,
        renames: Renames,
        today: str,
    ) -> None:
        self._current = tuple(current)
        self._lines = lines
        self._renames = renames
        self._today = today
        self._origin = match(at_fork.found, current, self._moves_of(at_fork.found))
        self._known = _known(at_fork)
        self._before = self._lines_before(at_fork)
        self._unchanged = frozenset(self._lines).intersection(at_fork.lines)
        self._lawful = frozenset(filter(self._may_be_excused, range(len(current))))
        self._excuses = self._assigned()

    def standing(self) -> Iterator[tuple[Violation, BaselineLine]]:
        """Each violation that a line of the head stands for to some use, whatever day it is."""
        for one, at in sorted(self._excuses.items()):
            if one in self._lawful or self._lines[at] not in self._unchanged:
                yield self._current[one], self._lines[at]

    def outcome(self, *, accepted: bool) -> Excused:
        grown = {one for one in self._excuses if self._growth(one) is not None}
        held = {one for one in self._excuses if self._holds(one, accepted=accepted)}
        expired = {at for one, at in self._excuses.items() if self._has_expired(at)}
        useful = expired | {self._excuses[one] for one in held | grown}
        return Excused(
            counted=tuple(one for at, one in enumerate(self._current) if at not in held),
            tolerated=tuple(one for at, one in enumerate(self._current) if at in held),
            stale=tuple(one for at, one in enumerate(self._lines) if at not in useful),
            expired=tuple(one for at, one in enumerate(self._lines) if at in expired),
            grown=tuple(self._grown()),
        )

    def _lines_before(self, at_fork: AtFork) -> dict[int, BaselineLine]:
        """The lines that excused violations at the fork, by the violations they have become."""
        before = at_fork.lines
        excused = match(before, at_fork.found)
        return {now: before[excused[then]] for now, then in self._origin.items() if then in excused}

    def _may_be_excused(self, one: int) -> bool:
        """By what was known at the fork, whatever the head's copy says."""
        if one not in self._origin:
            return False
        return one in self._before or self._origin[one] not in self._known

    def _assigned(self) -> dict[int, int]:
        """{violation → line}, one to one: those that a line is sure to mean come first, and those
        that may be excused before those that may not."""
        found = Assignment(self._lines, self._current, self._moves_of(self._lines))
        lawful = sorted(self._lawful)
        others = [one for one in range(len(self._current)) if one not in self._lawful]
        found.take_same(lawful)
        found.take_kept(self._before)
        found.take_same(others)
        found.take_alike(lawful)
        found.take_alike(others)
        return found.lines_of

    def _holds(self, one: int, *, accepted: bool) -> bool:
        if self._has_expired(self._excuses[one]):
            return False
        if accepted and self._growth(one) is not None:
            return True
        before = self._before.get(one)
        return one in self._lawful and not (before and before.has_expired(self._today))

    def _growth(self, one: int) -> GrowthKind | None:
        line = self._lines[self._excuses[one]]
        if line.has_expired(self._today):
            return None
        before = self._before.get(one)
        if before is not None:
            return GrowthKind.PROLONGED if line.last_day > before.last_day else None
        if one in self._lawful or line in self._unchanged:
            return None
        return GrowthKind.RED if one in self._origin else GrowthKind.ADDED

    def _grown(self) -> Iterator[Growth]:
        for one, at in sorted(self._excuses.items()):
            kind = self._growth(one)
            if kind is not None:
                yield Growth(kind, self._lines[at], self._current[one])

    def _moves_of(self, before: Sequence[Identified]) -> Mapping[str, str]:
        """A file that has violations still was not renamed: mostly git needs not be asked."""
        here = {one.identity.path for one in self._current}
        is_any_gone = any(one.identity.path not in here for one in before)
        return self._renames() if is_any_gone else {}

    def _has_expired(self, line: int) -> bool:
        return self._lines[line].has_expired(self._today)


def _known(at_fork: AtFork) -> frozenset[int]:
    """Which of the violations at the fork the base's version sees, too."""
    if at_fork.found is at_fork.found_by_base:
        return frozenset(range(len(at_fork.found)))
    return frozenset(match(at_fork.found_by_base, at_fork.found))
