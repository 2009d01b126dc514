"""The status of plans on this very tree."""

from __future__ import annotations

from planproof_cli.arguments import Archived, DryRun, PlanArgument, PlanOption, one_plan
from planproof_cli.frame import framed
from planproof_cli.rechecked import recheck
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of


@framed("status")
def status(
    session: Session,
    plan: PlanArgument = None,
    plan_option: PlanOption = None,
    dry_run: DryRun = False,
    archived: Archived = False,
) -> Outcome:
    """Judge every completed task again, by the tree as it is now, and let its status follow.

    One that is red again becomes regressed, with the commit that did it; one that is green again is
    completed. A completion that only a plan file claims is judged, too, and stays a claim.
    """
    named = one_plan(plan, plan_option)
    return recheck(session, workspace_of(session), named, dry_run=dry_run, archived=archived)
