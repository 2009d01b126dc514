"""A contract as the base and as the head have it, and which of the two is to be judged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from planproof.gate.contract import ContractKind, Version
from planproof.spec.strictness import ChangeKind, RuleChange, differences
from planproof.usecases.gate_contracts import Contracts, HeldContract


class Pair:
    """One of ``before`` (the base's) and ``after`` (the head's) may be missing."""

    def __init__(self, before: HeldContract | None, after: HeldContract | None) -> None:
        self.before = before
        self.after = after

    @property
    def id(self) -> str:
        return self._one.contract.id

    @property
    def is_spec(self) -> bool:
        """Whether a baseline may excuse what breaks it."""
        return self._one.contract.kind is ContractKind.SPEC

    @cached_property
    def is_same(self) -> bool:
        """Whether both mean the same, however it is written."""
        if self.before is None or self.after is None:
            return False
        before, after = self.before.prepared, self.after.prepared
        return before.text == after.text or before.spec.digest == after.spec.digest

    @cached_property
    def changes(self) -> tuple[RuleChange, ...]:
        """Rule by rule; none where one of the two is missing."""
        if self.before is None or self.after is None or self.is_same:
            return ()
        return differences(self.before.prepared.spec, self.after.prepared.spec)

    def versions(self, *, weaker: bool, accepted: bool) -> Iterator[tuple[HeldContract, Version]]:
        """What is judged. Of a contract that may be ``weaker`` now both versions are, until
        somebody from outside of the change ``accepted`` that."""
        if self.before is not None and weaker and not accepted:
            yield self.before, Version.BASE
        if self.after is not None:
            yield self.after, Version.BOTH if self.is_same else Version.HEAD

    @property
    def seen(self) -> frozenset[str] | None:
        """The rules of the head's version that need not show again that they can be red: they came
        in before. None for all of them."""
        if self.is_same:
            return None
        if self.before is None:
            return frozenset()
        rules = {rule.id for rule in self.before.prepared.spec.rules}
        renamed = {
            one.new.id
            for one in self.changes
            if one.kind is ChangeKind.RENAMED and one.new is not None
        }
        return frozenset(rules | renamed) - {one.rule for one in self.changes if one.weaker}

    @property
    def _one(self) -> HeldContract:
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a pair holds at least one
        return found


def pairs_of(before: Contracts, after: Contracts) -> tuple[Pair, ...]:
    """By id."""
    ids = sorted({*before.held, *after.held})
    return tuple(Pair(before.held.get(one), after.held.get(one)) for one in ids)
