"""A violation as a snapshot remembers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, overload

from planproof.model.location import Place
from planproof.model.violation import Identity, Mark, Severity, Violation


class Identified(Protocol):
    """All that a comparison needs; :class:`Violation` and :class:`Recorded` both have it."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def identity(self) -> Identity: ...
    @property
    def place(self) -> Place: ...


def where(violation: Identified) -> tuple[object, ...]:
    """What violations are sorted by: their place and rule, then their id."""
    place = violation.place
    return (place.path, place.start, violation.identity.rule, place.end, violation.fingerprint)


class Recorded(NamedTuple):
    """A violation of an earlier tree, with the id of its first appearance as ``fingerprint``."""

    fingerprint: str
    identity: Identity
    place: Place
    severity: Severity = Severity.MEDIUM
    snippet: str = ""
    mark: Mark = Mark.PROVEN
    expected: bool = False

    @property
    def rule(self) -> str:
        return self.identity.rule

    @property
    def line(self) -> int:
        """1-based, as every screen shows it."""
        return self.place.start.line + 1


class Records(Sequence[Recorded]):
    """What a snapshot keeps of violations, made when somebody looks."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self._violations = violations

    def __len__(self) -> int:
        return len(self._violations)

    def __iter__(self) -> Iterator[Recorded]:
        return map(record, self._violations)

    @overload
    def __getitem__(self, at: int) -> Recorded: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Recorded]: ...
    def __getitem__(self, at: int | slice) -> Recorded | Sequence[Recorded]:
        if isinstance(at, slice):
            return Records(self._violations[at])
        return record(self._violations[at])


def record(violation: Violation) -> Recorded:
    """What a snapshot keeps of a violation; guidance stays with the spec."""
    return Recorded(
        violation.fingerprint,
        violation.identity,
        violation.place,
        violation.severity,
        violation.snippet,
        violation.mark,
        violation.expected,
    )
