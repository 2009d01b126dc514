"""Routes that patterns mean: as ``planproof routes`` and rules know them."""

from __future__ import annotations

from planproof.evaluate.routes import name_of_route, routes_of, why_uncertain
from planproof.model.violation import Mark
from planproof.search.patterns.field import Field, Sight
from planproof.search.patterns.kinds import ApiRoute
from planproof.search.patterns.terms import inside_term, route_term


def find_api_routes(pattern: ApiRoute, field: Field) -> list[Sight]:
    """The routes of the tree that are meant. The symbol is for who reads the file to tell."""
    term, is_inside = route_term(pattern), inside_term(pattern.inside)
    found = []
    for route in routes_of(field.files):
        mark = term.meets(route) if is_inside(route.path) else None
        if mark is None:
            continue
        whole = term.whole(route)
        why = why_uncertain(term, route, whole, mark)
        if mark is Mark.LEXICAL:
            why = "if it is a route"
        said = name_of_route(route, whole)
        certain = mark is Mark.PROVEN
        found.append(Sight(route.path, route.span, "route", "", said, certain, why))
    return found
