"""What a receipt says of an evaluation, beside another evaluation and beside itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from planproof.model.evaluation import Coverage, Evaluation, RuleReport, overall
from planproof.model.suppression import Suppression
from planproof.model.verdict import Proof, Verdict
from planproof.plans.text import to_text
from planproof.receipts.statement import (
    CoverageClaim,
    Predicate,
    RuleClaim,
    SuppressionClaim,
)


class Difference(Struct, frozen=True):
    """A field of the predicate that says something else than what was found."""

    field: str
    claimed: str
    found: str

    @property
    def text(self) -> str:
        return f"{self.field}: {self.claimed} is claimed, {self.found} is found"


def claims_of(reports: Iterable[RuleReport]) -> tuple[RuleClaim, ...]:
    return tuple(
        RuleClaim(
            to_text(one.rule),
            one.verdict.value,
            one.violations,
            one.proof.value,
            _coverage(one.coverage),
        )
        for one in reports
    )


def differences(claimed: Predicate, evaluation: Evaluation, files: int) -> Iterator[Difference]:
    """All in which an evaluation of the same files came out otherwise. How a rule was proven able
    to be red may differ, since that takes history; that it was may not."""
    yield from _unequal("verdict", claimed.verdict, evaluation.verdict.value)
    yield from _unequal("violations", claimed.violations, len(evaluation.violations))
    yield from _unequal("scope.files", claimed.scope.files, files)
    found = {one.rule: one for one in claims_of(evaluation.rules)}
    for number, rule in enumerate(claimed.rules):
        if rule.rule in found:
            yield from _rule(f"rules[{rule.rule}]", rule, found[rule.rule])
        else:
            yield Difference(f"rules[{number}].rule", rule.rule, "no such rule")
    for missing in found.keys() - {one.rule for one in claimed.rules}:
        yield Difference(f"rules[{missing}]", "nothing", "a rule of the spec")
    yield from _suppressions(claimed.suppressions, evaluation.suppressions)


def contradictions(claimed: Predicate) -> Iterator[Difference]:
    """Where a receipt does not agree with itself: no tree is needed to see that."""
    counted = sum(one.violations for one in claimed.rules)
    yield from _unequal("violations", claimed.violations, counted)
    verdicts = [Verdict(one.verdict) for one in claimed.rules]
    worst = Verdict.VIOLATED if counted else overall(verdicts)
    yield from _unequal("verdict", claimed.verdict, worst.value)
    for one in claimed.rules:
        if (one.verdict == Verdict.VIOLATED.value) != bool(one.violations):
            yield Difference(
                f"rules[{one.rule}].verdict", one.verdict, f"{one.violations} violations"
            )


def _rule(field: str, claimed: RuleClaim, found: RuleClaim) -> Iterator[Difference]:
    yield from _unequal(f"{field}.verdict", claimed.verdict, found.verdict)
    yield from _unequal(f"{field}.violations", claimed.violations, found.violations)
    if _kind(claimed.proof) != _kind(found.proof):
        yield Difference(f"{field}.proof", claimed.proof, found.proof)
    for name, value in structs.asdict(found.coverage).items():
        yield from _unequal(f"{field}.coverage.{name}", getattr(claimed.coverage, name), value)


def _suppressions(
    claimed: Iterable[SuppressionClaim], found: Iterable[Suppression]
) -> Iterator[Difference]:
    said = Counter((one.rule, one.text) for one in claimed)
    seen = Counter((to_text(one.rule), to_text(one.key[1])) for one in found)
    for rule, text in said - seen:
        yield Difference("suppressions", f"{rule}: {text}", "none")
    for rule, text in seen - said:
        yield Difference("suppressions", "none", f"{rule}: {text}")


def _unequal(field: str, claimed: str | int, found: str | int) -> Iterator[Difference]:
    if claimed != found:
        yield Difference(field, str(claimed), str(found))


_EARLIER = frozenset(
    one.value for one in (Proof.RED_AT_BASE, Proof.RED_IN_SNAPSHOT, Proof.WITNESS, Proof.EXAMPLE)
)


def _kind(proof: str) -> str:
    """Which of the earlier places proves a rule depends on the history at hand."""
    return "earlier" if proof in _EARLIER else proof


def _coverage(one: Coverage) -> CoverageClaim:
    return CoverageClaim(
        in_scope=one.in_scope,
        excluded_by_letters=one.excluded_by_letters,
        examined=one.examined,
        unjudged=len(one.unjudged),
        blocking=len(one.blocking),
        hits=one.hits,
        lexical_hits=one.lexical_hits,
        suppressed=one.suppressed,
        unresolved=one.unresolved,
    )
