"""A gate as JUnit's XML: a test case for each rule of each contract, and for each other objection.

What has no verdict is an error; nothing is ever ``skipped``, which readers take for harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planproof.gate.contract import Version
from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import GateVerdict
from planproof.model.evaluation import RuleReport
from planproof.model.verdict import Verdict
from planproof.report.escape import unheeded, visible
from planproof.report.gate_parts import (
    Group,
    RuleCount,
    RuleCounts,
    Spots,
    groups_of,
    message_of,
    objections_of,
    one_line,
    title_of,
)
from planproof.report.places import counted

BEGINS = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="planproof'

_SHOWN = 50
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""https://www.w3.org/TR/xml/#charsets"""


class _Case(NamedTuple):
    """``kind`` is empty for what is met; else ``failure`` or ``error``."""

    name: str
    group: str
    kind: str = ""
    message: str = ""
    text: str = ""


class _Suite(NamedTuple):
    name: str
    cases: tuple[_Case, ...]

    def number(self, kind: str) -> int:
        return sum(case.kind == kind for case in self.cases)


def junit(verdict: GateVerdict, command: str = "gate") -> str:
    """One suite for each contract, and one for what is about no rule of a contract."""
    suites = [*_suites(verdict, command)]
    lines = [_tag("testsuites", {"name": f"planproof {command}", **_numbers(suites)})]
    for suite in suites:
        lines.append("  " + _tag("testsuite", {"name": suite.name, **_numbers([suite])}))
        lines += [f"    {line}" for case in suite.cases for line in _lines(case)]
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(f"{line}\n" for line in lines)
    return unheeded(text, "&#35;", "&#58;")


def _suites(verdict: GateVerdict, command: str) -> Iterator[_Suite]:
    spots = Spots(verdict)
    objections = objections_of(verdict)
    groups = {(one.contract, one.rule): one for one in _of_rules(objections)}
    told: set[tuple[str, str]] = set()
    for judgement in verdict.judgements:
        counts, contract = RuleCounts(judgement), judgement.contract.id
        cases = []
        for report in judgement.evaluation.rules:
            group = groups.get((contract, report.rule))
            text = _text(group, spots) if group is not None else ""
            cases.append(_of_rule(contract, report, counts.of(report), text))
            told.add((contract, report.rule))
        yield _Suite(f"{title_of(judgement)}{_version(judgement.version)}", tuple(cases))
    rest = [
        one for one in objections if one.kind not in _KINDS or (one.contract, one.rule) not in told
    ]
    if rest:
        yield _Suite(command, tuple(_of_group(one, spots) for one in groups_of(rest)))


_KINDS = (ObjectionKind.VIOLATION, ObjectionKind.UNJUDGED)


def _of_rules(objections: Sequence[Objection]) -> Iterator[Group]:
    """What is said of a rule: that it is broken comes before that it has no verdict."""
    for kind in reversed(_KINDS):
        yield from groups_of(one for one in objections if one.kind is kind)


def _version(version: Version) -> str:
    return "" if version is Version.BOTH else f" ({version.value})"


def _of_rule(contract: str, report: RuleReport, count: RuleCount, text: str) -> _Case:
    name, where = visible(report.rule), visible(contract)
    if count.verdict is Verdict.VIOLATED:
        return _Case(name, where, "failure", counted(count.counted, "violation"), text)
    if count.verdict is Verdict.INDETERMINATE:
        why = "; ".join(one_line(one.message, 300) for one in report.problems)
        return _Case(name, where, "error", why or "no verdict", text)
    number = count.tolerated
    said = f"{counted(number, 'violation')} tolerated by the baseline" if number else ""
    return _Case(name, where, text=said)


def _of_group(group: Group, spots: Spots) -> _Case:
    kind = "error" if group.kind is ObjectionKind.UNJUDGED else "failure"
    message = message_of(group.objections[0])
    if len(group.objections) > 1:
        message = f"{len(group.objections):,} objections, the first: {message}"
    where = visible(f"{group.kind.value} {group.contract}".strip())
    return _Case(visible(group.rule), where, kind, message, _text(group, spots))


def _text(group: Group, spots: Spots) -> str:
    """The places, then the advice."""
    shown = group.objections[:_SHOWN]
    lines = [f"{spots.of(one).text}: {message_of(one)}" for one in shown]
    if len(group.objections) > len(shown):
        lines.append(f"… and {len(group.objections) - len(shown):,} more")
    first = group.objections[0]
    for label, text in (("why", first.why), ("fix", first.fix), ("check again", first.command)):
        if text:
            lines.append(f"{label}: {one_line(text)}")
    return "\n".join(lines)


def _numbers(suites: Iterable[_Suite]) -> dict[str, str]:
    counted_suites = [*suites]
    return {
        "tests": str(sum(len(suite.cases) for suite in counted_suites)),
        "failures": str(sum(suite.number("failure") for suite in counted_suites)),
        "errors": str(sum(suite.number("error") for suite in counted_suites)),
    }


def _lines(case: _Case) -> Iterator[str]:
    yield _tag("testcase", {"classname": f"planproof.{case.group}", "name": case.name})
    if case.kind:
        start = _tag(case.kind, {"type": case.kind, "message": case.message})
        yield f"  {start}{_xml(case.text)}</{case.kind}>"
    elif case.text:
        yield f"  <system-out>{_xml(case.text)}</system-out>"
    yield "</testcase>"


def _tag(name: str, attributes: dict[str, str]) -> str:
    given = "".join(f' {key}="{_xml(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>"


def _xml(text: str) -> str:
    """For content and attributes; characters that XML cannot have are written as escapes."""
    clean = _NOT_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        clean = clean.replace(character, entity)
    return clean
