"""A violation as a snapshot remembers it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

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
