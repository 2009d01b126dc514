"""Code of a sort: the routes, functions, components … that a pattern means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic
from planproof_cli.asked import At, Inside, Limit, Offset, asking
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import argument

if TYPE_CHECKING:
    from planproof.usecases.find_patterns import Analogous


@framed("analogous")
def analogous(
    session: Session,
    words: Annotated[
        list[str],
        argument(
            metavar="TYPE [KEY=VALUE]…",
            help="A pattern: api_route, function, class, component, test, model or command, with"
            " conditions such as method=POST.",
        ),
    ],
    inside: Inside = None,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show the code of a sort, such as `api_route method=POST 'path=/users/**'`."""
    from planproof.search.match import Paging
    from planproof.search.patterns.words import read_words
    from planproof.usecases.find_patterns import find_analogous_patterns

    with asking(session, at) as (workspace, on_progress):
        found = find_analogous_patterns(
            workspace,
            (read_words(words),),
            Paging(limit, offset),
            inside=tuple(inside or ()),
            at=at,
            on_progress=on_progress,
        )
    return _outcome(session, found)


def _outcome(session: Session, found: Analogous) -> Outcome:
    from planproof.report.patterns import patterns_json, patterns_text

    missed = tuple(
        Diagnostic(
            "nothing-found",
            f"nothing is {each.text}: {each.missed}",
            f"did you mean {' or '.join(each.near)}?" if each.near else "",
        )
        for each in found.asked
        if not each.total
    )
    return Outcome(
        patterns_json(found.asked, found.page),
        patterns_text(found.asked, found.page, session.paint),
        diagnostics=(*missed, *found.notes),
    )
