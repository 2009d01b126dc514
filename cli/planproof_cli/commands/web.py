"""Routes and tables of the code."""

from __future__ import annotations

from typing import Annotated

from planproof_cli.asked import At, Inside, Limit, Offset, asking, told
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import argument


@framed("routes")
def routes(
    session: Session,
    term: Annotated[
        str | None, argument(metavar="[ROUTE]", help="Such as /users/** or 'POST /users'.")
    ] = None,
    inside: Inside = None,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show the HTTP routes that the code declares, with all that comes before each."""
    from planproof.report.search_matches import page_json, page_text
    from planproof.report.search_web import route_json, route_text
    from planproof.search.match import Paging
    from planproof.usecases.asking import Filters
    from planproof.usecases.list_routes import list_routes

    filters, paging = Filters(inside=tuple(inside or ())), Paging(limit, offset)
    with asking(session, at) as (workspace, on_progress):
        found = list_routes(workspace, term, filters, paging, at=at, on_progress=on_progress)
    page = found.page
    lines = [route_text(each, session.paint) for each in page.items]
    data = {"route": term, **page_json(page, map(route_json, page.items))}
    return told(data, "".join(lines) + page_text(page, "route"), found.notes)


@framed("tables")
def tables(
    session: Session,
    term: Annotated[
        str | None, argument(metavar="[TABLE]", help="Such as users, legacy_* or 'write users'.")
    ] = None,
    inside: Inside = None,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show where tables are named, in SQL and in models, and what is done to them."""
    from planproof.report.search_matches import page_json, page_text
    from planproof.report.search_web import table_json, table_text
    from planproof.search.match import Paging
    from planproof.usecases.asking import Filters
    from planproof.usecases.list_tables import list_tables

    filters, paging = Filters(inside=tuple(inside or ())), Paging(limit, offset)
    with asking(session, at) as (workspace, on_progress):
        found = list_tables(workspace, term, filters, paging, at=at, on_progress=on_progress)
    page = found.page
    lines = [table_text(each, session.paint) for each in page.items]
    data = {"table": term, **page_json(page, map(table_json, page.items))}
    return told(data, "".join(lines) + page_text(page, "place"), found.notes)
