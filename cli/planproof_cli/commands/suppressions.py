"""Suppressions: accept one that is new."""

from __future__ import annotations

from typing import Annotated

from planproof.report.envelope import JsonObject
from planproof.report.evaluation_json import suppression_json
from planproof.report.evaluation_text import suppressions_text
from planproof.report.plans_json import plan_json, task_json
from planproof_cli.arguments import PlanOption, TaskArguments, plan_and_task
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import option


@framed("accept-suppression")
def accept_suppression(
    session: Session,
    task: TaskArguments,
    rule: Annotated[str, option("--rule", metavar="ID", help="The rule it is about.")],
    path: Annotated[str, option("--path", help="The file, from the root of the project.")],
    reason: Annotated[str, option("--reason", help="Why it may stay.")],
    plan_option: PlanOption = None,
    line: Annotated[
        int | None, option("--line", least=1, help="Its line. [default: all of the file]")
    ] = None,
) -> Outcome:
    """Let a task complete although a comment suppresses what was not suppressed at its base."""
    from planproof.usecases.accept_suppression import Acceptance, accept_suppression

    named, number = plan_and_task(task, plan_option)
    acceptance = Acceptance(rule, path, line, reason)
    done = accept_suppression(workspace_of(session), named, number, acceptance)
    text = f"accepted for task {number}: {suppressions_text(done.accepted, session.paint, None)}"
    if done.left:
        text += f"still to be accepted: {suppressions_text(done.left, session.paint, None)}"
    data: JsonObject = {
        "plan": plan_json(done.plan),
        "task": task_json(done.task),
        "accepted": [suppression_json(one) for one in done.accepted],
        "left": [suppression_json(one) for one in done.left],
    }
    step = f"planproof verify-task {done.plan.slug} {number}"
    return Outcome(data, text, next_steps=(step,))
