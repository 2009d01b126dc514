"""A line of the baseline: one violation of an enforced spec that was there before, and may stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from planproof.model.location import Place, Position
from planproof.model.violation import Identity, Violation, fingerprint

_START = Position(0, 0)
_NEVER = "9999-99-99"


class BaselineLine(Struct, frozen=True):
    """``contract`` is the path of the spec in the tree; ``expires`` (YYYY-MM-DD, empty for never)
    the last day on which the line excuses anything.

    No two lines of one baseline share contract and identity: identical violations of one file are
    told apart by their ordinal, and each needs a line of its own.
    """

    contract: str
    identity: Identity
    reason: str
    owner: str = ""
    expires: str = ""

    @property
    def key(self) -> tuple[str, Identity]:
        return self.contract, self.identity

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.identity)

    @property
    def place(self) -> Place:
        """The file: a baseline knows no lines of code, since they change with every edit."""
        return Place(self.identity.path, _START, _START)

    @property
    def last_day(self) -> str:
        """``expires`` as text that sorts after all days where there is none."""
        return self.expires or _NEVER

    def has_expired(self, today: str) -> bool:
        return today > self.last_day

    @property
    def label(self) -> str:
        """For people: ``src/app.py (Shop.pay): no-print: print(total)``."""
        one = self.identity
        inside = f" ({one.scope})" if one.scope else ""
        return f"{one.path}{inside}: {one.rule}: {one.text or one.message}"


Lines = tuple[BaselineLine, ...]
"""As :func:`settled` gives them."""


def line_for(
    contract: str, violation: Violation, reason: str, owner: str, expires: str
) -> BaselineLine:
    return BaselineLine(contract, violation.identity, reason, owner, expires)


def settled(lines: Iterable[BaselineLine]) -> Lines:
    """Sorted, each contract and identity once: what a union merge doubled is one line again, and
    where two of them disagree the one that excuses less holds."""
    strictest: dict[tuple[str, Identity], BaselineLine] = {}
    for line in lines:
        known = strictest.get(line.key)
        if known is None or _preference(line) < _preference(known):
            strictest[line.key] = line
    return tuple(sorted(strictest.values(), key=_order))


def of_contract(lines: Iterable[BaselineLine], contract: str) -> Lines:
    return tuple(line for line in lines if line.contract == contract)


def by_contract(lines: Iterable[BaselineLine]) -> dict[str, Lines]:
    """In the order of the lines."""
    found: defaultdict[str, list[BaselineLine]] = defaultdict(list)
    for line in lines:
        found[line.contract].append(line)
    return {contract: tuple(some) for contract, some in found.items()}


def _preference(line: BaselineLine) -> tuple[str, str, str]:
    return line.last_day, line.reason, line.owner


def _order(line: BaselineLine) -> tuple[object, ...]:
    """Neighbours in the file are neighbours in the tree."""
    one = line.identity
    return (line.contract, one.path, one.rule, one.scope, one.text, one.message, one.shape,
            one.ordinal)  # fmt: skip
