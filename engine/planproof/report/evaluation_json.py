"""An evaluation for programs. The shapes here are read by others: additions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.report.envelope import Json, diagnostics_json
from planproof.report.places import place_json

if TYPE_CHECKING:
    from planproof.model.evaluation import Coverage, Evaluation, RuleReport
    from planproof.model.suppression import Suppression
    from planproof.model.violation import Violation


def evaluation_json(evaluation: Evaluation) -> dict[str, Json]:
    """``verdict``, ``violations``, ``rules`` with their coverage, and the digests judged."""
    return {
        "spec": evaluation.spec,
        "verdict": evaluation.verdict.value,
        "violations": [violation_json(violation) for violation in evaluation.violations],
        "rules": [rule_json(report) for report in evaluation.rules],
        "warnings": diagnostics_json(evaluation.warnings),
        "suppressions": [suppression_json(each) for each in evaluation.suppressions],
        "spec_digest": evaluation.spec_digest,
        "scope_digest": evaluation.scope_digest,
        "revision": evaluation.revision,
        "engine": evaluation.engine,
    }


def violation_json(violation: Violation) -> dict[str, Json]:
    return {
        "rule": violation.rule,
        "severity": violation.severity.value,
        **place_json(violation.place),
        "message": violation.message,
        "fingerprint": violation.fingerprint,
        "symbol": violation.symbol,
        "snippet": violation.snippet,
        "guidance": violation.guidance,
        "mark": violation.mark.value,
        "expected": violation.expected,
    }


def suppression_json(suppression: Suppression) -> dict[str, Json]:
    """``comment`` is the place of the comment, ``suppressed`` the violation that it takes back."""
    return {
        "rule": suppression.rule,
        "path": suppression.path,
        "reason": suppression.reason,
        "comment": place_json(suppression.place),
        "suppressed": violation_json(suppression.violation),
    }


def rule_json(report: RuleReport) -> dict[str, Json]:
    return {
        "rule": report.rule,
        "verdict": report.verdict.value,
        "violations": report.violations,
        "proof": report.proof.value,
        "coverage": coverage_json(report.coverage),
        "problems": diagnostics_json(report.problems),
        "warnings": diagnostics_json(report.warnings),
    }


def coverage_json(coverage: Coverage) -> dict[str, Json]:
    return {
        "in_scope": coverage.in_scope,
        "excluded_by_letters": coverage.excluded_by_letters,
        "examined": coverage.examined,
        "hits": coverage.hits,
        "lexical_hits": coverage.lexical_hits,
        "suppressed": coverage.suppressed,
        "unresolved": coverage.unresolved,
        "unjudged": [{"path": path, "why": why} for path, why in coverage.unjudged],
        "blocking": [{"path": path, "why": why} for path, why in coverage.blocking],
    }
