"""What is in files, and how they hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof_cli.asked import At, FileName, Limit, Offset, SymbolName, asking, symbols_json, told
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import option

if TYPE_CHECKING:
    from planproof.usecases.list_imports import Imports


@framed("imports")
def imports(
    session: Session, file: FileName, at: At = None, limit: Limit = 50, offset: Offset = 0
) -> Outcome:
    """Show what a file imports, and which files of the tree that is."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.search.match import Paging
        from planproof.usecases.list_imports import list_imports

        paging = Paging(limit, offset)
        found = list_imports(
            workspace, session.directory, file, paging, at=at, on_progress=on_progress
        )
    return _of_imports(session, found)


@framed("imported-by")
def imported_by(
    session: Session, file: FileName, at: At = None, limit: Limit = 50, offset: Offset = 0
) -> Outcome:
    """Show who imports a file, or something in it."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.search.match import Paging
        from planproof.usecases.list_imports import list_importers

        paging = Paging(limit, offset)
        found = list_importers(
            workspace, session.directory, file, paging, at=at, on_progress=on_progress
        )
    return _of_imports(session, found)


def _of_imports(session: Session, found: Imports) -> Outcome:
    from planproof.report.search_imports import import_json, import_text
    from planproof.report.search_matches import page_json, page_text

    page = found.page
    lines = [import_text(each.shown, each.files, session.paint) for each in page.items]
    rows = [import_json(each.shown, each.files) for each in page.items]
    data = {"path": found.path, **page_json(page, rows)}
    return told(data, "".join(lines) + page_text(page, "import"), found.notes)


@framed("outline")
def outline(
    session: Session, file: FileName, at: At = None, limit: Limit = 500, offset: Offset = 0
) -> Outcome:
    """Show what a file defines, with the lines of each definition."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.report.search_matches import page_json, page_text
        from planproof.report.search_outline import entry_json, entry_text
        from planproof.search.match import Paging
        from planproof.usecases.show_outline import show_outline

        paging = Paging(limit, offset)
        found = show_outline(
            workspace, session.directory, file, paging, at=at, on_progress=on_progress
        )
    page = found.page
    lines = [entry_text(each, session.paint) for each in page.items]
    data = {"path": found.path, **page_json(page, map(entry_json, page.items))}
    return told(data, "".join(lines) + page_text(page, "definition"), found.notes)


@framed("implementations")
def implementations(
    session: Session,
    name: SymbolName,
    bases: Annotated[bool, option("--bases", help="What it is built upon instead.")] = False,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show the classes below a class, however deep, or what overrides a method."""
    with asking(session, at) as (workspace, on_progress):
        from planproof.report.search_links import dependent_text, linked_json
        from planproof.report.search_matches import page_json, page_text
        from planproof.search.match import Paging
        from planproof.usecases.list_implementations import list_implementations

        paging = Paging(limit, offset)
        found = list_implementations(
            workspace, name, paging, bases=bases, at=at, on_progress=on_progress
        )
    page = found.page
    lines = [dependent_text(each, session.paint) for each in page.items]
    data = {
        "name": name,
        "symbols": symbols_json((one.path, one.qualified) for one in found.symbols),
        **page_json(page, map(linked_json, page.items)),
    }
    noun = "base" if bases else "implementation"
    return told(data, "".join(lines) + page_text(page, noun), found.notes)
