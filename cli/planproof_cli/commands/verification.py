"""Verification: of a task, and of specs without a plan."""

from __future__ import annotations

from typing import Annotated

from planproof_cli.arguments import PlanOption, TaskArguments, Verbose, plan_and_task
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_to_judge
from planproof_cli.words import argument, option


@framed("verify-task")
def verify_task(
    session: Session,
    task: TaskArguments,
    plan_option: PlanOption = None,
    verbose: Verbose = False,
    auto_update: Annotated[
        bool, option("--auto-update", help="Accepted for older scripts; always done.")
    ] = False,
) -> Outcome:
    """Judge the tree as it is now by a task's spec. Only this completes a task."""
    del auto_update
    named, number = plan_and_task(task, plan_option)
    with workspace_to_judge(session) as workspace:
        from planproof.usecases.verify_task import verify_task
        from planproof_cli.verified import task_outcome

        found = verify_task(workspace, named, number)
    return task_outcome(found, session, verbose=verbose)


@framed("verify")
def verify(
    session: Session,
    specs: Annotated[list[str], argument(metavar="SPEC…", help="YAML spec files.")],
    at: Annotated[
        str | None, option("--at", metavar="REV", help="Judge a commit, without a checkout.")
    ] = None,
    base: Annotated[
        str | None,
        option("--base", metavar="REV", help="A commit at which green rules were red."),
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Judge the tree as it is now, or a commit, by specs. Needs no plan."""
    with workspace_to_judge(session, now=at is None) as workspace:
        from planproof.usecases.verify_specs import SpecQuestion, verify_specs
        from planproof_cli.verified import specs_outcome

        question = SpecQuestion(at, base)
        verdicts = verify_specs(workspace, session.directory, tuple(specs), question)
    return specs_outcome(verdicts, session, verbose=verbose)
