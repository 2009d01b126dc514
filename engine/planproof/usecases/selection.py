"""From the paths that a person typed to entries of a tree."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from planproof.errors import NotFoundError, UsageError
from planproof.git import Root
from planproof.model.tree import Entry, EntryKind, Manifest


def select(
    manifest: Manifest, root: Root, directory: Path, paths: Iterable[str]
) -> tuple[Entry, ...]:
    """The regular files at or below each of ``paths`` (relative to ``directory``), by path.

    No paths at all select ``directory``. Raises UsageError for a path outside the project and
    NotFoundError for one that no file of the tree is at or below.
    """
    chosen: dict[str, Entry] = {}
    for typed in tuple(paths) or (".",):
        prefix = relative_path(root, directory, typed)
        found = _at_or_below(manifest, prefix)
        if not found and prefix:
            raise NotFoundError(
                f"{typed!r} is no file that is judged here",
                fix="check the spelling; files that git ignores are not part of the tree",
            )
        chosen.update((entry.path, entry) for entry in found)
    return tuple(chosen[path] for path in sorted(chosen))


def relative_path(root: Root, directory: Path, typed: str) -> str:
    """A typed path as the tree knows it: relative to the root, with ``/``; empty for the root."""
    absolute = Path(os.path.abspath(directory / typed))  # noqa: PTH100 - links are not followed
    if not absolute.is_relative_to(root.path):
        raise UsageError(
            f"{typed!r} is outside the project at {root.path}",
            fix="give a path inside it, or name a folder of the other project: planproof -C DIR …",
        )
    return "" if absolute == root.path else absolute.relative_to(root.path).as_posix()


def _at_or_below(manifest: Manifest, prefix: str) -> list[Entry]:
    files = (EntryKind.FILE, EntryKind.EXECUTABLE)
    below = f"{prefix}/" if prefix else ""
    return [
        entry
        for entry in manifest.entries.values()
        if entry.kind in files and (entry.path == prefix or entry.path.startswith(below))
    ]
