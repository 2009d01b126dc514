"""An evaluation for people: the verdict first, then where, then what was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from planproof.model.sheets import guidance_of
from planproof.model.verdict import Proof, Verdict
from planproof.model.violation import Mark, Violation
from planproof.report.escape import visible
from planproof.report.places import counted, place_text
from planproof.report.style import Paint, StyleName

if TYPE_CHECKING:
    from planproof.errors import Diagnostic
    from planproof.model.evaluation import Coverage, Evaluation, RuleReport
    from planproof.model.suppression import Suppression

SHOWN = 12
"""How many violations a screen shows unless asked for all."""

SIGNS: dict[Verdict, tuple[StyleName, str]] = {
    Verdict.PASSED: ("good", "✓"),
    Verdict.VIOLATED: ("bad", "✗"),
    Verdict.INDETERMINATE: ("warn", "?"),
}


def evaluation_text(
    evaluation: Evaluation, paint: Paint, *, verbose: bool = False, hints: bool = True
) -> str:
    """Violations (the first ``SHOWN`` unless ``verbose``), the rules, the suppressions.

    ``hints`` are the warnings of rules, such as a term that hits nothing: worth hearing when a spec
    is new, and noise while its names are going away one by one.
    """
    blocks = (
        violations_text(evaluation.violations, paint, None if verbose else SHOWN),
        "".join(_rule_lines(evaluation.rules, paint, verbose=verbose, hints=hints or verbose)),
        suppressions_text(evaluation.suppressions, paint, None if verbose else SHOWN),
    )
    return "\n".join(block for block in blocks if block)


def headline(evaluation: Evaluation, subject: str, paint: Paint) -> str:
    """One line: the sign, what was judged, the verdict, the numbers."""
    style, sign = SIGNS[evaluation.verdict]
    verdict = paint(style, f"{sign} {evaluation.verdict.value}")
    return f"{verdict}  {paint('bold', visible(subject))} · {_numbers(evaluation)}\n"


def _numbers(evaluation: Evaluation) -> str:
    broken = sum(report.verdict is not Verdict.PASSED for report in evaluation.rules)
    rules = counted(len(evaluation.rules), "rule")
    held = f", {len(evaluation.suppressions):,} suppressed" if evaluation.suppressions else ""
    if evaluation.violations:
        count = counted(len(evaluation.violations), "violation")
        return f"{count}, {broken} of {rules} not met{held}"
    if broken:
        return f"no violation, but no verdict on {broken} of {rules}{held}"
    return f"{rules} met, no violation{held}"


def violations_text(violations: Sequence[Violation], paint: Paint, limit: int | None) -> str:
    """Each violation with its code; the same guidance is given once, after its last place."""
    shown = violations if limit is None else violations[:limit]
    lines = [line for violation in shown for line in _violation_lines(violation, paint)]
    hidden = len(violations) - len(shown)
    if hidden:
        lines.append(paint("dim", f"… and {hidden:,} more (--verbose shows all)"))
    lines.extend(_guidance_lines(violations, paint))
    return "".join(f"{line}\n" for line in lines)


def suppressions_text(suppressions: Sequence[Suppression], paint: Paint, limit: int | None) -> str:
    """How many there are, and of each its place, its rule and its reason."""
    if not suppressions:
        return ""
    shown = suppressions if limit is None else suppressions[:limit]
    lines = [f"{paint('warn', counted(len(suppressions), 'place'))} suppressed by comments:"]
    for each in shown:
        where = paint("path", place_text(each.violation.place))
        lines.append(f"  {where}  {paint('bold', visible(each.rule))}: {visible(each.reason)}")
    if hidden := len(suppressions) - len(shown):
        lines.append(f"  {paint('dim', f'… and {hidden:,} more (--verbose shows all)')}")
    return "".join(f"{line}\n" for line in lines)


def _violation_lines(violation: Violation, paint: Paint) -> Iterator[str]:
    where = paint("path", place_text(violation.place))
    doubt = "" if violation.mark is Mark.PROVEN else f" [{violation.mark.value}]"
    inside = f" in {visible(violation.symbol)}" if violation.symbol else ""
    yield f"{where}  {paint('bold', violation.rule)}{doubt}{paint('dim', inside)}"
    yield f"    {visible(violation.message)}"
    if violation.snippet and not violation.expected:
        yield f"    {paint('code', visible(violation.snippet))}"


def _guidance_lines(violations: Iterable[Violation], paint: Paint) -> Iterator[str]:
    for rule, text in sorted(guidance_of(violations).items()):
        yield f"{paint('bold', rule)}: {visible(' '.join(text.split()))}"


def _rule_lines(
    reports: Sequence[RuleReport], paint: Paint, *, verbose: bool, hints: bool
) -> Iterator[str]:
    width = max((len(report.rule) for report in reports), default=0)
    for report in reports:
        style, sign = SIGNS[report.verdict]
        name = f"{visible(report.rule):<{width}}"
        coverage = paint("dim", coverage_text(report.coverage))
        yield f"  {paint(style, sign)} {name}  {_count(report)} · {coverage}"
        yield f"{_proof(report, paint)}\n"
        for problem in report.problems:
            yield _remark(problem, paint, "warn")
        for warning in report.warnings if hints else ():
            yield _remark(warning, paint, "dim")
        yield from _blocking_lines(report, paint, verbose=verbose)


def _count(report: RuleReport) -> str:
    if report.violations:
        return counted(report.violations, "violation")
    return {Verdict.PASSED: "met", Verdict.INDETERMINATE: "no verdict"}.get(
        report.verdict, "not met"
    )


def coverage_text(coverage: Coverage) -> str:
    """``2,801 files in scope, 3 examined, 2,798 without its letters``."""
    parts = [
        f"{counted(coverage.in_scope, 'file')} in scope",
        f"{coverage.examined:,} examined",
        f"{coverage.excluded_by_letters:,} without its letters",
    ]
    if coverage.unjudged:
        parts.append(f"{len(coverage.unjudged):,} not code, not judged")
    if coverage.suppressed:
        parts.append(f"{coverage.suppressed:,} suppressed")
    return ", ".join(parts)


def _proof(report: RuleReport, paint: Paint) -> str:
    if report.verdict is not Verdict.PASSED or report.proof is Proof.EXPECTATION:
        return ""
    return paint("dim", f" · {report.proof.value}")


def _remark(diagnostic: Diagnostic, paint: Paint, style: StyleName) -> str:
    fix = f"\n      {paint('dim', visible(diagnostic.fix))}" if diagnostic.fix else ""
    return f"    {paint(style, visible(diagnostic.message))}{fix}\n"


def _blocking_lines(report: RuleReport, paint: Paint, *, verbose: bool) -> Iterator[str]:
    blocking = report.coverage.blocking
    shown = blocking if verbose else blocking[:3]
    for path, why in shown:
        where = paint("path", visible(path))
        yield f"    {paint('warn', 'cannot judge')} {where}: {visible(why)}\n"
    if len(blocking) > len(shown):
        yield f"    {paint('dim', f'… and {len(blocking) - len(shown):,} more files')}\n"
