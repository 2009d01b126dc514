"""A gate for people in a terminal or a log: the verdict first, then what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from planproof.gate.contract import Version
from planproof.gate.objection import Objection, ObjectionKind
from planproof.gate.verdict import Ends, GateVerdict, Judgement, Weakening
from planproof.model.evaluation import RuleReport
from planproof.report.escape import unheeded, visible
from planproof.report.evaluation_text import SHOWN, SIGNS, coverage_text
from planproof.report.gate_parts import (
    RuleCount,
    RuleCounts,
    Spots,
    message_of,
    numbers_text,
    objections_of,
    one_line,
    title_of,
    without_shown,
)
from planproof.report.places import counted, place_text
from planproof.report.style import Paint, plain

T = TypeVar("T")

_TITLES = {
    ObjectionKind.POLICY: "Policies",
    ObjectionKind.WEAKENING: "Contracts that ask for less",
    ObjectionKind.BASELINE: "Baseline",
}
_BY_CONTRACT = (ObjectionKind.VIOLATION, ObjectionKind.UNJUDGED)


def gate_text(
    verdict: GateVerdict,
    paint: Paint = plain,
    *,
    command: str = "gate",
    verbose: bool = False,
    brief: bool = False,
) -> str:
    """The whole report; of each list the first ``SHOWN`` unless ``verbose``, ``brief`` only the
    verdict. No line of it is a command to the log of a CI job."""
    objections = objections_of(verdict)
    blocks = [_head(verdict, objections, paint, command)]
    if not brief:
        page = _Page(verdict, objections, paint, None if verbose else SHOWN)
        blocks += [block for block in page.blocks() if block]
    return unheeded("\n".join(blocks))


def _head(verdict: GateVerdict, objections: Sequence[Objection], paint: Paint, command: str) -> str:
    style, sign = SIGNS[verdict.verdict]
    word = paint(style, f"{sign} {verdict.verdict.value}")
    numbers = numbers_text(verdict, objections)
    lines = [f"{word}  {paint('bold', f'planproof {command}')} · {numbers}\n"]
    if where := ends_text(verdict.ends):
        lines.append(f"  {paint('dim', where)}\n")
    if verdict.adopts:
        lines.append(f"  {ADOPTS}\n")
    return "".join(lines)


ADOPTS = (
    "the base has no contract yet: only those of the head were judged,"
    " and the next change is held to both"
)


def ends_text(ends: Ends) -> str:
    """``head 1a2b3c4d5e against base 6f7a8b9c0d, which it left at 1234567890``; may be empty."""
    text = ""
    if ends.head is not None:
        text = f"head {visible(ends.head[:10])}"
        text += " with uncommitted changes" if ends.dirty else ""
    elif ends.dirty:
        text = "the working tree"
    if ends.base is not None:
        text += f" against base {visible(ends.base[:10])}"
    if ends.fork is not None and ends.fork != ends.base:
        text += f", which it left at {visible(ends.fork[:10])}"
    return text.strip(", ")


class _Page:
    """The parts below the verdict."""

    def __init__(
        self, verdict: GateVerdict, objections: Sequence[Objection], paint: Paint, limit: int | None
    ) -> None:
        self._verdict = verdict
        self._objections = without_shown(verdict.change, objections)
        self._paint = paint
        self._limit = limit
        self._spots = Spots(verdict)
        self._titles = {one.contract.id: title_of(one) for one in verdict.judgements}

    def blocks(self) -> Iterator[str]:
        rows = sorted(
            (one for one in self._objections if one.kind in _BY_CONTRACT),
            key=lambda one: (one.contract, one.kind is ObjectionKind.UNJUDGED),
        )
        for contract, found in groupby(rows, key=lambda one: one.contract):
            yield self._block(self._title(contract), [*found])
        for kind, title in _TITLES.items():
            yield self._block(title, [one for one in self._objections if one.kind is kind])
        yield self._change()
        yield self._baseline()
        yield self._listed("Waived tasks", self._verdict.waived)
        yield self._contracts()

    def _title(self, contract: str) -> str:
        title = self._titles.get(contract, "")
        shown = visible(contract)
        return title if title in ("", shown) else f"{title} ({shown})"

    def _block(self, title: str, found: Sequence[Objection]) -> str:
        if not found:
            return ""
        lines = [self._paint("bold", title or "planproof")] if title else []
        lines += [line for one in self._first(found) for line in self._objection(one)]
        lines += self._more(found)
        lines += self._advice(found)
        return "".join(f"{line}\n" for line in lines)

    def _objection(self, one: Objection) -> Iterator[str]:
        paint = self._paint
        where = paint("path", self._spots.of(one).text)
        yield f"  {where}  {paint('bold', visible(one.rule))} {paint('dim', one.severity.value)}"
        yield f"      {message_of(one)}"
        if one.snippet:
            yield f"      {paint('code', one_line(one.snippet))}"

    def _advice(self, found: Sequence[Objection]) -> Iterator[str]:
        """Each once, behind the last place that it is about."""
        told: dict[tuple[str, str, str], None] = {}
        for one in found:
            told.setdefault((visible(one.rule), one.why, one.fix))
        for rule, why, fix in told:
            for word, text in (("why", why), ("fix", fix)):
                if text:
                    yield f"  {self._paint('dim', f'{word} {rule}:')} {one_line(text)}"
        for command in dict.fromkeys(one.command for one in found if one.command):
            yield f"  {self._paint('dim', 'check again:')} {one_line(command)}"

    def _change(self) -> str:
        """All that was weakened, accepted or not, and what each lets through."""
        change = self._verdict.change
        if not change.weakenings:
            return ""
        head = f"Contract change {change.digest}"
        lines = [self._paint("bold", head)]
        lines += [line for one in self._first(change.weakenings) for line in self._weakening(one)]
        lines += self._more(change.weakenings)
        if change.accepted_by:
            lines.append(f"  accepted by {one_line(change.accepted_by)}")
        else:
            lines.append(f"  to accept it from outside of the change: {acceptance(change.digest)}")
            lines.append(f"  or by a key that the base allows: {signature(change.digest)}")
        return "".join(f"{line}\n" for line in lines)

    def _weakening(self, one: Weakening) -> Iterator[str]:
        where = f"{visible(one.subject)} {visible(one.rule)}".rstrip()
        yield f"  - {self._paint('warn', one.kind.value)}  {where}: {one_line(one.message)}"
        for lost in one.lost if self._limit is None else one.lost[:3]:
            yield f"      lets through {place_text(lost.place)}  {one_line(lost.message)}"
        if self._limit is not None and len(one.lost) > 3:
            yield f"      … and {len(one.lost) - 3:,} more"

    def _baseline(self) -> str:
        verdict = self._verdict
        lines = []
        if verdict.tolerated:
            lines.append(f"{counted(verdict.tolerated, 'violation')} tolerated by the baseline\n")
        if verdict.stale:
            title = f"{counted(len(verdict.stale), 'line')} of the baseline excuse nothing any more"
            lines.append(self._listed(title, verdict.stale))
            lines.append("  to drop them: planproof baseline prune\n")
        return "".join(lines)

    def _listed(self, title: str, rows: Sequence[str]) -> str:
        if not rows:
            return ""
        lines = [f"{self._paint('bold', title)}:"]
        lines += [f"  - {one_line(row)}" for row in self._first(rows)]
        lines += self._more(rows)
        return "".join(f"{line}\n" for line in lines)

    def _contracts(self) -> str:
        judged = self._verdict.judgements
        lines = [line for one in self._first(judged) for line in self._judgement(one)]
        lines += self._more(judged)
        return "".join(f"{line}\n" for line in lines)

    def _judgement(self, one: Judgement) -> Iterator[str]:
        style, sign = SIGNS[one.verdict]
        shown = self._paint(style, sign), self._paint("bold", self._title(one.contract.id))
        yield f"{' '.join(shown)} · {self._count(one)}{version_text(one.version)}"
        counts = RuleCounts(one)
        for report in self._first(one.evaluation.rules):
            yield f"  {self._rule(report, counts.of(report))}"
        yield from self._more(one.evaluation.rules)

    def _count(self, one: Judgement) -> str:
        parts = [counted(len(one.counted), "violation")]
        if one.tolerated:
            parts.append(f"{len(one.tolerated):,} tolerated")
        if one.evaluation.suppressions:
            parts.append(f"{len(one.evaluation.suppressions):,} suppressed")
        return ", ".join(parts)

    def _rule(self, report: RuleReport, count: RuleCount) -> str:
        style, sign = SIGNS[count.verdict]
        said = [f"{count.tolerated:,} tolerated"] if count.tolerated else []
        coverage = self._paint("dim", ", ".join((*said, coverage_text(report.coverage))))
        return f"{self._paint(style, sign)} {visible(report.rule)}  {coverage}"

    def _first(self, rows: Sequence[T]) -> Sequence[T]:
        return rows if self._limit is None else rows[: self._limit]

    def _more(self, rows: Sequence[object]) -> Iterator[str]:
        if self._limit is not None and len(rows) > self._limit:
            more = f"… and {len(rows) - self._limit:,} more (--verbose shows all)"
            yield f"  {self._paint('dim', more)}"


def version_text(version: Version) -> str:
    """Behind the title of a contract, where base and head have two of it; may be empty."""
    return {Version.BASE: " · as the base has it", Version.HEAD: " · as the head has it"}.get(
        version, ""
    )


def acceptance(digest: str) -> str:
    """What whoever accepts a contract change types, outside of the change."""
    return f"planproof gate --accept-contract-change {digest}"


def signature(digest: str) -> str:
    """What a signer of the base types."""
    return f"planproof accept-contract-change {digest} --sign KEY"
