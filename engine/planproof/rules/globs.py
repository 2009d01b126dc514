"""Globs as in .gitignore. Its library is slow to import, and the usual globs need no library."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_PLAIN = re.compile(r"[\w.@+*-]+(?:/[\w.@+*-]+)*", re.ASCII)
"""Only ``*`` means something; ``**`` has to stand alone between slashes."""


def matcher_of(globs: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path, or a folder above it, is one of ``globs``. Raises ValueError for a glob that
    gitignore does not know."""
    plain = [_regex(glob) for glob in globs]
    if None in plain:
        from pathspec import GitIgnoreSpec

        spec = GitIgnoreSpec.from_lines(globs)
        return lambda path: bool(spec.match_file(path))
    search = re.compile("|".join(f"(?:{one})" for one in plain if one is not None)).search
    return lambda path: search(path) is not None


def is_plain(glob: str) -> bool:
    """Whether it means something for certain."""
    return _regex(glob) is not None


def _regex(glob: str) -> str | None:
    """The same regular expression as the library's, None for what is left to it."""
    parts = glob.split("/")
    if not _PLAIN.fullmatch(glob) or any("**" in part and part != "**" for part in parts):
        return None
    if len(parts) == 1:
        parts.insert(0, "**")
    parts = [part for at, part in enumerate(parts) if part != "**" or parts[at - 1 : at] != ["**"]]
    if parts in (["**"], ["**", "*"]):
        return "."
    first = "(?:.+/)?" if parts[0] == "**" else _segment(parts[0])
    steps = ["(?:/.+)?" if part == "**" else f"/{_segment(part)}" for part in parts[1:]]
    if parts[0] == "**":
        steps[0] = steps[0].removeprefix("/")
    if parts[-1] == "**":
        steps[-1] = "/"
    return "^" + first + "".join(steps) + ("" if parts[-1] == "**" else r"(?:/|\Z)")


def _segment(part: str) -> str:
    return "[^/]+" if part == "*" else re.escape(part).replace(r"\*", "[^/]*")
