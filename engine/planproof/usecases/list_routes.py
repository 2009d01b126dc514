"""“Which routes does the code declare?”"""

from __future__ import annotations

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.evaluate.routes import nearest_routes, routes_of
from planproof.index.routes import HOLE, LOOSE, HttpRoute
from planproof.model.violation import Mark
from planproof.report.search_web import Route
from planproof.rules.routes import RouteTerm, parse_route
from planproof.search.match import Page, Paging
from planproof.usecases.asking import Filters, Progress, again_if_lost, asking, files_of
from planproof.usecases.missed import nothing_is
from planproof.usecases.places_in import places_in
from planproof.usecases.workspace import Workspace


class Routes(Struct, frozen=True):
    """A page of routes."""

    page: Page[Route]
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def list_routes(
    workspace: Workspace,
    text: str | None,
    filters: Filters,
    paging: Paging,
    *,
    at: str | None,
    on_progress: Progress,
) -> Routes:
    """The routes of a tree, or those that a term such as ``GET /users/**`` means, by path and
    place. Raises BadTermError, TreeChangedError."""
    term = parse_route(text) if text is not None else None
    is_inside = filters.read().is_inside
    with asking(workspace, at, on_progress) as asked:
        files = files_of(asked)
        found = [
            (route, mark)
            for route in routes_of(files)
            if (is_inside is None or is_inside(route.path))
            and (mark := _mark(term, route)) is not None
        ]
        page = paging.page(found, lambda one: one[1] is Mark.PROVEN)
        place_of = places_in(asked.tree)
        rows = tuple(
            Route(
                place_of(route.path, route.span, in_characters=False),
                route.methods,
                tuple(map(_spelled, route.wholes)),
                mark is Mark.PROVEN,
            )
            for route, mark in page.items
        )
        notes = asked.notes
        if term is not None and text is not None and not found:
            notes = (*notes, nothing_is("route", text, nearest_routes(term, files)))
        return Routes(Page(rows, page.total, page.offset, page.certain), notes)


def _mark(term: RouteTerm | None, route: HttpRoute) -> Mark | None:
    if term is not None:
        return term.meets(route)
    return Mark.PROVEN if route.certain and not route.hidden else Mark.UNCERTAIN


def _spelled(whole: str) -> str:
    return whole.removeprefix(LOOSE).replace(HOLE, "…")
