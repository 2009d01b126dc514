"""The verdicts on many commits: a line for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.git.commits import Commit
from planproof.model.evaluation import Summary
from planproof.report.escape import visible
from planproof.report.evaluation_text import SIGNS
from planproof.report.places import counted
from planproof.report.style import Paint

if TYPE_CHECKING:
    from planproof.report.envelope import JsonObject

_SHORT = 10


class CommitVerdict(Struct, frozen=True):
    """What one spec says of one commit. ``change`` is that of the number of violations since the
    commit before; None for the first."""

    commit: Commit
    source: str
    summary: Summary
    change: int | None


def history_text(verdicts: Iterable[CommitVerdict], paint: Paint, *, named: bool) -> str:
    """``named`` says which spec each line is about, for where there are several."""
    return "".join(_line(one, paint, named=named) for one in verdicts)


def _line(one: CommitVerdict, paint: Paint, *, named: bool) -> str:
    found = one.summary
    style, sign = SIGNS[found.verdict]
    change = "" if not one.change else f" ({one.change:+,})"
    spec = f"  {paint('path', visible(one.source))}" if named else ""
    count = counted(found.violations, "violation")
    verdict = paint(style, f"{sign} {found.verdict.value:<13}")
    commit = paint("code", one.commit.id[:_SHORT])
    return f"{commit}  {verdict}{spec}  {count}{change}  {visible(one.commit.subject)}\n"


def history_json(verdicts: Iterable[CommitVerdict]) -> list[JsonObject]:
    """Counts by rule; a commit's violations are told by judging it alone."""
    return [
        {
            "commit": one.commit.id,
            "subject": one.commit.subject,
            "spec": one.source,
            "verdict": one.summary.verdict.value,
            "violations": one.summary.violations,
            "change": one.change,
            "rules": [
                {"rule": rule, "verdict": verdict.value, "violations": violations}
                for rule, verdict, violations in one.summary.rules
            ],
        }
        for one in verdicts
    ]
