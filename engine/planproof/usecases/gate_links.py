"""Code that a symbolic link shows at a second place, within the repository."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.errors import UsageError
from planproof.model.tree import Entry, EntryKind

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.usecases.gate_changes import Change

_MOST_HOPS = 20
_MOST_PLACES = 200_000
_LONGEST = 4_096


def shown_elsewhere(head: CommitTree | WorkingTree, change: Change) -> Iterator[tuple[str, str]]:
    """(file, place) for each file that a link shows at another place, where the change touches
    either of the two. Links that lead out of the repository show nothing: they are not followed.
    Raises UsageError for more of both than anybody could look into."""
    entries = head.manifest.entries
    links = [entry for entry in entries.values() if entry.kind is EntryKind.SYMLINK]
    if not links:
        return
    leads = {entry.path: _target(head, entry) for entry in links}
    touched = frozenset(change.paths)
    places = 0
    for link in sorted(leads):
        target = _resolved(link, leads)
        if target is None:
            continue
        if target in entries:
            found = [(target, link)]
        else:
            below = f"{target}/" if target else ""
            found = [
                (path, f"{link}/{path[len(below) :]}") for path in entries if path.startswith(below)
            ]
        places += len(found)
        if places > _MOST_PLACES:
            raise UsageError(
                f"links show more than {_MOST_PLACES:,} files at second places",
                fix="remove links to whole folders",
            )
        for path, place in found:
            if path in touched or link in touched:
                yield path, place


def _target(head: CommitTree | WorkingTree, entry: Entry) -> str:
    """As it is written; empty for one that cannot be a path."""
    size = head.size(entry)
    if size is None or size > _LONGEST:
        return ""
    ((_, content),) = head.read([entry])
    return os.fsdecode(content or b"")


def _resolved(link: str, leads: dict[str, str]) -> str | None:
    """The path that a link ends at, through other links; None for out of the repository."""
    path = link
    for _ in range(_MOST_HOPS):
        through = next((one for one in _ways(path) if one in leads), None)
        if through is None:
            return "" if path == "." else path
        target = leads[through]
        if not target or target.startswith("/") or "\0" in target:
            return None
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(through), target, path[len(through) + 1 :])
        )
        if path == ".." or path.startswith("../"):
            return None
    return None


def _ways(path: str) -> Iterator[str]:
    """The path and the folders above it, from the top."""
    parts = path.split("/")
    for count in range(1, len(parts) + 1):
        yield "/".join(parts[:count])
