"""What hangs on what: callers, callees and what may break, for programs and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.report.escape import visible
from planproof.report.places import counted, place_json, place_text

if TYPE_CHECKING:
    from planproof.model.location import Place
    from planproof.report.envelope import Json, JsonObject
    from planproof.report.style import Paint


class Linked(Struct, frozen=True):
    """A place that ties a definition to another one.

    ``symbol`` is the definition around the place, empty at the top of a file; ``target`` what is
    named there, ``roles`` as what. ``way`` leads, name by name, to what was asked about, ``depth``
    steps away. ``places`` counts all such places, of which this is the first.
    """

    place: Place
    symbol: str
    target: str
    roles: tuple[str, ...]
    depth: int
    way: tuple[str, ...]
    places: int
    line: str
    certain: bool = True
    why: str = ""
    target_path: str | None = None


def linked_json(one: Linked) -> JsonObject:
    """``symbol`` is null for the file as a whole, ``target_path`` for what the tree lacks."""
    row: dict[str, Json] = {
        **place_json(one.place),
        "symbol": one.symbol or None,
        "target": one.target,
        "target_path": one.target_path,
        "roles": [*one.roles],
        "depth": one.depth,
        "way": [*one.way],
        "places": one.places,
        "line": one.line,
        "certain": one.certain,
    }
    if one.why:
        row["why"] = one.why
    return row


def dependent_text(one: Linked, paint: Paint) -> str:
    """``src/app.py:5:12  enter  call legacy_login``; with the way where that is longer."""
    who = paint("bold", visible(one.symbol)) if one.symbol else "the file itself"
    way = " → ".join(map(visible, one.way[1:])) if len(one.way) > 2 else visible(one.target)
    return f"{_begin(one, paint)}  {who}  {' '.join(one.roles)} {way}{_end(one, paint)}\n"


def callee_text(one: Linked, paint: Paint) -> str:
    """``src/app.py:5:12  legacy_login  from enter``."""
    who = f"  from {visible(one.symbol)}" if one.symbol else ""
    where = f" ({visible(one.target_path)})" if one.target_path else ""
    target = paint("bold", visible(one.target))
    return f"{_begin(one, paint)}  {target}{where}{who}{_end(one, paint)}\n"


def _begin(one: Linked, paint: Paint) -> str:
    return paint("path", place_text(one.place))


def _end(one: Linked, paint: Paint) -> str:
    more = f", {counted(one.places, 'place')}" if one.places > 1 else ""
    unsure = paint("warn", f"  uncertain: {visible(one.why)}") if not one.certain else ""
    return f"{more}{unsure}"
