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


def losses_of(sides: Iterable[TwoSides]) -> tuple[Loss, ...]:
    """By the ids of the contracts; rules in the order of the base's spec."""
    both = tuple(sides)
    heirs = _Heirs(both)
    found = [loss for one in both if (loss := _loss(one, heirs)) is not None]
    return tuple(sorted(found, key=lambda loss: loss.before.id))


def _loss(sides: TwoSides, heirs: _Heirs) -> Loss | None:
    before, after = sides.before, sides.after
    if before is None:
        return None
    changes = _gone(before.spec) if after is None else differences(before.spec, after.spec)
    rules = tuple(one for change in changes if (one := heirs.without_heir(before.contract, change)))
    kind = after is not None and _is_as_firm(before.contract, after.contract)
    if after is not None and not kind:
        rules = _gone(before.spec)
    if not rules:
        return None
    return Loss(before.contract, after.contract if after is not None and kind else None, rules)


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

    def without_heir(self, contract: Contract, change: RuleChange) -> RuleChange | None:
        """What is lost by a change; None where nothing is."""
        if change.kind is ChangeKind.RENAMED:
            return None if self._is_free(change.new, change.rule) else _as_gone(change)
        if change.kind is ChangeKind.REMOVED and change.old is not None:
            return None if self._has_heir(contract, change.old) else change
        return None if change.is_as_strict else change

    def _has_heir(self, contract: Contract, rule: RuleSpec) -> bool:
        return any(
            self._is_free(new, rule.id) and _is_as_firm(contract, heir) and is_as_strict(rule, new)
            for heir, new in self._new
        )

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
