"""Routes and tables at their places, for programs and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.report.escape import visible
from planproof.report.places import place_json, place_text

if TYPE_CHECKING:
    from planproof.model.location import Place
    from planproof.report.envelope import JsonObject
    from planproof.report.style import Paint


class Route(Struct, frozen=True):
    """A route: no ``methods`` for any. ``paths`` are all under which it is mounted, with ``…`` for
    what is not known."""

    place: Place
    methods: tuple[str, ...]
    paths: tuple[str, ...]
    certain: bool


class NamedAt(Struct, frozen=True):
    """A table, what is done to it, and how that is known: ``in SQL``, ``by model User``."""

    place: Place
    name: str
    act: str
    how: str
    certain: bool


def route_json(route: Route) -> JsonObject:
    return {
        **place_json(route.place),
        "methods": [*route.methods],
        "paths": [*route.paths],
        "certain": route.certain,
    }


def route_text(route: Route, paint: Paint) -> str:
    methods = ",".join(route.methods) or "ANY"
    paths = " ".join(map(visible, route.paths))
    where = paint("path", place_text(route.place))
    return f"{where}  {paint('bold', f'{methods} {paths}')}{_doubt(paint, certain=route.certain)}\n"


def table_json(table: NamedAt) -> JsonObject:
    return {
        **place_json(table.place),
        "table": table.name,
        "act": table.act,
        "how": table.how,
        "certain": table.certain,
    }


def table_text(table: NamedAt, paint: Paint) -> str:
    where, name = paint("path", place_text(table.place)), paint("bold", visible(table.name))
    how = f"{table.act} {visible(table.how)}"
    return f"{where}  {name}  {how}{_doubt(paint, certain=table.certain)}\n"


def _doubt(paint: Paint, *, certain: bool) -> str:
    return "" if certain else paint("warn", "  uncertain")
