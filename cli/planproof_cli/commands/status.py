"""The status of plans on this very tree."""

from __future__ import annotations

from planproof.report.envelope import JsonObject
from planproof.report.status import PlanStanding, Standing, status_json, status_text
from planproof_cli.arguments import PlanArgument, PlanOption, one_plan
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of


@framed("status")
def status(
    session: Session,
    plan: PlanArgument = None,
    plan_option: PlanOption = None,
) -> Outcome:
    """Judge every completed task again, by the tree as it is now. Changes nothing."""
    from planproof.usecases.report_status import report_status

    standings = report_status(workspace_of(session), one_plan(plan, plan_option))
    text = "".join(status_text(one, session.paint) for one in standings) or "no open plans\n"
    data: JsonObject = {"plans": [status_json(one) for one in standings]}
    return Outcome(data, text, _status_exit(standings))


def _status_exit(plans: tuple[PlanStanding, ...]) -> Exit:
    """Green only if all that claims to be completed is green on this very tree."""
    if any(plan.has(Standing.RED, Standing.ELSEWHERE) for plan in plans):
        return Exit.VIOLATIONS
    if any(plan.has(Standing.NO_VERDICT, Standing.SUPPRESSED) for plan in plans):
        return Exit.INDETERMINATE
    return Exit.PASSED
