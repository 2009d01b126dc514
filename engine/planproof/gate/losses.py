"""Rules that the base has and that nothing in the head surely stands for.

What is only moved, renamed, split off or made stricter is no loss: a rule that is new in the head
may take over from one that is gone, if it is held to at least as firmly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from planproof.gate.contract import Contract, ContractKind
from planproof.spec.strictness import (
    ChangeKind,
    RuleChange,
    differences,
    is_as_strict,
    rules_of,
)
from planproof.spec.wire import RuleSpec, Spec

_MOST_LOOKS = 10_000
"""Pairs of rules that are compared in one change: with more, what is moved counts as gone."""


class Stated(Struct, frozen=True):
    """A contract and the spec that it is."""

    contract: Contract
    spec: Spec


class TwoSides(Struct, frozen=True):
    """A contract as the base and as the head have it; one of the two may be missing."""

    before: Stated | None
    after: Stated | None


class Loss(Struct, frozen=True):
    """A contract of the base and those of its rules that may reject less now, or nothing.

    ``after`` is the contract in the head, None where it is none any more; a rule that is gone has
    no ``new``.
    """

    before: Contract
    after: Contract | None
    rules: tuple[RuleChange, ...]


class Heir(Struct, frozen=True):
    """A rule of the base that is not the same any more, and the rule of the head that surely stands
    for it: ``before`` and ``after`` are the ids of their contracts."""

    before: str
    rule: str
    after: str
    new_rule: str


def losses_of(sides: Iterable[TwoSides]) -> tuple[Loss, ...]:
    """By the ids of the contracts; rules in the order of the base's spec."""
    both = tuple(sides)
    heirs = _Heirs(both)
    found = [loss for one in both if (loss := _loss(one, heirs)) is not None]
    return tuple(sorted(found, key=lambda loss: loss.before.id))


def heirs_of(sides: Iterable[TwoSides]) -> tuple[Heir, ...]:
    """For every rule that was changed, renamed or moved and is no loss, who stands for it. What
    such a rule reports may still be hidden by comments that the old one did not know."""
    both = tuple(sides)
    heirs = _Heirs(both)
    return tuple(sorted({one for each in both for one in heirs.of(each)}, key=_order))


def _order(heir: Heir) -> tuple[str, ...]:
    return (heir.before, heir.rule, heir.after, heir.new_rule)


def _loss(sides: TwoSides, heirs: _Heirs) -> Loss | None:
    before, after = sides.before, sides.after
    if before is None:
        return None
    lost = (one for one in _changes(sides) if heirs.heir(before.contract, sides, one) is None)
    rules = tuple(_as_gone(one) if one.kind is ChangeKind.RENAMED else one for one in lost)
    if not rules:
        return None
    stays = after is not None and _is_as_firm(before.contract, after.contract)
    return Loss(before.contract, after.contract if after is not None and stays else None, rules)


def _changes(sides: TwoSides) -> tuple[RuleChange, ...]:
    """What became of the base's rules, in the contract itself."""
    before, after = sides.before, sides.after
    if before is None:
        return ()
    if after is None or not _is_as_firm(before.contract, after.contract):
        return _gone(before.spec)
    changes = differences(before.spec, after.spec)
    return tuple(one for one in changes if one.kind is not ChangeKind.NEW)


def _gone(spec: Spec) -> tuple[RuleChange, ...]:
    words = ("the contract is gone",)
    return tuple(
        RuleChange(ChangeKind.REMOVED, name, rule, None, words, words)
        for name, rule in rules_of(spec).items()
    )


def _is_as_firm(old: Contract, new: Contract) -> bool:
    """A baseline may excuse what breaks a spec of the team, and nothing else."""
    return new.kind is not ContractKind.SPEC or old.kind is ContractKind.SPEC


class _Heirs:
    """The rules that are new in the head, and may stand for what is gone."""

    def __init__(self, sides: Sequence[TwoSides]) -> None:
        self._known = {name for one in sides if one.before for name in rules_of(one.before.spec)}
        self._new = [pair for one in sides for pair in _new_rules(one)]
        self._looks_left = _MOST_LOOKS

    def of(self, sides: TwoSides) -> Iterator[Heir]:
        if sides.before is not None:
            for change in _changes(sides):
                heir = self.heir(sides.before.contract, sides, change)
                if heir is not None:
                    yield heir

    def heir(self, contract: Contract, sides: TwoSides, change: RuleChange) -> Heir | None:
        """None for a rule that is lost."""
        if change.is_as_strict and change.new is not None and sides.after is not None:
            if self._is_free(change.new, change.rule):
                return Heir(contract.id, change.rule, sides.after.contract.id, change.new.id)
            return None
        return self._elsewhere(contract, change) if change.new is None else None

    def _elsewhere(self, contract: Contract, change: RuleChange) -> Heir | None:
        assert change.old is not None  # noqa: S101 - it is gone
        for heir, new in self._new[: self._looks_left]:
            self._looks_left -= 1
            fits = self._is_free(new, change.rule) and _is_as_firm(contract, heir)
            if fits and is_as_strict(change.old, new):
                return Heir(contract.id, change.rule, heir.id, new.id)
        return None

    def _is_free(self, new: RuleSpec | None, old_name: str) -> bool:
        """Whether no other rule had the id: comments may suppress that one already."""
        return new is not None and (new.id == old_name or new.id not in self._known)


def _new_rules(sides: TwoSides) -> Iterator[tuple[Contract, RuleSpec]]:
    if sides.after is None:
        return
    known = rules_of(sides.before.spec) if sides.before is not None else {}
    for name, rule in rules_of(sides.after.spec).items():
        if name not in known:
            yield sides.after.contract, rule


def _as_gone(change: RuleChange) -> RuleChange:
    assert change.new is not None  # noqa: S101 - it was renamed
    words = (f"{change.rule} became {change.new.id}, which other rules are called already",)
    return RuleChange(ChangeKind.REMOVED, change.rule, change.old, change.new, words, words)
