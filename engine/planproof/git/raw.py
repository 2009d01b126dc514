"""What git says of trees in its raw formats, and where it is asked.

Sources: git-diff-tree(1), RAW OUTPUT FORMAT; git(1).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

from planproof.git import door
from planproof.git.blob import object_id
from planproof.git.objects import beside
from planproof.git.repository import Repository
from planproof.model.tree import Entry, EntryKind

KINDS = {
    "100644": EntryKind.FILE,
    "100755": EntryKind.EXECUTABLE,
    "120000": EntryKind.SYMLINK,
    "160000": EntryKind.SUBMODULE,
}
"""git's modes."""

Pair = tuple[Entry | None, Entry | None]
"""What a path is in one tree and in another."""


def tree_changes(repository: Repository, old: str, new: str) -> dict[str, Pair] | None:
    """{path → (entry in ``old``, entry in ``new``)} where they differ; None when git cannot tell.

    Folders have no entries of their own.
    """
    if old == new:
        return {}
    with objects_scene(repository) as scene:
        asked = door.ask([*DIFF_TREE, old, new], scene)
    return dict(read_raw(asked.output)) if asked.code == 0 else None


RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=none")
DIFF_TREE = ("diff-tree", "-r", *RAW)


def read_raw(listed: bytes) -> Iterator[tuple[str, Pair]]:
    """Items are ``:<mode> <mode> <id> <id> <letter>`` and a path, NUL after each."""
    items = os.fsdecode(listed).split("\0")
    for described, path in zip(items[0::2], items[1::2], strict=False):
        yield path, read_pair(described, path)


def read_pair(described: str, path: str) -> Pair:
    old_mode, mode, old_blob, blob, _ = described[1:].split(" ")
    return _entry(path, old_mode, old_blob), _entry(path, mode, blob)


def objects_scene(repository: Repository) -> AbstractContextManager[door.Scene]:
    """Where trees are asked for. Where git might fetch what is missing: beside the repository."""
    return beside(repository) if repository.settings.promised else nullcontext(repository.scene)


def empty_tree(repository: Repository) -> str:
    return object_id("tree", b"", repository.object_format)


def kind_of(mode: str) -> EntryKind:
    """Old commits hold modes that git no longer writes, such as 100664."""
    if mode in KINDS:
        return KINDS[mode]
    return EntryKind.EXECUTABLE if int(mode, 8) & 0o100 else EntryKind.FILE


def _entry(path: str, mode: str, blob: str) -> Entry | None:
    return None if mode == "000000" else Entry(path, blob, kind_of(mode))
