"""The doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.report.escape import visible
from planproof.report.style import Paint, StyleName
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of

if TYPE_CHECKING:
    from planproof.report.envelope import JsonObject
    from planproof.usecases.diagnose import Health

_SIGNS: dict[str, tuple[StyleName, str]] = {
    "good": ("good", "✓"),
    "bad": ("bad", "✗"),
    "note": ("dim", "·"),
}
"""By the word for the state."""


@framed("doctor")
def doctor(session: Session) -> Outcome:
    """Show where everything is kept, its health, and the mend for each complaint."""
    from planproof.usecases.diagnose import State, diagnose

    checks = diagnose(workspace_of(session))

    data: JsonObject = {
        "checks": [
            {"name": one.name, "detail": one.detail, "state": one.state.value, "fix": one.fix}
            for one in checks
        ]
    }
    sick = any(one.state is State.BAD for one in checks)
    text = "".join(_line(check, session.paint) for check in checks)
    return Outcome(data, text, Exit.INDETERMINATE if sick else Exit.PASSED)


def _line(check: Health, paint: Paint) -> str:
    style, sign = _SIGNS[check.state.value]
    mend = f"\n      {visible(check.fix)}" if check.fix and check.state.value != "good" else ""
    return f"{paint(style, sign)} {check.name}: {visible(check.detail)}{mend}\n"
