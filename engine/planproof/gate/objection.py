"""What keeps the gate shut, one by one, in the shape that all reports read."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from planproof.model.location import Place
from planproof.model.violation import Severity


class ObjectionKind(Enum):
    """``VIOLATION``: the head breaks a rule; ``POLICY``: the change breaks what its plan asks for;
    ``WEAKENING``: a contract asks for less and nobody from outside accepted it; ``UNJUDGED``: a
    rule or contract on which there is no verdict; ``BASELINE``: a line of it that must go."""

    VIOLATION = "violation"
    POLICY = "policy"
    WEAKENING = "weakening"
    UNJUDGED = "unjudged"
    BASELINE = "baseline"


class Objection(NamedTuple):
    """``contract`` is the id of the contract, or a plan's slug for a policy; ``rule`` the id of the
    rule, or what the kind calls it (a policy's name, ``removed-rule``, ``new-suppression`` …).

    ``place`` is None where there is no line to point at; ``path`` is then the file that it is
    about, or empty. ``fingerprint`` is 24 hex digits, unique within one verdict, and the same in
    the next run as long as the objection stands. ``why`` says what the rule is for, ``fix`` what to
    do, ``command`` what to type to look again. Nothing in here is escaped.
    """

    kind: ObjectionKind
    contract: str
    rule: str
    severity: Severity
    message: str
    fingerprint: str
    place: Place | None = None
    path: str = ""
    snippet: str = ""
    why: str = ""
    fix: str = ""
    command: str = ""
