"""A gate's test of itself, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from planproof.gate.contract import Contract
from planproof.gate.trial import Outcome, Selftest, Trial
from planproof.report.envelope import JsonObject
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.style import Paint, StyleName

_SIGNS: dict[Outcome, tuple[StyleName, str]] = {
    Outcome.RED: ("good", "✓"),
    Outcome.GREEN: ("bad", "✗"),
    Outcome.UNTRIED: ("warn", "?"),
}


def selftest_text(found: Selftest, paint: Paint) -> str:
    """Contract by contract a line for each rule, with what to do beneath; then the sum."""
    lines: list[str] = []
    for contract, trials in groupby(found.trials, lambda one: one.contract):
        lines.append(_head(contract, paint))
        lines += [line for trial in trials for line in _lines(trial, paint)]
    return "".join(f"{line}\n" for line in (*lines, "", _sum(found, paint)))


def selftest_json(found: Selftest) -> JsonObject:
    return {
        "verdict": found.verdict.value,
        "rules": len(found.trials),
        "trials": [_json(one) for one in found.trials],
    }


def _json(one: Trial) -> JsonObject:
    return {
        "contract": one.contract.id,
        "kind": one.contract.kind.value,
        "title": one.contract.title,
        "rule": one.rule,
        "outcome": one.outcome.value,
        "how": one.how,
        "path": one.path,
        "fix": one.fix,
    }


def _head(contract: Contract, paint: Paint) -> str:
    where = f"({contract.kind.value} {contract.id})"
    return f"{paint('bold', visible(contract.title))} {paint('dim', visible(where))}"


def _lines(one: Trial, paint: Paint) -> Iterator[str]:
    style, sign = _SIGNS[one.outcome]
    change = f": {one.how} in {one.path}" if one.path else f": {one.how}" if one.how else ""
    said = f"{one.outcome.value}{change}"
    yield f"  {paint(style, sign)} {visible(one.rule)}  {paint('dim', visible(said))}"
    if one.fix:
        yield f"      {paint('dim', visible(one.fix))}"


def _sum(found: Selftest, paint: Paint) -> str:
    rules, red = len(found.trials), found.count(Outcome.RED)
    if not rules:
        return paint("warn", "? there is no contract here, so the gate holds nobody to anything")
    if green := found.count(Outcome.GREEN):
        text = f"✗ {green} of {counted(rules, 'rule')} stayed green on code that is known to be bad"
        return paint("bad", text)
    if untried := found.count(Outcome.UNTRIED):
        return paint("warn", f"? {untried} of {counted(rules, 'rule')} could not be made red")
    return paint("good", f"✓ {counted(red, 'rule')}, each turns the gate red")
