"""Names at their places, page by page, for programs and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from planproof.report.escape import visible
from planproof.report.places import place_json, place_text

if TYPE_CHECKING:
    from planproof.model.location import Place
    from planproof.report.envelope import Json, JsonObject
    from planproof.report.style import Paint
    from planproof.search.match import Page


T = TypeVar("T")


class Shown(Struct, frozen=True):
    """A name at a place, as it is shown.

    ``qualified`` is what it means where that is known; ``scope`` the definition around it; ``line``
    the text of its line. Not ``certain``: ``why`` says what nobody can tell.
    """

    place: Place
    name: str
    qualified: str | None
    roles: tuple[str, ...]
    kind: str
    scope: str
    line: str
    certain: bool = True
    why: str = ""


def shown_json(shown: Shown) -> JsonObject:
    """Places as everywhere; ``roles`` are all that the name has there."""
    row: JsonObject = {
        **place_json(shown.place),
        "name": shown.name,
        "qualified": shown.qualified,
        "roles": [*shown.roles],
        "kind": shown.kind,
        "scope": shown.scope,
        "line": shown.line,
        "certain": shown.certain,
    }
    if shown.why:
        row["why"] = shown.why
    return row


def shown_text(shown: Shown, paint: Paint) -> str:
    what = shown.kind or " ".join(shown.roles)
    known = shown.qualified not in (None, shown.name)
    meaning = f" = {visible(shown.qualified or '')}" if known else ""
    inside = paint("dim", f" in {visible(shown.scope)}") if shown.scope else ""
    unsure = paint("warn", f"  uncertain: {visible(shown.why)}") if not shown.certain else ""
    where = paint("path", place_text(shown.place))
    return f"{where}  {paint('bold', what)} {visible(shown.name)}{meaning}{inside}{unsure}\n"


def page_json(page: Page[T], rows: Iterable[Json]) -> JsonObject:
    """``total`` counts all answers, ``certain`` those of all that are certain."""
    return {
        "total": page.total,
        "certain": page.certain,
        "offset": page.offset,
        "left": page.left,
        "matches": [*rows],
    }


def page_text(page: Page[T], noun: str = "place", plural: str = "") -> str:
    """How many there are, and how to see the others."""
    nouns = noun if page.total == 1 else plural or f"{noun}s"
    unsure = page.total - page.certain
    doubt = f", {unsure:,} of them uncertain" if unsure else ""
    if len(page.items) == page.total:
        return f"{page.total:,} {nouns}{doubt}\n"
    first, last = page.offset + 1, page.offset + len(page.items)
    if not page.items:
        return f"{page.total:,} {nouns}{doubt}; none behind --offset {page.offset}\n"
    more = f"; more with --offset {last}" if page.left else ""
    return f"{first:,}-{last:,} of {page.total:,} {nouns}{doubt}{more}\n"
