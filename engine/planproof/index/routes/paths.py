"""Paths of URLs in one spelling: ``/users/{id}``, whatever the framework writes.

``\\0`` stands for any number of segments that are not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable

HOLE = "\0"
"""What is not known of a path."""

LOOSE = "\1"
"""Before a path that nothing in the tree says a prefix of: there is most likely none."""

_SLASHES = re.compile(r"/{2,}")
_VARIABLE = re.compile(r"\{[^{}]*\}")
_BRACES = re.compile(r"\{(\w*)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_DOUBLED = re.compile(r"\{\{(\w[^{}]*)\}\}")
"""How a text with holes writes one brace."""

_ANGLES = re.compile(r"<(?:[^<>:]*:)?([^<>]*)>")
_COLONS = re.compile(r"(?<![\w}]):(\w+)(?:\([^()]*\))?[?*+]?|(?<=/)\*(\w*)|\{\*?(\w+)\}")
_GROUP = re.compile(r"\((?:\?P<(\w+)>|\?:)?[^()]*\)[?*+]?")
_CLASS = re.compile(r"(?:\[[^\]]*\]|\\[wdSW]|\.)[*+]|\[[^\]]*\]|\\[wd]")
_ANCHORS = re.compile(r"^\^|\\A|(?<!\\)\$$|\\Z")
_MOST_GROUPS = 30


def spelled(path: str, style: str) -> str:
    """A path in the common spelling; ``style`` is the name of a framework's ``Style``."""
    return _SPELLINGS.get(style, _braces)(path)


def joined(*pieces: str) -> str:
    """One path of several, with one slash between and before them, and none at the end."""
    start = LOOSE if pieces[0].startswith(LOOSE) else ""
    whole = "/".join(piece.removeprefix(LOOSE) for piece in pieces if piece)
    return start + "/" + _SLASHES.sub("/", whole).strip("/")


def segments_of(path: str) -> tuple[str, ...]:
    """The segments of a path in the common spelling. Each variable is ``{}``."""
    blank = _VARIABLE.sub("{}", path.replace(HOLE, f"/{HOLE}/"))
    return tuple(part for part in blank.split("/") if part)


def _braces(path: str) -> str:
    path = _DOUBLED.sub(r"{\1}", path)
    return _BRACES.sub(lambda found: f"{{{found[1]}}}" if found[0] != "{$}" else "", path)


def _angles(path: str) -> str:
    return _ANGLES.sub(lambda found: f"{{{found[1]}}}", path)


def _colons(path: str) -> str:
    return _COLONS.sub(lambda found: f"{{{found[1] or found[2] or found[3] or ''}}}", path)


def _regex(path: str) -> str:
    plain = _ANCHORS.sub("", path.strip())
    for _ in range(_MOST_GROUPS):
        shorter = _GROUP.sub(lambda found: f"{{{found[1] or ''}}}", plain, count=1)
        if shorter == plain:
            break
        plain = shorter
    plain = _CLASS.sub("{}", plain.replace("/?", "/"))
    return plain.replace("\\", "")


_SPELLINGS: dict[str, Callable[[str], str]] = {
    "BRACES": _braces,
    "ANGLES": _angles,
    "COLONS": _colons,
    "REGEX": _regex,
}
