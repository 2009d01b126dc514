"""The audit of the ledger."""

from __future__ import annotations

from typing import Annotated

from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import option


@framed("audit")
def audit(
    session: Session,
    head: Annotated[
        str | None,
        option(
            "--head", metavar="HASH", help="A head noted earlier: the chain must go on from it."
        ),
    ] = None,
) -> Outcome:
    """Prove by the chain of events that nobody wrote past planproof, or name the first break."""
    from planproof.report.audit import audit_json, audit_text
    from planproof.usecases.audit_ledger import audit_ledger

    found = audit_ledger(workspace_of(session), head)
    text = audit_text(found, session.paint)
    if found.proven:
        return Outcome(audit_json(found), text)
    steps = ("planproof doctor",)
    return Outcome(audit_json(found), text, Exit.VIOLATIONS, next_steps=steps)
