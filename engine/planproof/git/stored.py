"""Trees in the object store: their entries, and how one differs from another.

An id names its tree for ever, so nothing here can be out of date. Sources of the formats:
git-ls-tree(1), OUTPUT FORMAT; git-diff-tree(1), RAW OUTPUT FORMAT.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
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

_FEW = 200
"""Paths that are asked for by name; for more it is quicker to list everything."""

_PATIENCE = 8
"""Questions about single paths before everything is listed."""


class StoredEntries:
    """The entries of one tree, asked for when somebody wants them."""

    def __init__(self, repository: Repository, tree: str) -> None:
        self.tree = tree
        self._repository = repository
        self._everything: dict[str, Entry] | None = None
        self._known: dict[str, Entry | None] = {}
        self._asked = 0

    def all(self) -> dict[str, Entry]:
        """Every entry by path, in no particular order. Raises GitError."""
        if self._everything is None:
            self._everything = {one.path: one for one in self._list(["-r"])}
        return self._everything

    def some(self, paths: Collection[str]) -> dict[str, Entry]:
        """The entries of those of the paths that are in the tree. Raises GitError."""
        unknown = [path for path in paths if path not in self._known]
        if self._everything is None and unknown:
            self._ask(unknown)
        known = self._known if self._everything is None else self._everything
        found = ((path, known.get(path)) for path in paths)
        return {path: entry for path, entry in found if entry is not None}

    def learn(self, known: Mapping[str, Entry | None]) -> None:
        """What somebody found out already; None for a path that is not in the tree."""
        self._known.update(known)

    def blobs(self) -> Iterator[str]:
        """The ids of all files. Raises GitError."""
        return (one.blob for one in self.all().values() if one.kind is not EntryKind.SUBMODULE)

    def known_blobs(self) -> Iterator[str]:
        """The ids of what was asked for, or learnt, until now."""
        return (one.blob for one in self._known.values() if one is not None)

    def _ask(self, paths: list[str]) -> None:
        self._asked += 1
        if len(paths) > _FEW or self._asked > _PATIENCE:
            self.all()
            return
        self._known.update(dict.fromkeys(paths))
        self._known.update((one.path, one) for one in self._list([], paths))

    def _list(self, options: list[str], paths: Collection[str] = ()) -> Iterator[Entry]:
        if self.tree == empty_tree(self._repository):
            return iter(())
        command = ["ls-tree", *options, "-z", "--full-tree", self.tree, "--", *paths]
        with objects_scene(self._repository) as scene:
            return _entries(os.fsdecode(door.run(["--literal-pathspecs", *command], scene)))


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


def _entries(listed: str) -> Iterator[Entry]:
    """Items are ``<mode> <type> <id>\\t<path>``."""
    for item in listed.split("\0"):
        described, _, path = item.partition("\t")
        mode, _, rest = described.partition(" ")
        kind, _, blob = rest.partition(" ")
        if blob and kind != "tree":
            yield Entry(path, blob, kind_of(mode))
