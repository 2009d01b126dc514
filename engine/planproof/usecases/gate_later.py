"""A second look at what was there before: is it in the base, too?

The commit where a head begins need not be one that any gate has seen: it may lie in the middle of
another request that was merged, or years back. What the change left as it was there, a merge takes
from the base. Of all else that is said to have been there before, the base has to have the like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from planproof.gate.weakenings import of_suppressions
from planproof.progress.compare import compare

if TYPE_CHECKING:
    from planproof.gate.contract import Contract, Version
    from planproof.gate.verdict import Weakening
    from planproof.model.evaluation import Evaluation, RuleReport
    from planproof.model.violation import Violation
    from planproof.progress.excuse import Excused
    from planproof.usecases.gate_changes import Change
    from planproof.usecases.gate_contracts import HeldContract
    from planproof.usecases.gate_judging import Judge


class Later:
    """``judge`` and ``change`` begin at the base, ``since_fork`` where the head left it."""

    def __init__(self, judge: Judge, change: Change, since_fork: Change) -> None:
        self.judge = judge
        self.change = change
        self._since_fork = since_fork

    @cached_property
    def touched(self) -> frozenset[str]:
        """The paths of which a merge does not simply take what the base has."""
        return frozenset(self._since_fork.paths)

    def is_touched(self, found: Iterable[Violation]) -> bool:
        return any(one.place.path in self.touched for one in found)

    def settled(self, violations: Sequence[Violation], first: Excused, second: Excused) -> Excused:
        """``first`` without what only the commit excuses that the head began at; ``violations`` are
        all that both were asked about."""
        here = frozenset(second.tolerated)
        gone = frozenset(
            one for one in first.tolerated if one.place.path in self.touched and one not in here
        )
        kept = frozenset(first.tolerated) - gone
        return replace(
            first,
            counted=tuple(one for one in violations if one not in kept),
            tolerated=tuple(one for one in violations if one in kept),
            grown=(*first.grown, *(one for one in second.grown if one.violation in gone)),
        )

    def suppressed(
        self, contract: Contract, held: HeldContract, version: Version, now: Evaluation
    ) -> Iterator[Weakening]:
        """What comments take back that took nothing back in the base."""
        if self.is_touched(one.violation for one in now.suppressions):
            then = self.judge.at_fork(held, version)
            known = then.suppressions if then is not None else ()
            found = of_suppressions(contract, now.suppressions, known, self.change.renames)
            yield from (one for one in found if self.is_touched(one.lost))

    def new(self, held: HeldContract, version: Version, now: Evaluation) -> Iterator[Violation]:
        """Violations that the base has not."""
        if self.is_touched(now.violations):
            then = self.judge.at_fork(held, version)
            known = tuple(then.violations) if then is not None else ()
            found = compare(known, tuple(now.violations), self.change.renames)
            yield from (one for one in found.new if one.place.path in self.touched)

    def undecided(
        self, held: HeldContract, version: Version, now: Sequence[RuleReport]
    ) -> Iterator[RuleReport]:
        """Rules that could be judged in full in the base."""
        blocked = [
            one for one in now if any(path in self.touched for path, _ in one.coverage.blocking)
        ]
        if blocked:
            then = self.judge.at_fork(held, version)
            known = {one.rule for one in then.rules if one.is_undecided} if then else set()
            yield from (one for one in blocked if one.rule not in known)
