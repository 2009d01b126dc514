"""Everything by which a change asks for less, from contracts, trees and the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.gate.contract import Contract, ContractKind, Version
from planproof.gate.losses import Heir, Loss, Stated, TwoSides, heirs_of, losses_of
from planproof.gate.lost import lost_in, not_reported
from planproof.gate.verdict import Weakening, WeakeningKind
from planproof.gate.weakenings import (
    fate_of_file,
    fate_of_task,
    of_growth,
    of_hidden,
    of_losses,
    of_policies,
    of_signers,
    of_suppressions,
    of_undecided,
)
from planproof.plans.files import PlanFile
from planproof.progress.excuse import Growth
from planproof.usecases.gate_changes import Change
from planproof.usecases.gate_claims import Claims
from planproof.usecases.gate_contracts import SIGNERS, Contracts, HeldContract, read_file
from planproof.usecases.gate_conversions import converted
from planproof.usecases.gate_judging import Judge
from planproof.usecases.gate_later import Later
from planproof.usecases.gate_own_code import code_of_own
from planproof.usecases.gate_pairs import Pair
from planproof.usecases.gate_sight import Sight

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.model.evaluation import Evaluation
    from planproof.model.suppression import Suppression
    from planproof.model.violation import Violation

_LARGEST_SIGNERS = 1_048_576


class Weakenings:
    """``before`` and ``after`` are the contracts of base and head, in ``base`` and ``head``."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        before: Contracts,
        after: Contracts,
        base: CommitTree | None,
        head: CommitTree | WorkingTree,
        judge: Judge,
        change: Change,
        later: Later | None = None,
    ) -> None:
        self._later = later
        self._pairs = {pair.id: pair for pair in pairs}
        self._before, self._after = before, after
        self._base, self._head = base, head
        self._judge, self._change = judge, change

    @cached_property
    def losses(self) -> Mapping[str, Loss]:
        """The contracts of the base that surely hold no longer as they did, by id."""
        return {loss.before.id: loss for loss in losses_of(self._sides)}

    @cached_property
    def heirs(self) -> Mapping[str, Sequence[Heir]]:
        """By the contract of the head that they stand in."""
        found: dict[str, list[Heir]] = {}
        for heir in heirs_of(self._sides):
            found.setdefault(heir.after, []).append(heir)
        return found

    @cached_property
    def _sides(self) -> tuple[TwoSides, ...]:
        pairs = self._pairs.values()
        return tuple(TwoSides(_stated(pair.before), _stated(pair.after)) for pair in pairs)

    def all(self, grown: Iterable[Growth]) -> Iterator[Weakening]:
        """In no particular order. ``grown`` is what the head's baseline would excuse more."""
        yield from self._unread()
        fates = {id_: self._fate(loss.before) for id_, loss in self.losses.items()}
        yield from of_losses(self.losses.values(), dict(self._lost()), fates)
        for pair in self._pairs.values():
            yield from self._comments(pair)
        for heir in heirs_of(self._sides):
            yield from self._evaded(heir)
        yield from of_growth(grown)
        yield from of_policies(_plans(self._before), _plans(self._after))
        yield from self._signers()
        yield from self._out_of_sight()
        yield from code_of_own(self._before, self._after, self._head)
        yield from converted(self._base, self._head, self._change)
        yield from Claims(self._before, self._after, self._judge, self._change).weakenings()

    def _lost(self) -> Iterator[tuple[tuple[str, str], tuple[Violation, ...]]]:
        """Replays both versions on the head and where it began."""
        for id_, loss in self.losses.items():
            before, after = self._pairs[id_].before, self._pairs[id_].after
            assert before is not None  # noqa: S101 - else nothing could be lost
            now = self._both(before, after if loss.after is not None else None, at_fork=False)
            then = self._both(before, after if loss.after is not None else None, at_fork=True)
            for change in loss.rules:
                names = (change.rule, change.new.id if change.new is not None else change.rule)
                found = lost_in(_of_rule(now, names), _of_rule(then, names))
                yield (id_, change.rule), found

    def _both(
        self, before: HeldContract, after: HeldContract | None, *, at_fork: bool
    ) -> tuple[Sequence[Violation], Sequence[Violation]]:
        old = self._found(before, Version.BASE, at_fork=at_fork)
        new = self._found(after, Version.HEAD, at_fork=at_fork) if after is not None else None
        return (old.violations if old else (), new.violations if new else ())

    def _found(self, held: HeldContract, version: Version, *, at_fork: bool) -> Evaluation | None:
        if at_fork:
            return self._judge.at_fork(held, version)
        return self._judge.on_head(held, version)

    def _comments(self, pair: Pair) -> Iterator[Weakening]:
        """Suppressions that the base's version of a contract meets in the head and not before."""
        before = pair.before
        if before is None:
            return
        version = Version.BOTH if pair.is_same else Version.BASE
        held = pair.after if pair.is_same and pair.after is not None else before
        now = self._judge.on_head(held, version)
        if now.suppressions:
            then = self._judge.at_fork(held, version)
            known: tuple[Suppression, ...] = then.suppressions if then is not None else ()
            found = of_suppressions(before.contract, now.suppressions, known, self._change.renames)
            later = (
                self._later.suppressed(before.contract, held, version, now) if self._later else ()
            )
            yield from dict.fromkeys((*found, *later))

    def _evaded(self, heir: Heir) -> Iterator[Weakening]:
        """Where a rule that stands for one of the base lets something pass all the same: comments
        take back what it reports, or what it is about has left its scope."""
        before, after = self._pairs[heir.before].before, self._pairs[heir.after].after
        assert before is not None  # noqa: S101 - there is a rule in each of them
        assert after is not None  # noqa: S101
        version = Version.BOTH if self._pairs[heir.after].is_same else Version.HEAD
        new, old = self._judge.on_head(after, version), self._judge.on_head(before, Version.BASE)
        if any(one.rule == heir.new_rule for one in new.suppressions):
            names = (heir.rule, heir.new_rule)
            found = not_reported(*_of_rule((old.violations, new.violations), names))
            yield from of_hidden(before.contract, found)
        why = _why_undecided(old, heir.rule)
        if why and not _why_undecided(new, heir.new_rule):
            then = self._judge.at_fork(before, Version.BASE)
            if then is None or not _why_undecided(then, heir.rule):
                yield from of_undecided(_state(before), _state(after), heir, why)

    def _fate(self, before: Contract) -> str:
        if before.kind is ContractKind.TASK:
            plan = self._after.plans.get(before.plan)
            return fate_of_task(plan.tasks.get(before.id.rpartition("/")[2]) if plan else None)
        return fate_of_file(before.kind, is_there=before.path in self._after.own)

    def _out_of_sight(self) -> Iterator[Weakening]:
        sight = Sight(self._judge, self._head, self._renames, self._change)
        for pair in self._pairs.values():
            held = pair.before or pair.after
            if held is not None:
                version = Version.BOTH if pair.is_same else Version.BASE
                yield from sight.lost(held, self._judge.on_head(held, version))

    @property
    def _renames(self) -> Mapping[str, str]:
        renames = self._change.renames
        if self._later is None:
            return renames
        touched = self._later.touched
        later = self._later.change.renames.items()
        return {**{old: new for old, new in later if new in touched}, **renames}

    def _signers(self) -> Iterator[Weakening]:
        """Before there is any contract there is nothing to accept, and somebody has to be first."""
        before = _signers(self._base, self._before)
        if before is not None or self._before.held or self._before.unread:
            yield from of_signers(before, _signers(self._head, self._after), SIGNERS)

    def _unread(self) -> Iterator[Weakening]:
        """A contract that cannot be read at the base may have asked for anything."""
        for one in self._before.unread:
            yield Weakening(
                kind=WeakeningKind.REMOVED_CONTRACT,
                subject=one.source,
                rule="",
                message=f"at the base {one.source} cannot be read, so what it asked for is not "
                f"known: {one.message}",
                identity=f"{one.code}\0{one.message}",
                path=one.source,
            )


def _stated(held: HeldContract | None) -> Stated | None:
    return _state(held) if held is not None else None


def _state(held: HeldContract) -> Stated:
    return Stated(held.contract, held.prepared.spec)


def _why_undecided(found: Evaluation, rule: str) -> str:
    """What keeps a rule from being judged in full; empty where nothing does."""
    problems = (one.problems for one in found.rules if one.rule == rule)
    return "; ".join(problem.message for some in problems for problem in some)


def _of_rule(
    found: tuple[Sequence[Violation], Sequence[Violation]], names: tuple[str, str]
) -> tuple[Sequence[Violation], Sequence[Violation]]:
    old, new = found
    return [v for v in old if v.rule == names[0]], [v for v in new if v.rule == names[1]]


def _plans(contracts: Contracts) -> Mapping[str, PlanFile]:
    return {slug: plan.file for slug, plan in contracts.plans.items()}


def _signers(tree: CommitTree | WorkingTree | None, contracts: Contracts) -> bytes | None:
    entry = contracts.own.get(SIGNERS)
    if tree is None or entry is None:
        return None
    return read_file(tree, entry, _LARGEST_SIGNERS)
