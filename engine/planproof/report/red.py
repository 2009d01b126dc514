"""Whether a new spec can be red, and what a changed one changes."""

from __future__ import annotations

from msgspec import Struct

from planproof.model.evaluation import Evaluation
from planproof.model.violation import Violation
from planproof.plans import RedFirst
from planproof.report.envelope import Json
from planproof.report.evaluation_json import rule_json, violation_json
from planproof.report.evaluation_text import violations_text
from planproof.report.places import counted
from planproof.report.style import Paint

_SHOWN = 5


class RedCheck(Struct, frozen=True):
    """Whether a spec can be red: ``now`` judged the tree as it is, ``base`` the plan's base."""

    red_first: RedFirst
    now: Evaluation
    base: Evaluation | None = None


class SpecChange(Struct, frozen=True):
    """What a new version of a spec rejects and accepts, compared to the one before.

    ``no_longer_rejected`` are places that the old version forbids and the new one does not.
    """

    no_longer_rejected: tuple[Violation, ...]
    newly_rejected: tuple[Violation, ...]


def red_json(red: RedCheck) -> Json:
    return {
        "red_first": red.red_first.value,
        "violations_now": len(red.now.violations),
        "violations_at_base": None if red.base is None else len(red.base.violations),
        "rules": [rule_json(report) for report in red.now.rules],
    }


def red_text(red: RedCheck, paint: Paint) -> str:
    """One line: red now, red at the base, or never seen red."""
    now = len(red.now.violations)
    rules = counted(len(red.now.rules), "rule")
    if now:
        return f"its spec is {paint('bad', 'red now')}: {counted(now, 'violation')} of {rules}\n"
    if red.base is not None and red.base.violations:
        count = counted(len(red.base.violations), "violation")
        return f"its spec is green now and was {paint('bad', 'red at the base')}: {count}\n"
    if red.red_first is RedFirst.PROVEN:
        return "its spec is a guard: green now, and it has to stay so\n"
    return f"its spec is {paint('warn', 'green now and unproven')}\n"


def spec_change_json(change: SpecChange) -> Json:
    return {
        "no_longer_rejected": [violation_json(one) for one in change.no_longer_rejected],
        "newly_rejected": [violation_json(one) for one in change.newly_rejected],
    }


def spec_change_text(change: SpecChange, paint: Paint) -> str:
    """The weakening first: what the old spec rejected and the new one accepts."""
    parts = (
        ("the old spec rejected, the new one accepts", change.no_longer_rejected),
        ("only the new spec rejects", change.newly_rejected),
    )
    text = ""
    for words, violations in parts:
        text += f"{paint('bold', words)}: {counted(len(violations), 'place')}\n"
        text += violations_text(violations, paint, _SHOWN)
    return text
