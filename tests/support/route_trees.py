"""Trees written as one text each, for tests of routes: ``==> path <==`` before each file."""

from __future__ import annotations

import re
from pathlib import Path

TREES = Path(__file__).parents[1] / "routes" / "trees"
_HEAD = re.compile(r"^==> (.*) <==\n", re.MULTILINE)


def contents_of(text: str) -> dict[str, bytes]:
    """The files of a tree that is written as one text."""
    parts = _HEAD.split(text)[1:]
    return {path: body.encode() for path, body in zip(parts[::2], parts[1::2], strict=True)}
