"""What all reports of a gate have in common."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from planproof.gate.contract import ContractKind
from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import ContractChange, GateVerdict, Judgement
from planproof.model.evaluation import RuleReport
from planproof.model.location import Place
from planproof.model.verdict import Verdict
from planproof.model.violation import Severity
from planproof.report.escape import visible
from planproof.report.places import counted, place_text

_NOUNS = {
    ObjectionKind.VIOLATION: ("violation", ""),
    ObjectionKind.POLICY: ("broken policy", "broken policies"),
    ObjectionKind.WEAKENING: ("weakened contract", ""),
    ObjectionKind.UNJUDGED: ("matter without a verdict", "matters without a verdict"),
    ObjectionKind.BASELINE: ("line of the baseline", "lines of the baseline"),
}


def objections_of(verdict: GateVerdict) -> tuple[Objection, ...]:
    """All objections, worst first, each with a fingerprint that no other has.

    A verdict that is no pass has at least one: a report that lists none is read as green.
    """
    if verdict.objections or verdict.verdict is Verdict.PASSED:
        return tuple(_each_its_own(verdict.objections))
    open_ = [one.contract for one in verdict.judgements if one.verdict is not Verdict.PASSED]
    what = ", ".join(one.id for one in open_) or "there is nothing that could be judged"
    path = open_[0].path if open_ else ""
    kind, severity = ObjectionKind.UNJUDGED, Severity.HIGH
    digest = hashlib.sha256(f"nothing judged {what}".encode("utf-8", "surrogatepass")).hexdigest()
    message = f"no verdict: {what}"
    return (Objection(kind, "", "nothing-judged", severity, message, digest[:24], path=path),)


def _each_its_own(objections: Iterable[Objection]) -> Iterator[Objection]:
    """A rule judged in two versions may object twice to the same."""
    seen: dict[str, int] = {}
    for one in objections:
        number = seen.get(one.fingerprint, 0)
        seen[one.fingerprint] = number + 1
        if number:
            joined = f"{one.fingerprint} {number}".encode("utf-8", "surrogatepass")
            one = one._replace(fingerprint=hashlib.sha256(joined).hexdigest()[:24])
        yield one


class Group(NamedTuple):
    """The objections to one rule, or of one policy, in their order."""

    kind: ObjectionKind
    contract: str
    rule: str
    objections: tuple[Objection, ...]


def groups_of(objections: Iterable[Objection]) -> tuple[Group, ...]:
    """By kind, contract and rule, in the order in which the first of each comes."""
    found: dict[tuple[ObjectionKind, str, str], list[Objection]] = {}
    for one in objections:
        found.setdefault((one.kind, one.contract, one.rule), []).append(one)
    return tuple(Group(*key, tuple(each)) for key, each in found.items())


def rule_id(objection: Objection) -> str:
    """A name of the rule that is the same in every run, and no other rule's."""
    parts = [objection.contract, objection.rule]
    if objection.kind not in (ObjectionKind.VIOLATION, ObjectionKind.UNJUDGED):
        parts.insert(0, objection.kind.value)
    return "/".join(part for part in parts if part) or objection.kind.value


def message_of(objection: Objection, longest: int = 1_000) -> str:
    """What is wrong, on one line; never empty."""
    message = one_line(objection.message, longest)
    return message or one_line(objection.rule, longest) or objection.kind.value


class Spot(NamedTuple):
    """Where a reader is sent: a file, and where known a range in it; 1-based, end exclusive."""

    path: str
    place: Place | None

    @property
    def line(self) -> int:
        return 1 if self.place is None else self.place.start.line + 1

    @property
    def end_line(self) -> int:
        return self.line if self.place is None else max(self.line, self.place.end.line + 1)

    @property
    def text(self) -> str:
        """``path:line:column``, or the path alone; safe to show."""
        return visible(self.path) if self.place is None else place_text(self.place)


class Spots:
    """Where each objection of a verdict is shown. Reports that need a file always get one."""

    def __init__(self, verdict: GateVerdict) -> None:
        self._paths = {one.contract.id: one.contract.path for one in verdict.judgements}

    def of(self, objection: Objection) -> Spot:
        if objection.place is not None:
            return Spot(objection.place.path, objection.place)
        return Spot(objection.path or self._paths.get(objection.contract) or ".planproof", None)


def numbers_text(verdict: GateVerdict, objections: Sequence[Objection]) -> str:
    """``2 violations, 1 broken policy; 4 contracts, 11 rules judged; 3 tolerated``."""
    kinds = sorted((one.kind for one in objections), key=list(ObjectionKind).index)
    parts = [counted(len([*each]), *_NOUNS[kind]) for kind, each in groupby(kinds)]
    rules = sum(len(one.evaluation.rules) for one in verdict.judgements)
    judged = f"{counted(len(verdict.judgements), 'contract')}, {counted(rules, 'rule')} judged"
    text = f"{', '.join(parts) or 'no objection'}; {judged}"
    if verdict.tolerated:
        text += f"; {verdict.tolerated:,} tolerated by the baseline"
    return text


def without_shown(change: ContractChange, objections: Iterable[Objection]) -> list[Objection]:
    """Without those to what is weakened, for reports that show the whole change of contracts."""
    shown = {(one.subject, one.message) for one in change.weakenings}
    return [
        one
        for one in objections
        if one.kind is not ObjectionKind.WEAKENING or (one.contract, one.message) not in shown
    ]


class RuleCount(NamedTuple):
    """What a rule of a judged contract comes to once the baseline is taken into account."""

    verdict: Verdict
    counted: int
    tolerated: int


class RuleCounts:
    """Of each rule of one judged contract; all violations are counted once."""

    def __init__(self, judgement: Judgement) -> None:
        self._counted = Counter(one.rule for one in judgement.counted)
        self._tolerated = Counter(one.rule for one in judgement.tolerated)

    def of(self, report: RuleReport) -> RuleCount:
        """Tolerated violations alone are a pass, unless there may be more."""
        broken, tolerated = self._counted[report.rule], self._tolerated[report.rule]
        if broken:
            return RuleCount(Verdict.VIOLATED, broken, tolerated)
        is_met = report.verdict is Verdict.PASSED or tolerated > 0
        verdict = Verdict.PASSED if is_met and not report.is_undecided else Verdict.INDETERMINATE
        return RuleCount(verdict, 0, tolerated)


def title_of(judgement: Judgement) -> str:
    """How people call a contract; safe to show."""
    contract = judgement.contract
    if contract.kind is ContractKind.TASK and contract.plan:
        return visible(f"{contract.plan} task {contract.number}: {contract.title}")
    return visible(contract.title or contract.id)


def shortened(text: str, longest: int) -> str:
    """At most ``longest`` characters."""
    return text if len(text) <= longest else f"{text[: longest - 2]} …"


def one_line(text: str, longest: int = 1_000) -> str:
    """White space as single blanks, shortened, and safe to show."""
    return shortened(visible(" ".join(shortened(text, 4 * longest).split())), longest)
