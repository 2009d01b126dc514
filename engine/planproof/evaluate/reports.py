"""One rule's verdict, and why it is what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.errors import Diagnostic
from planproof.evaluate.nearest import Nearest
from planproof.evaluate.proof import Proven
from planproof.evaluate.selection import any_reads
from planproof.evaluate.tally import Tally
from planproof.model.evaluation import Proof, RuleReport, Verdict
from planproof.rules import Rule, RuleTerm

_SHOWN = 5


def report(
    tally: Tally, violations: int, proven: Proven, nearest: Nearest, source: str
) -> RuleReport:
    """Violations beat all else; a rule that could not be decided is indeterminate, not passed."""
    problems = tuple(_problems(tally, proven.proof, nearest, source))
    return RuleReport(
        rule=tally.rule.id,
        verdict=_verdict(violations, problems),
        violations=violations,
        coverage=tally.coverage(),
        proof=proven.proof,
        problems=problems,
        warnings=(*tally.rule.warnings, *_unseen(tally, proven, source)),
    )


def _verdict(violations: int, problems: Sequence[Diagnostic]) -> Verdict:
    if violations:
        return Verdict.VIOLATED
    return Verdict.INDETERMINATE if problems else Verdict.PASSED


def _problems(tally: Tally, proof: Proof, nearest: Nearest, source: str) -> Iterator[Diagnostic]:
    rule = tally.rule
    if tally.blocking:
        yield _blocked(tally, source)
    if not rule.forbidding or tally.is_red:
        return
    if not tally.in_scope and not _only_paths(rule, proof):
        yield _empty_scope(rule, nearest, source)
    elif proof is Proof.UNPROVEN:
        yield _unproven(rule, nearest, source)


def _blocked(tally: Tally, source: str) -> Diagnostic:
    where = tally.rule.spec.where
    listed = [f"{path} ({why})" for path, why in sorted(tally.blocking)]
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return Diagnostic(
        "not-judged",
        f"{tally.rule.id}: may be violated where it could not be judged: "
        f"{'; '.join(listed[:_SHOWN])}{more}",
        "exclude these paths in the rule's scope, or name its languages",
        source,
        where.line,
        where.column,
    )


def _only_paths(rule: Rule, proof: Proof) -> bool:
    """A rule about paths alone is at its goal when its scope is empty, once it was seen red."""
    return not any_reads(rule) and proof is not Proof.UNPROVEN


def _empty_scope(rule: Rule, nearest: Nearest, source: str) -> Diagnostic:
    where = rule.spec.where
    near = [path for glob in rule.scope.include for path in nearest.paths(glob)]
    hint = f"; nearest: {', '.join(dict.fromkeys(near))}" if near else ""
    spoken = f" in {', '.join(sorted(rule.languages))}" if rule.languages else ""
    scope = ", ".join(rule.scope.include) or "the whole tree"
    return Diagnostic(
        "empty-scope",
        f"{rule.id}: no file{spoken} is in scope ({scope}), so nothing was judged{hint}",
        "correct the scope of the rule, or widen it to where its code may be now",
        source,
        where.line,
        where.column,
    )


def _unproven(rule: Rule, nearest: Nearest, source: str) -> Diagnostic:
    where = rule.spec.where
    hints = [hint for term in rule.forbidding if (hint := _hint(rule, term, nearest))]
    return Diagnostic(
        "unproven",
        f"{rule.id}: {_never(rule)}, so that it is green proves nothing"
        + (f"; {'; '.join(hints)}" if hints else ""),
        "compare with a commit where it is red (--base REV), or add to the rule one of: "
        'examples: {bad: ["code that must be red"]}, or guard: true if it was always clean',
        source,
        where.line,
        where.column,
    )


def _never(rule: Rule) -> str:
    if rule.match is None:
        return "no candidate ever lacked what it must hold"
    return "nothing it forbids was ever seen"


def _hint(rule: Rule, term: RuleTerm, nearest: Nearest) -> str:
    names = nearest.names(rule, term)
    return f"nearest to {term.text}: {', '.join(names)}" if names else ""


def _unseen(tally: Tally, proven: Proven, source: str) -> Iterator[Diagnostic]:
    """Terms that nothing ever hit beside others that were: gone already, or misspelt."""
    listed = ", ".join(f"{term.facet.value}: {term.label}" for term in proven.unseen[:_SHOWN])
    more = f" and {len(proven.unseen) - _SHOWN} more" if len(proven.unseen) > _SHOWN else ""
    for term in proven.unseen[:1]:
        yield Diagnostic(
            "unseen-term",
            f"{tally.rule.id}: nothing was ever hit by {listed}{more}",
            "check how it is written; a bad example that it hits settles it",
            source,
            term.where.line,
            term.where.column,
        )
