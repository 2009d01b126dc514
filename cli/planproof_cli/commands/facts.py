"""The index and its facts."""

from __future__ import annotations

import sys
import time
from typing import Annotated

from planproof.errors import Diagnostic
from planproof.report.escape import visible
from planproof.report.facts import fact_line, fact_text
from planproof.report.index_report import index_json, index_text
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.progress import progress_bar
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option


@framed("index")
def index(
    session: Session,
    questions: Annotated[
        bool, option("--questions", help="Also what find, impact, similar … need at first.")
    ] = False,
) -> Outcome:
    """Read every file once, so that questions are answered at once. No verdict needs it."""
    from planproof.usecases.build_index import build_index

    started = time.perf_counter()
    with progress_bar(session, "indexing") as on_progress:
        built = build_index(workspace_of(session), on_progress, questions=questions)
    seconds = time.perf_counter() - started
    notes = tuple(Diagnostic(note.code, note.message) for note in built.notes)
    where = str(built.path) if built.path is not None else None
    return Outcome(
        index_json(built.report, seconds, where, built.size),
        index_text(built.report, seconds, where, built.size),
        diagnostics=notes,
    )


@framed("facts")
def facts(
    session: Session,
    paths: Annotated[
        list[str] | None,
        argument(metavar="[PATH]…", help="Files or folders. [default: the current folder]"),
    ] = None,
    everything: Annotated[
        bool, option("--all", help="Plain references too, not only names with a role.")
    ] = False,
) -> Exit:
    """Print every name with its role and place; with --json as JSON lines, one a fact."""
    from planproof.usecases.list_facts import list_facts

    asked = tuple(paths or ())
    unparsed: list[Diagnostic] = []
    for file in list_facts(workspace_of(session), session.directory, asked, references=everything):
        if file.unparsed is not None:
            why = file.unparsed.reason.value
            unparsed.append(Diagnostic("unparsed", f"{visible(file.path)}: {why}"))
        for fact in file.facts:
            line = fact_line(fact) if session.json else fact_text(fact, session.paint)
            sys.stdout.write(line)
    for diagnostic in unparsed:
        sys.stderr.write(f"{diagnostic.message}\n")
    sys.stdout.flush()
    return Exit.INDETERMINATE if unparsed and asked else Exit.PASSED
