"""The definitions of a file, for programs and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.report.escape import visible
from planproof.report.places import place_json

if TYPE_CHECKING:
    from planproof.model.location import Place
    from planproof.report.envelope import JsonObject
    from planproof.report.style import Paint


class Entry(Struct, frozen=True):
    """A definition. ``place`` is that of its name, ``last`` its last line, 0-based; ``depth`` is
    the number of definitions around it."""

    place: Place
    last: int
    qualified: str
    kind: str
    depth: int
    parameters: tuple[str, ...]
    decorators: tuple[str, ...]
    bases: tuple[str, ...]


def entry_json(entry: Entry) -> JsonObject:
    return {
        **place_json(entry.place),
        "last_line": entry.last + 1,
        "qualified": entry.qualified,
        "kind": entry.kind,
        "depth": entry.depth,
        "parameters": [*entry.parameters],
        "decorators": [*entry.decorators],
        "bases": [*entry.bases],
    }


def entry_text(entry: Entry, paint: Paint) -> str:
    """``   4-5  function login(user)``, indented as it is nested."""
    lines = f"{entry.place.start.line + 1}-{entry.last + 1}"
    name = paint("bold", visible(entry.qualified.rpartition(".")[2]))
    inside = entry.bases or entry.parameters
    callable_ = entry.kind in ("function", "method", "constructor")
    brackets = f"({', '.join(map(visible, inside))})" if inside or callable_ else ""
    marks = "".join(f"  @{visible(each)}" for each in entry.decorators)
    margin, kind = "  " * entry.depth, visible(entry.kind)
    return f"{lines:>9}  {margin}{kind} {name}{brackets}{paint('dim', marks)}\n"
