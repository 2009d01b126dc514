"""Progress: the burn-down of a plan."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

from planproof.errors import UsageError
from planproof.report.chart import Size
from planproof.report.progress import ProgressView
from planproof_cli.arguments import PlanArgument, PlanOption, Verbose, one_plan
from planproof_cli.frame import framed
from planproof_cli.progress import progress_bar
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import option

_WIDEST = 120
_HEIGHT = 10


@framed("progress")
def progress(
    session: Session,
    plan: PlanArgument = None,
    plan_option: PlanOption = None,
    task: Annotated[int | None, option("--task", least=1, help="Only this task.")] = None,
    backfill: Annotated[
        str | None,
        option(
            "--backfill",
            metavar="N|DAY|REV",
            help="Judge the last N commits, or those since a day or a revision, by the present"
            " specs, and draw them instead of the snapshots.",
        ),
    ] = None,
    html: Annotated[
        str | None, option("--html", metavar="FILE", help="Write a page that works offline.")
    ] = None,
    csv: Annotated[
        str | None, option("--csv", metavar="FILE", help="Write the steps as CSV; - is stdout.")
    ] = None,
    verbose: Verbose = False,
) -> Outcome:
    """Show how far a plan is: the burn-down, what remains where, and when it may be done."""
    from planproof.report.progress_json import progress_csv, progress_json
    from planproof.report.progress_text import progress_text
    from planproof.usecases.show_progress import ProgressQuestion, show_progress

    if csv == "-" and session.json:
        raise UsageError("--csv - and --json both want stdout", fix="give --csv a file")
    question = ProgressQuestion(task, backfill, code=html is not None)
    with progress_bar(session, "commits") as on_progress:
        view = show_progress(
            workspace_of(session), one_plan(plan, plan_option), question, on_progress
        )
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    text = progress_text(
        view, Size(width, _HEIGHT), session.paint, ascii_only=_ascii_only(), verbose=verbose
    )
    if csv == "-":
        text = progress_csv(view)
    elif csv is not None:
        text += _written(session, csv, progress_csv(view))
    if html is not None:
        from planproof.report.progress_html import progress_html

        text += _written(session, html, progress_html(view))
    return Outcome(progress_json(view), text, next_steps=_steps(view))


def _steps(view: ProgressView) -> tuple[str, ...]:
    slug = view.plan.slug
    if not view.tasks:
        return (f"planproof add-task {slug} --title …",)
    if view.unseen:
        return (f"planproof verify-task {slug} {view.unseen[0]}",)
    if len(view.steps) < 2 and not view.of_commits:
        return (f"planproof progress {slug} --backfill 100",)
    return ()


def _written(session: Session, file: str, content: str) -> str:
    path = Path(session.directory, file)
    try:
        path.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    return f"\nwrote {file}\n"


def _ascii_only() -> bool:
    """Where stdout cannot say block characters, as in a C locale or an old code page."""
    try:
        "█┤".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False
