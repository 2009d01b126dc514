"""Where names stand."""

from __future__ import annotations

from typing import Annotated

from planproof_cli.asked import At, Inside, Languages, Limit, Offset, asking, told
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import argument, option


@framed("find")
def find(
    session: Session,
    name: Annotated[
        str,
        argument(metavar="NAME", help="A name such as requests.get, a glob, or a /regex/."),
    ],
    role: Annotated[
        list[str] | None,
        option("--role", metavar="ROLE", help="Only as definition, call, import …; several times."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        option("--kind", metavar="KIND", help="Only definitions: function, class …; several."),
    ] = None,
    lang: Languages = None,
    inside: Inside = None,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show where a name stands: as it is written, and under its other names."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.report.search_matches import page_json, page_text, shown_json, shown_text
        from planproof.search.match import Paging
        from planproof.usecases.asking import Filters
        from planproof.usecases.find_name import find_name

        narrow = (role, kind, lang, inside)
        filters, paging = Filters(*(tuple(one or ()) for one in narrow)), Paging(limit, offset)
        found = find_name(workspace, name, filters, paging, at=at, on_progress=on_progress)
    page = found.page
    lines = [shown_text(each, session.paint) for each in page.items]
    missed = f"no name here is {name}" if not page.total else ""
    return told(
        {"name": name, **page_json(page, map(shown_json, page.items))},
        "".join(lines) + page_text(page),
        found.notes,
        found.near,
        missed,
    )
