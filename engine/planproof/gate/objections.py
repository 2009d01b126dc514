"""From what was judged to what keeps the gate shut."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable, Iterator, Mapping

from planproof.gate.contract import Contract, ContractKind, Version
from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import ContractChange, Judgement, Weakening
from planproof.model.evaluation import RuleReport
from planproof.model.violation import Severity, Violation
from planproof.progress.baseline import BaselineLine

_ORDER = {severity: number for number, severity in enumerate(Severity)}
_FEW = 3
BASELINE = ".planproof/baseline.jsonl"


def in_order(objections: Iterable[Objection]) -> tuple[Objection, ...]:
    """The worst severity first, then by contract, path, place and the rest; each once."""
    return tuple(sorted(dict.fromkeys(objections), key=_key))


def of_judgements(
    judgements: Iterable[Judgement], why: Mapping[tuple[str, str], str]
) -> Iterator[Objection]:
    """``why`` has the descriptions of rules by contract and rule. A violation that both versions of
    a contract report is told once."""
    told: set[str] = set()
    for judgement in judgements:
        contract = judgement.contract
        for violation in judgement.counted:
            found = _of_violation(judgement, violation, why.get((contract.id, violation.rule), ""))
            if found.fingerprint not in told:
                told.add(found.fingerprint)
                yield found
        counted = {one.rule for one in judgement.counted}
        for report in judgement.evaluation.rules:
            if report.is_undecided and report.rule not in counted:
                yield of_unjudged(judgement, report)
        if not judgement.evaluation.rules:
            yield _of_nothing(judgement)


def of_weakenings(change: ContractChange) -> Iterator[Objection]:
    """None where they were accepted from outside."""
    if change.accepted_by:
        return
    for one in change.weakenings:
        place = one.lost[0].place if one.lost else None
        yield Objection(
            kind=ObjectionKind.WEAKENING,
            contract=one.subject,
            rule=one.rule or one.kind.value,
            severity=Severity.HIGH,
            message=one.message,
            fingerprint=name_of("weakening", one.kind.value, one.subject, one.rule, one.identity),
            place=place,
            path=one.path or (place.path if place is not None else ""),
            why="A change must not be able to pass by asking for less",
            fix=_ways_out(one),
            command="planproof gate",
        )


def of_stale(lines: Iterable[BaselineLine]) -> Iterator[Objection]:
    """For ``--strict``: a line that excuses nothing is one that could be missed."""
    for line in lines:
        yield Objection(
            kind=ObjectionKind.BASELINE,
            contract=line.contract,
            rule="stale-line",
            severity=Severity.LOW,
            message=f"this line of the baseline excuses nothing any more: {line.label}",
            fingerprint=name_of("stale", line.contract, line.fingerprint),
            path=BASELINE,
            why="A baseline only shrinks, so that progress cannot be undone",
            fix="planproof baseline prune",
            command="planproof baseline diff",
        )


def _ways_out(one: Weakening) -> str:
    return (
        f"undo it ({one.kind.value}), or let somebody accept it who is not part of the change: by "
        "--accept-contract-change, or by a signature"
    )


def recheck(contract: Contract, version: Version) -> str:
    """What to type to judge a contract again where it was broken."""
    if version is Version.BASE:
        return "planproof gate"
    if contract.kind is ContractKind.TASK:
        return f"planproof verify-task {contract.plan} {contract.number}"
    return f"planproof verify {shlex.quote(contract.path)}"


def name_of(*parts: str) -> str:
    """24 hex digits."""
    joined = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.sha256(joined).hexdigest()[:24]


def _of_violation(judgement: Judgement, one: Violation, why: str) -> Objection:
    contract = judgement.contract
    asked_by = " (as the base has the rule)" if judgement.version is Version.BASE else ""
    return Objection(
        kind=ObjectionKind.VIOLATION,
        contract=contract.id,
        rule=one.rule,
        severity=one.severity,
        message=f"{one.message}{asked_by}",
        fingerprint=name_of(contract.id, one.fingerprint),
        place=one.place,
        path=one.place.path,
        snippet="" if one.expected else one.snippet,
        why=why,
        fix=one.guidance,
        command=recheck(contract, judgement.version),
    )


def of_unjudged(judgement: Judgement, report: RuleReport) -> Objection:
    contract = judgement.contract
    blocking = report.coverage.blocking
    said = [f"{path}: {reason}" for path, reason in blocking[:_FEW]]
    if len(blocking) > _FEW:
        said.append(f"and {len(blocking) - _FEW:,} more files")
    problems = [one.message for one in report.problems]
    fixes = [one.fix for one in report.problems if one.fix]
    return Objection(
        kind=ObjectionKind.UNJUDGED,
        contract=contract.id,
        rule=report.rule,
        severity=Severity.HIGH,
        message=f"no verdict: {'; '.join([*problems, *said]) or report.proof.value}",
        fingerprint=name_of("unjudged", contract.id, judgement.version.value, report.rule),
        path=blocking[0][0] if blocking else contract.path,
        why="What was not judged is not green",
        fix=fixes[0] if fixes else "make these files readable for planproof",
        command=recheck(contract, judgement.version),
    )


def _of_nothing(judgement: Judgement) -> Objection:
    contract = judgement.contract
    return Objection(
        kind=ObjectionKind.UNJUDGED,
        contract=contract.id,
        rule="no-rules",
        severity=Severity.HIGH,
        message="no verdict: the contract has no rules",
        fingerprint=name_of("unjudged", contract.id, judgement.version.value, ""),
        path=contract.path,
        why="What was not judged is not green",
        fix="write rules, or remove the contract",
        command=recheck(contract, judgement.version),
    )


def _key(one: Objection) -> tuple[object, ...]:
    start = (one.place.start.line, one.place.start.column) if one.place is not None else (-1, -1)
    path = one.place.path if one.place is not None else one.path
    return (_ORDER[one.severity], one.contract, path, start, one.kind.value, one.rule,
            one.message, one.fingerprint)  # fmt: skip
