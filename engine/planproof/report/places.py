"""Places for people and programs: 1-based lines and columns, columns in characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.report.escape import visible

if TYPE_CHECKING:
    from planproof.errors import Diagnostic
    from planproof.model.location import Place, Position
    from planproof.report.envelope import Json


def place_json(place: Place) -> dict[str, Json]:
    """``path``, ``start``, ``end`` (exclusive); 1-based."""
    return {
        "path": place.path,
        "start": position_json(place.start),
        "end": position_json(place.end),
    }


def position_json(position: Position) -> Json:
    return {"line": position.line + 1, "column": position.column + 1}


def place_text(place: Place) -> str:
    """``path:line:column``, the form that editors and terminals make clickable."""
    return f"{visible(place.path)}:{place.start.line + 1}:{place.start.column + 1}"


def source_text(diagnostic: Diagnostic) -> str:
    """``spec.yaml:4:5: ``, in front of what is said about that place; empty without one."""
    if not diagnostic.source:
        return ""
    at = "" if diagnostic.line is None else f":{diagnostic.line}"
    at += f":{diagnostic.column}" if at and diagnostic.column is not None else ""
    return f"{visible(diagnostic.source)}{at}: "


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 file``, ``1,226 files``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
