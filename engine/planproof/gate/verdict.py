"""What the gate says of a change."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.gate.contract import Contract, Version
from planproof.gate.objection import Objection, ObjectionKind
from planproof.model.evaluation import Evaluation
from planproof.model.verdict import Verdict
from planproof.model.violation import Violation


class Judgement(Struct, frozen=True):
    """A contract in one version, judged on the head. ``counted`` are the violations that count,
    ``tolerated`` those that the baseline excuses; together they are all of the evaluation's."""

    contract: Contract
    version: Version
    evaluation: Evaluation
    counted: tuple[Violation, ...] = ()
    tolerated: tuple[Violation, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Tolerated violations do not count; what has no verdict does, and so does a broken rule
        whose violations are in neither list, or may be more than those."""
        if self.counted:
            return Verdict.VIOLATED
        excused = {one.rule for one in self.tolerated}
        rules = self.evaluation.rules
        met = (
            not one.is_undecided
            and (
                one.verdict is Verdict.PASSED
                or (one.verdict is Verdict.VIOLATED and one.rule in excused)
            )
            for one in rules
        )
        return Verdict.PASSED if rules and all(met) else Verdict.INDETERMINATE


class WeakeningKind(Enum):
    """What was made to ask for less."""

    REMOVED_CONTRACT = "removed-contract"
    REMOVED_RULE = "removed-rule"
    CHANGED_RULE = "changed-rule"
    NEW_SUPPRESSION = "new-suppression"
    BASELINE_GROWTH = "baseline-growth"
    OUT_OF_SIGHT = "out-of-sight"
    WEAKER_POLICY = "weaker-policy"
    SIGNERS = "allowed-signers"


class Weakening(Struct, frozen=True):
    """One thing that the base rejected, or could reject, and the head accepts.

    ``subject`` is the contract, file or plan; ``rule`` may be empty. ``lost`` are violations that
    only the base's version reports; none where neither tree shows the difference. ``identity`` is
    what the digest of the whole change is made of: other for every other weakening.
    """

    kind: WeakeningKind
    subject: str
    rule: str
    message: str
    identity: str
    path: str = ""
    lost: tuple[Violation, ...] = ()


class ContractChange(Struct, frozen=True):
    """All weakenings together. ``digest`` (64 hex digits, empty for none) is what an acceptance
    names; ``accepted_by`` says whose it is, or is empty."""

    weakenings: tuple[Weakening, ...] = ()
    digest: str = ""
    accepted_by: str = ""


class Ends(Struct, frozen=True):
    """The commits, as full ids. ``base`` is where the contracts of the base come from, ``fork``
    where the head left it (the merge base). ``head`` is the judged commit; ``dirty`` says that the
    working tree was judged, which differs from it. All None before a first commit."""

    base: str | None = None
    fork: str | None = None
    head: str | None = None
    dirty: bool = False


class GateVerdict(Struct, frozen=True):
    """``objections`` are sorted: worst severity first, then by contract, path and place. ``stale``
    are lines of the baseline, as people read them, that excuse nothing any more. ``adopts`` says
    that the base has no contract at all, so that only the head's were judged."""

    ends: Ends
    judgements: tuple[Judgement, ...]
    objections: tuple[Objection, ...]
    change: ContractChange = ContractChange()
    stale: tuple[str, ...] = ()
    adopts: bool = False
    waived: tuple[str, ...] = ()
    notes: tuple[Diagnostic, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Objections close the gate; only-unjudged ones leave it indeterminate, and so does a gate
        that judged nothing at all."""
        kinds = {one.kind for one in self.objections}
        if kinds - {ObjectionKind.UNJUDGED}:
            return Verdict.VIOLATED
        judged = all(one.verdict is Verdict.PASSED for one in self.judgements)
        if kinds or not judged or not self.judgements:
            return Verdict.INDETERMINATE
        return Verdict.PASSED

    @property
    def tolerated(self) -> int:
        return sum(len(one.tolerated) for one in self.judgements)
