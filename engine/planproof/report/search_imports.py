"""Imports with the files that they are of, for programs and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.report.escape import visible
from planproof.report.places import place_text
from planproof.report.search_matches import Shown, shown_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planproof.report.envelope import JsonObject
    from planproof.report.style import Paint


def import_json(shown: Shown, files: Sequence[str]) -> JsonObject:
    """A name at its place, and ``files``, empty for what the tree does not have."""
    return {**shown_json(shown), "files": [*files]}


def import_text(shown: Shown, files: Sequence[str], paint: Paint) -> str:
    """``app.py:1:18  auth.login  auth.py``."""
    what = paint("bold", visible(shown.qualified or shown.name))
    where = f"  {', '.join(map(visible, files))}" if files else paint("dim", "  not in this tree")
    inside = paint("dim", f"  in {visible(shown.scope)}") if shown.scope else ""
    return f"{paint('path', place_text(shown.place))}  {what}{where}{inside}\n"
