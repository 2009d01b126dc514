"""Which commit turned a task red."""

from __future__ import annotations

from typing import Annotated

from planproof.report.blame import Cause, blame_json, blame_text
from planproof.report.plans_json import plan_json, task_json
from planproof.report.plans_text import task_line
from planproof_cli.arguments import PlanOption, TaskArguments, Verbose, plan_and_task
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.progress import progress_bar
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import option

_EXITS = {Cause.NOTHING: Exit.PASSED, Cause.NO_VERDICT: Exit.INDETERMINATE}


@framed("blame")
def blame(
    session: Session,
    task: TaskArguments,
    plan_option: PlanOption = None,
    good: Annotated[
        str | None,
        option(
            "--good",
            metavar="REV",
            help="A commit at which it was green. [default: the last one at which the task passed]",
        ),
    ] = None,
    deep: Annotated[
        bool, option("--deep", help="Look for the commit behind a merge, on the side it merged.")
    ] = False,
    verbose: Verbose = False,
) -> Outcome:
    """Find the commit that turned a done task red, by bisection and without a checkout."""
    from planproof.usecases.blame import blame
    from planproof.usecases.find_culprit import Question

    named, number = plan_and_task(task, plan_option)
    with progress_bar(session, "commits") as on_judged:
        found = blame(workspace_of(session), named, number, Question(good, deep), on_judged)
    text = task_line(found.task, session.paint)
    text += blame_text(found.blame, session.paint, verbose=verbose)
    data = {
        "plan": plan_json(found.plan),
        "task": task_json(found.task),
        **blame_json(found.blame),
    }
    return Outcome(data, text, _EXITS.get(found.blame.culprit.cause, Exit.VIOLATIONS))
