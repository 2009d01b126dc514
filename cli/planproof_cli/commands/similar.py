"""Code that does the analogous thing."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic, UsageError
from planproof_cli.asked import asking
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.usecases.find_similar import Question, Similar

_MOST_CODE = 5_000_001


@framed("similar")
def similar(
    session: Session,
    target: Annotated[
        str | None,
        argument(metavar="[TARGET]", help="PATH:LINE, a name, a file, or - for code on stdin."),
    ] = None,
    like: Annotated[
        str | None, option("--like", metavar="TEXT", help="What it does, in words, instead.")
    ] = None,
    language: Annotated[
        str | None,
        option("--lang", metavar="NAME", help="Of code on stdin. [default: that of most files]"),
    ] = None,
    limit: Annotated[int, option("--limit", metavar="N", least=1, help="Matches to show.")] = 10,
    offset: Annotated[int, option("--offset", metavar="N", least=0, help="Matches to skip.")] = 0,
    copies: Annotated[
        bool, option("--copies", help="Only copies: with other names, reordered, partly edited.")
    ] = False,
    beside: Annotated[
        bool, option("--side-by-side", help="Show the best match beside what was asked for.")
    ] = False,
    template: Annotated[
        bool, option("--template", help="Show what they have in common, with holes for the rest.")
    ] = False,
) -> Outcome:
    """Find functions, classes or files that do the analogous thing, each with why."""
    _check(target, like, copies=copies)
    with asking(session, None) as (workspace, on_progress):
        from planproof.search.similar import Page  # here: git is at work meanwhile
        from planproof.usecases.find_similar import find_analogous

        question, page = _question(target, like, language, copies=copies), Page(offset, limit)
        found = find_analogous(workspace, session.directory, question, page, on_progress)
    return _outcome(session, found, beside=beside, template=template)


def _check(target: str | None, like: str | None, *, copies: bool) -> None:
    if (target is None) == (like is None):
        raise UsageError(
            "give what to compare with, or --like with words: one of them",
            fix='planproof similar PATH:LINE   or   planproof similar --like "what it does"',
        )
    if like is not None and copies:
        raise UsageError("words have no copies", fix="give a function: PATH:LINE, a name, or -")
    if like is not None and not like.strip():
        raise UsageError("--like has no words", fix='planproof similar --like "what it does"')


def _question(
    target: str | None, like: str | None, language: str | None, *, copies: bool
) -> Question:
    from planproof.usecases.find_similar import Question

    if like is not None:
        return Question(like=like)
    if target == "-":
        code = sys.stdin.buffer.read(_MOST_CODE)
        return Question(code=code, language=language or "", copies=copies)
    return Question(target or "", copies=copies)


def _outcome(session: Session, found: Similar, *, beside: bool, template: bool) -> Outcome:
    from planproof.report.similar import (
        side_by_side,
        similar_json,
        similar_text,
        template_json,
        template_text,
    )
    from planproof.search.template import template_of

    answer, page = found.answer, found.page
    data = similar_json(found.found, answer, page.offset, page.limit)
    text = similar_text(found.found, answer, page.offset, session.paint)
    members = [found.found] if found.found is not None else []
    members += [one.found for one in answer.matches]
    if beside and len(members) > 1 and not session.json:
        text += side_by_side(members[0], members[1], _width(), session.paint)
    if template and members:
        made = template_of(members)
        data["template"] = template_json(made)
        text += template_text(made, session.paint)
    notes = tuple(Diagnostic(note.code, note.message) for note in found.notes)
    return Outcome(data, text, Exit.PASSED, diagnostics=notes)


def _width() -> int:
    return min(shutil.get_terminal_size((160, 50)).columns, 240)
