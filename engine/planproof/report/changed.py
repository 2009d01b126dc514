"""What specs say of the files that changed: quick, and never the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.evaluation import RuleReport
from planproof.model.verdict import Verdict
from planproof.model.violation import Violation
from planproof.report.envelope import Json, JsonObject, diagnostics_json
from planproof.report.escape import visible
from planproof.report.evaluation_json import rule_json, violation_json
from planproof.report.evaluation_text import SHOWN, SIGNS, violations_text
from planproof.report.places import counted
from planproof.report.style import Paint

SCOPE = "changed files, not the gate"


class ChangedSpec(Struct, frozen=True):
    """A spec by the rules that look at a changed file. ``tolerated`` violations are those that the
    baseline excuses; ``whole`` the ids of rules that something of is about the whole tree, which
    was not judged."""

    source: str
    rules: tuple[RuleReport, ...]
    violations: tuple[Violation, ...]
    tolerated: int = 0
    whole: tuple[str, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


class ChangedVerdict(Struct, frozen=True):
    """``since`` is the commit that the files differ from, None before a first one; ``paths`` are
    those that differ and are still there."""

    since: str | None
    staged: bool
    paths: tuple[str, ...]
    specs: tuple[ChangedSpec, ...]

    @property
    def verdict(self) -> Verdict | None:
        """None where no changed file is any rule's business: then nothing was judged."""
        rules = [report for spec in self.specs for report in spec.rules]
        if any(spec.violations for spec in self.specs):
            return Verdict.VIOLATED
        if any(report.is_undecided for report in rules):
            return Verdict.INDETERMINATE
        return Verdict.PASSED if rules else None

    @property
    def violations(self) -> tuple[Violation, ...]:
        return tuple(one for spec in self.specs for one in spec.violations)

    @property
    def whole(self) -> int:
        return sum(len(spec.whole) for spec in self.specs)


def changed_json(found: ChangedVerdict) -> JsonObject:
    verdict = found.verdict
    return {
        "scope": SCOPE,
        "verdict": verdict.value if verdict is not None else "nothing-judged",
        "since": found.since,
        "staged": found.staged,
        "paths": [*found.paths],
        "violations": [violation_json(one) for one in found.violations],
        "tolerated": sum(spec.tolerated for spec in found.specs),
        "not_judged": [
            {"spec": spec.source, "rule": rule} for spec in found.specs for rule in spec.whole
        ],
        "specs": [_spec_json(spec) for spec in found.specs],
    }


def _spec_json(spec: ChangedSpec) -> Json:
    return {
        "spec": spec.source,
        "violations": len(spec.violations),
        "tolerated": spec.tolerated,
        "rules": [rule_json(report) for report in spec.rules],
        "warnings": diagnostics_json(spec.warnings),
    }


def changed_text(found: ChangedVerdict, paint: Paint, *, verbose: bool, brief: bool) -> str:
    return "".join(_text(found, paint, verbose=verbose, brief=brief))


def _text(found: ChangedVerdict, paint: Paint, *, verbose: bool, brief: bool) -> Iterator[str]:
    if not brief:
        for spec in found.specs:
            if spec.violations:
                yield f"{paint('bold', visible(spec.source))}\n"
                yield f"{violations_text(spec.violations, paint, None if verbose else SHOWN)}\n"
            yield from _problems(spec.rules, paint)
    yield _headline(found, paint)
    yield paint("dim", f"scope: {SCOPE}{_left(found)}") + "\n"


def _problems(rules: Sequence[RuleReport], paint: Paint) -> Iterator[str]:
    for report in rules:
        for one in report.problems:
            fix = f"\n    {visible(one.fix)}" if one.fix else ""
            yield f"  {paint('warn', '?')} {visible(one.message)}{paint('dim', fix)}\n"


def _headline(found: ChangedVerdict, paint: Paint) -> str:
    where = "staged" if found.staged else "changed"
    since = f" since {found.since[:10]}" if found.since is not None else ""
    verdict = found.verdict
    if not found.paths:
        return f"{paint('warn', '–')} no file {where}{since}: nothing was judged\n"
    files = f"{counted(len(found.paths), 'file')} {where}{since}"
    if verdict is None:
        return (
            f"{paint('warn', '–')} {files}, none of which any rule looks at: nothing was judged\n"
        )
    style, sign = SIGNS[verdict]
    rules = counted(sum(len(spec.rules) for spec in found.specs), "rule")
    count = counted(len(found.violations), "violation")
    excused = sum(spec.tolerated for spec in found.specs)
    rest = f", {excused:,} in the baseline" if excused else ""
    return f"{paint(style, f'{sign} {verdict.value}')}  {files} · {rules}, {count}{rest}\n"


def _left(found: ChangedVerdict) -> str:
    if not found.whole:
        return ""
    verb = "needs" if found.whole == 1 else "need"
    return f"; {counted(found.whole, 'rule')} {verb} the whole tree: not judged here"
