"""What is defined where, and what uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof_cli.asked import (
    At,
    Depth,
    Inside,
    Languages,
    Limit,
    Offset,
    SymbolName,
    asking,
    symbols_json,
    told,
)
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.usecases.list_calls import Calls
    from planproof.usecases.list_references import References
    from planproof.usecases.show_impact import Broken


@framed("definition")
def definition(
    session: Session,
    name: SymbolName,
    kind: Annotated[
        list[str] | None,
        option("--kind", metavar="KIND", help="Only functions, methods, classes …; several."),
    ] = None,
    lang: Languages = None,
    inside: Inside = None,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show where what a name means is defined."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.search.match import Paging
        from planproof.usecases.asking import Filters
        from planproof.usecases.list_references import show_definition

        filters = Filters((), tuple(kind or ()), tuple(lang or ()), tuple(inside or ()))
        paging = Paging(limit, offset)
        found = show_definition(workspace, name, filters, paging, at=at, on_progress=on_progress)
    return _of_places(session, name, found, "definition")


@framed("references")
def references(
    session: Session,
    name: SymbolName,
    role: Annotated[
        list[str] | None,
        option("--role", metavar="ROLE", help="Only as call, import, base …; several times."),
    ] = None,
    lang: Languages = None,
    inside: Inside = None,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show every use of what a name means; what nobody can be sure of is marked."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.search.match import Paging
        from planproof.usecases.asking import Filters
        from planproof.usecases.list_references import list_references

        filters = Filters(tuple(role or ()), (), tuple(lang or ()), tuple(inside or ()))
        paging = Paging(limit, offset)
        found = list_references(workspace, name, filters, paging, at=at, on_progress=on_progress)
    return _of_places(session, name, found, "reference")


def _of_places(session: Session, name: str, found: References, noun: str) -> Outcome:
    from planproof.report.search_matches import page_json, page_text, shown_json, shown_text

    page = found.page
    lines = [shown_text(each, session.paint) for each in page.items]
    data = {
        "name": name,
        "symbols": symbols_json((one.path, one.qualified) for one in found.symbols),
        **page_json(page, map(shown_json, page.items)),
    }
    return told(data, "".join(lines) + page_text(page, noun), found.notes)


@framed("callers")
def callers(
    session: Session,
    name: SymbolName,
    depth: Depth = 1,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show who calls what a name means, and with --depth who calls those."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.report.search_links import dependent_text
        from planproof.search.match import Paging
        from planproof.usecases.list_calls import list_callers

        paging = Paging(limit, offset)
        found = list_callers(workspace, name, depth, paging, at=at, on_progress=on_progress)
    lines = [dependent_text(each, session.paint) for each in found.page.items]
    return _of_links(name, found, "".join(lines), "caller")


@framed("callees")
def callees(
    session: Session,
    name: SymbolName,
    depth: Depth = 1,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show what a definition calls, and with --depth what that calls."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.report.search_links import callee_text
        from planproof.search.match import Paging
        from planproof.usecases.list_calls import list_callees

        paging = Paging(limit, offset)
        found = list_callees(workspace, name, depth, paging, at=at, on_progress=on_progress)
    lines = [callee_text(each, session.paint) for each in found.page.items]
    return _of_links(name, found, "".join(lines), "callee")


def _of_links(name: str, found: Calls, text: str, noun: str) -> Outcome:
    from planproof.report.search_links import linked_json
    from planproof.report.search_matches import page_json, page_text

    page = found.page
    data = {
        "name": name,
        "symbols": symbols_json((one.path, one.qualified) for one in found.symbols),
        **page_json(page, map(linked_json, page.items)),
    }
    return told(data, text + page_text(page, noun), found.notes)


@framed("impact")
def impact(
    session: Session,
    name: Annotated[
        str | None,
        argument(metavar="[SYMBOL]", help="What changes: a name such as auth.login, or a glob."),
    ] = None,
    diff: Annotated[
        str | None,
        option("--diff", metavar="REV", help="What differs from a commit changes."),
    ] = None,
    depth: Annotated[
        int, option("--depth", metavar="N", help="How many steps away at most.", least=1)
    ] = 3,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show what may break when something changes, each with the way that leads there."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.search.match import Paging
        from planproof.usecases.show_impact import Cause, show_impact

        cause, paging = Cause(name, diff), Paging(limit, offset)
        found = show_impact(workspace, cause, depth, paging, at=at, on_progress=on_progress)
    return _of_impact(session, found, depth)


def _of_impact(session: Session, found: Broken, depth: int) -> Outcome:
    from planproof.report.search_links import dependent_text, linked_json
    from planproof.report.search_matches import page_json, page_text

    page = found.page
    lines = [dependent_text(each, session.paint) for each in page.items]
    more = "" if found.is_whole else f"there is more beyond --depth {depth}\n"
    if found.doubts:
        more += f"{found.doubts:,} places may use what is affected, and nobody can tell\n"
    data = {
        "changed": symbols_json(found.changed),
        "depth": depth,
        "is_whole": found.is_whole,
        "doubts": found.doubts,
        **page_json(page, map(linked_json, page.items)),
    }
    text = "".join(lines) + page_text(page, "thing that may break", "things that may break")
    return told(data, text + more, found.notes)
