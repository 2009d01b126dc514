"""What ``gate --selftest`` answers."""

from __future__ import annotations

from planproof.report.selftest import selftest_json, selftest_text
from planproof_cli.exits import of_verdict
from planproof_cli.progress import progress_bar
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of


def selftest_outcome(session: Session, head: str | None) -> Outcome:
    """Exit status: 0 every rule can be made red, 1 some stays green, 3 some could not be tried."""
    from planproof.usecases.selftest_gate import selftest

    with progress_bar(session, "contracts") as on_progress:
        found = selftest(workspace_of(session), head=head, on_progress=on_progress)
    text = selftest_text(found, session.paint)
    return Outcome(selftest_json(found), text, of_verdict(found.verdict))
