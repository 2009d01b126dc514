"""Progress: the burn-down of a plan."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

from planproof.errors import UsageError
from planproof.report.chart import Size
from planproof.report.escape import visible
from planproof.report.progress import ProgressView, fresh_command
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
        page = progress_csv(view)
        text += _written(session, csv, page, begins=page.partition("\n")[0])
    if html is not None:
        from planproof.report.progress_html import PAGE_BEGINS, progress_html

        text += _written(session, html, progress_html(view), begins=PAGE_BEGINS)
    return Outcome(progress_json(view), text, next_steps=_steps(view))


def _steps(view: ProgressView) -> tuple[str, ...]:
    slug = view.plan.slug
    if not view.tasks:
        return (f"planproof add-task {slug} --title …",)
    if view.unseen:
        return (f"planproof verify-task {slug} {view.unseen[0]}",)
    if view.outdated:
        return (fresh_command(view),)
    if len(view.steps) < 2 and not view.of_commits:
        return (f"planproof progress {slug} --backfill 100",)
    return ()


def _written(session: Session, file: str, content: str, *, begins: str) -> str:
    """Writes over nothing but an earlier page, which ``begins`` like this one, or an empty file."""
    path = Path(session.directory, file)
    try:
        if not _may_write(path, begins.encode()):
            message = f"{file} is there and no earlier page of progress; it was left as it is"
            raise UsageError(message, fix="name another file, or move that one away")
        path.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}"
        raise UsageError(message, fix="name a file in a folder that exists") from error
    return f"\nwrote {visible(file)}\n"


def _may_write(path: Path, begins: bytes) -> bool:
    """A link to nowhere may come from the repository and would make a file anywhere."""
    if not path.exists():
        return not path.is_symlink()
    if not path.is_file():
        return True  # a device or a pipe; a folder says so itself
    with path.open("rb") as file:
        return file.read(len(begins)) in (begins, b"")


def _ascii_only() -> bool:
    """Where stdout cannot say block characters, as in a C locale or an old code page."""
    try:
        "█┤".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False
