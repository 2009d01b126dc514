"""The file that a question is about."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from planproof.errors import NotFoundError, UsageError
from planproof.usecases.asking import Asking
from planproof.usecases.selection import relative_path


def find_file(asked: Asking, directory: Path, typed: str) -> str:
    """The path of a file that is read, by its path or its module. Raises UsageError for one outside
    the project or of no known language, NotFoundError for one that is not there."""
    path = relative_path(asked.workspace.root, directory, typed)
    known = asked.atlas.numbers
    if path in known:
        return path
    if modules := _of_module(asked, typed):
        return modules[0]
    unread = dict(asked.atlas.unread)
    if path in unread:
        raise UsageError(f"{typed} cannot be looked into: {unread[path]}")
    if path in asked.tree.manifest.entries:
        raise UsageError(
            f"{typed} is of no language that is read here", fix="planproof index lists them"
        )
    near = get_close_matches(path, known, 1) or _called_so(path, known)
    fix = f"did you mean {near[0]}?" if near else "check the spelling"
    raise NotFoundError(f"there is no file {typed} here", fix=fix)


def _of_module(asked: Asking, chain: str) -> list[str]:
    return sorted(
        path
        for family in asked.atlas.modules.families.values()
        for root in ("", *sorted(family.all_roots))
        for path in family.at(f"{root}.{chain}" if root else chain)
    )


def _called_so(path: str, known: Iterable[str]) -> list[str]:
    name = path.rpartition("/")[2]
    return sorted(each for each in known if each.rpartition("/")[2] == name)[:1]
