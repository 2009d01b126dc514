"""The shape of a receipt: an in-toto Statement v1 with a predicate of ours.

Source: https://github.com/in-toto/attestation/tree/main/spec/v1 (statement.md, digest_set.md). A
receipt comes from anybody: nothing in it is believed, and what does not fit these shapes is none.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE: Final = "urn:uuid:7f11e023-7a54-4acc-be75-9fd478fe9c80"
"""Version 1 of the predicate. A name that claims nobody's domain."""

Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
ObjectId = Annotated[str, Meta(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})\Z")]
Time = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z\Z")]
VerdictWord = Literal["passed", "violated", "indeterminate"]


class Claim(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Part of a receipt."""


class Subject(Claim, frozen=True):
    """What the statement is about: a tree, and the commit of that very tree, if there is one."""

    name: str
    digest: dict[str, str]


class PlanClaim(Claim, frozen=True):
    """``base`` is the commit at which the plan began."""

    slug: str
    name: str
    base: ObjectId | None


class TaskClaim(Claim, frozen=True):
    """``status`` is the one after the verification. It completes nothing anywhere else."""

    number: Count
    key: str
    title: str
    status: str


class SpecClaim(Claim, frozen=True):
    """``text`` is the YAML, ``digest`` that of its meaning, ``source`` its path in the tree."""

    name: str
    source: str
    digest: Sha256
    text: str


class ScopeClaim(Claim, frozen=True):
    """``digest`` names the contents of all files that the verdict rests on; ``files`` counts those
    that a rule looks into. ``complete``: the tree of the subject holds all of them."""

    digest: Sha256
    files: Count
    complete: bool


class CoverageClaim(Claim, frozen=True):
    """As :class:`planproof.model.evaluation.Coverage`, in numbers."""

    in_scope: Count
    excluded_by_letters: Count
    examined: Count
    unjudged: Count
    blocking: Count
    hits: Count
    lexical_hits: Count
    suppressed: Count
    unresolved: Count


class RuleClaim(Claim, frozen=True):
    """One rule's part. ``proof`` says how a green rule was shown able to be red."""

    rule: str
    verdict: VerdictWord
    violations: Count
    proof: str
    coverage: CoverageClaim


class WitnessClaim(Claim, frozen=True):
    """A piece of ``blob``, once at ``path``, on which the rule is red when it is run again."""

    rule: str
    blob: ObjectId
    path: str
    snippet: str


class Acceptance(Claim, frozen=True):
    """Who accepted a suppression, why and when: a person's word."""

    actor: str
    reason: str
    time: Time


class SuppressionClaim(Claim, frozen=True):
    """A violation that a comment takes back; ``line`` is where it stands, from 1."""

    rule: str
    path: str
    line: Count
    text: str
    comment: str
    accepted: Acceptance | None


class WaiverClaim(Claim, frozen=True):
    """What was let off: the red-first check (``already-done``), or a task that this one waits for
    (``task-waived``, ``task-cancelled``). A person's word."""

    kind: str
    task: Count
    reason: str
    actor: str
    time: str


class EngineClaim(Claim, frozen=True):
    """``digest`` names the engine's own sources and the libraries that it judges with."""

    name: str
    version: str
    digest: Sha256


class LedgerClaim(Claim, frozen=True):
    """The last event before the receipt's own: ``planproof audit --head``."""

    events: Count
    head: Sha256


class Predicate(Claim, frozen=True):
    """``head`` is the commit that was checked out; the tree may have differed from it.
    ``previous`` is the SHA-256 of the receipt before, of the same plan."""

    plan: PlanClaim
    task: TaskClaim
    spec: SpecClaim
    scope: ScopeClaim
    verdict: VerdictWord
    violations: Count
    rules: tuple[RuleClaim, ...]
    witnesses: tuple[WitnessClaim, ...]
    suppressions: tuple[SuppressionClaim, ...]
    waivers: tuple[WaiverClaim, ...]
    engine: EngineClaim
    actor: str
    time: Time
    head: ObjectId | None
    previous: Sha256 | None
    ledger: LedgerClaim


class Statement(Claim, frozen=True):
    """All of a receipt."""

    subject: tuple[Subject, ...]
    predicate: Predicate
    type_: Literal["https://in-toto.io/Statement/v1"] = field(name="_type")
    predicate_type: Literal["urn:uuid:7f11e023-7a54-4acc-be75-9fd478fe9c80"]

    def digest(self, algorithm: str) -> str | None:
        """What a subject is called by ``gitTree``, ``gitCommit`` or ``sha256``."""
        return next((s.digest[algorithm] for s in self.subject if algorithm in s.digest), None)
