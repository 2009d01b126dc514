"""A list of places, as other commands print them: lines of PATH:LINE, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from planproof.errors import UsageError
from planproof.usecases.from_similar_families import HALF, least_of
from planproof.usecases.selection import relative_path
from planproof.usecases.workspace import Workspace

MOST_PLACES = 2_000
MOST_BYTES = 5_000_000

_LINE = re.compile(r"(?P<path>.+?):(?P<line>\d{1,9})(?::\d+)?(?:[:\s].*)?")
_FIX = "planproof similar PATH:LINE --json | planproof spec from-similar -"


def read_places(workspace: Workspace, directory: Path, text: bytes) -> tuple[tuple[str, int], ...]:
    """Paths relative to the root, and lines from 1 on. Raises UsageError for anything else."""
    if len(text) > MOST_BYTES:
        raise UsageError("the list on stdin is larger than 5 MB", fix="planproof … --role NAME")
    said = text.decode("utf-8", "surrogateescape").strip()
    if not said:
        raise UsageError("there is no list on stdin", fix=_FIX)
    if said.startswith("{"):
        found = list(_from_json(said))
    else:
        found = [_from_line(workspace, directory, one) for one in said.splitlines() if one.strip()]
    found = list(dict.fromkeys(found))
    if len(found) > MOST_PLACES:
        raise UsageError(
            f"{len(found):,} places are too many: {MOST_PLACES:,} can be listed",
            fix="say what they share: --role NAME, --in GLOB",
        )
    return tuple(found)


def _from_line(workspace: Workspace, directory: Path, text: str) -> tuple[str, int]:
    """Paths are those of the folder where the command was typed."""
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text[:80]!r} is no PATH:LINE", fix=_FIX)
    return relative_path(workspace.root, directory, match["path"]), int(match["line"])


def _from_json(text: str) -> Iterator[tuple[str, int]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError("the JSON on stdin cannot be read", fix=_FIX) from None
    data = value.get("data") if isinstance(value, Mapping) else None
    if not isinstance(data, Mapping):
        raise UsageError("the JSON on stdin is no answer of planproof", fix=_FIX)
    rows = [data["asked"]] if isinstance(data.get("asked"), Mapping) else []
    rows += _near(data["matches"]) if isinstance(data.get("matches"), list) else []
    if not rows:
        raise UsageError("the JSON on stdin lists no places", fix=_FIX)
    yield from map(_place, rows)


def _near(rows: list[object]) -> list[object]:
    """Of matches with a score those that are near enough; see :func:`least_of`."""
    scores = [row.get("score") if isinstance(row, Mapping) else None for row in rows]
    least = HALF * least_of([one for one in scores if isinstance(one, float | int)])
    return [
        row
        for score, row in zip(scores, rows, strict=True)
        if not isinstance(score, float | int) or score >= least
    ]


def _place(row: object) -> tuple[str, int]:
    path = row.get("path") if isinstance(row, Mapping) else None
    start = row.get("start") if isinstance(row, Mapping) else None
    line = start.get("line") if isinstance(start, Mapping) else None
    if not isinstance(path, str) or not isinstance(line, int):
        raise UsageError("an entry of the JSON on stdin has no path or no line", fix=_FIX)
    return path, line
