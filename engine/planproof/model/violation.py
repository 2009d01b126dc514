"""What a spec finds wrong."""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import NamedTuple

from planproof.model.location import Place


class Severity(Enum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Mark(Enum):
    """How sure a violation is. PROVEN is the ordinary case."""

    PROVEN = "proven"
    LEXICAL = "lexical"
    UNCERTAIN = "uncertain"


class Identity(NamedTuple):
    """The stored ingredients of a violation's fingerprint; see progress/fingerprint.

    ``scope`` is the enclosing symbol, ``text`` the white-space-normalised smallest enclosing
    statement, ``shape`` the same with local names blanked, ``ordinal`` the number of earlier
    violations of the same tree that share all the other ingredients but the shape.
    """

    rule: str
    path: str
    scope: str
    text: str
    shape: str
    message: str
    ordinal: int = 0


class Violation(NamedTuple):
    """One broken rule at one place.

    ``place`` is in the judged tree for a forbidden hit, and in the spec file for an unmet
    expectation (``expected`` is then true). ``symbol`` is the enclosing definition, or empty.
    """

    rule: str
    severity: Severity
    message: str
    place: Place
    identity: Identity
    fingerprint: str
    symbol: str = ""
    snippet: str = ""
    guidance: str = ""
    mark: Mark = Mark.PROVEN
    expected: bool = False


FINGERPRINT_VERSION = 1


def fingerprint(identity: Identity) -> str:
    """The id a violation is born with: 24 hex digits over all its ingredients but the shape, which
    may be told better by a later release.

    Later snapshots carry the first id on (progress/compare), whatever the ingredients become.
    """
    parts = (
        str(FINGERPRINT_VERSION),
        identity.rule,
        identity.path,
        identity.scope,
        identity.text,
        identity.message,
        str(identity.ordinal),
    )
    joined = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.sha256(joined).hexdigest()[:24]
