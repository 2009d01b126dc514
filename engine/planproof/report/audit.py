"""An audit, as text and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.style import Paint

if TYPE_CHECKING:
    from planproof.plans import Audit, Finding
    from planproof.report.envelope import Json

_SHOWN = 20


def audit_text(found: Audit, paint: Paint) -> str:
    """The verdict, what it covers, and the head to note down."""
    lines = [f"{paint('bad', '✗')} {_line(one)}\n" for one in found.findings[:_SHOWN]]
    if len(found.findings) > _SHOWN:
        lines.append(f"  … and {len(found.findings) - _SHOWN} more (--json lists them)\n")
    if found.proven:
        rows = sum(found.checked.values()) - found.events
        lines.append(
            f"{paint('good', '✓ proven')}: {counted(found.events, 'event')} in an unbroken chain, "
            f"and {counted(rows, 'row')} as the events tell\n"
        )
    if found.proven and found.unsealed:
        count = counted(found.unsealed, "snapshot")
        lines.append(
            f"not sealed: which violations {count} of an older release "
            f"{'holds' if found.unsealed == 1 else 'hold'}, only how many\n"
        )
    if found.since is not None:
        lines.append(f"{counted(found.since, 'event')} since the head that was given\n")
    lines.append(f"head {found.head}\n")
    return "".join(lines)


def audit_json(found: Audit) -> dict[str, Json]:
    return {
        "proven": found.proven,
        "head": found.head,
        "events": found.events,
        "since": found.since,
        "checked": dict(found.checked),
        "unsealed_snapshots": found.unsealed,
        "first": None if found.proven else _finding_json(found.findings[0]),
        "findings": [_finding_json(one) for one in found.findings],
    }


def _finding_json(one: Finding) -> dict[str, Json]:
    return {
        "event": one.event,
        "row": one.row,
        "field": one.field,
        "ledger": one.expected,
        "found": one.found,
        "message": one.message,
    }


def _line(one: Finding) -> str:
    where = "" if one.event is None else f"event {one.event}: "
    return visible(where + one.message)
