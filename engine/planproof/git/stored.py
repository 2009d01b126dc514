"""The entries of a tree in the object store, found when somebody asks for them.

An id names its tree for ever, so nothing here can be out of date. Source of the format:
git-ls-tree(1), OUTPUT FORMAT.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from planproof.errors import GitError
from planproof.git import door
from planproof.git.raw import empty_tree, kind_of, objects_scene
from planproof.git.repository import Repository
from planproof.model.tree import Entry, EntryKind

if TYPE_CHECKING:
    from planproof.git.open_store import OpenStore

_FEW = 1_000
"""Paths that are looked up one by one; for more it is quicker to list everything."""


class StoredEntries:
    """The entries of one tree."""

    def __init__(self, repository: Repository, tree: str, store: OpenStore | None = None) -> None:
        self.tree = tree
        self._store = store
        self._repository = repository
        self._everything: dict[str, Entry] | None = None
        self._known: dict[str, Entry | None] = {}

    @property
    def store(self) -> OpenStore:
        """Where its single parts are asked for; opened when it is first needed."""
        if self._store is None:
            from planproof.git.open_store import OpenStore

            self._store = OpenStore(self._repository)
        return self._store

    def all(self) -> dict[str, Entry]:
        """Every entry by path, in no particular order. Raises GitError."""
        if self._everything is None:
            listed = list(self._list())
            self._everything = {one.path: one for one in listed}
            if len(self._everything) != len(listed):  # git itself would not have written that
                raise GitError(f"the tree {self.tree} names a path twice", fix="Run `git fsck`")
        return self._everything

    def some(self, paths: Collection[str]) -> dict[str, Entry]:
        """The entries of those of the paths that are in the tree. Raises GitError."""
        unknown = [path for path in paths if path not in self._known]
        if self._everything is None and unknown:
            self._look_up(unknown)
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

    def _look_up(self, paths: list[str]) -> None:
        if len(self._known) + len(paths) > _FEW:
            self.all()
        else:
            self._known.update((path, self.store.entry(self.tree, path)) for path in paths)

    def _list(self) -> Iterator[Entry]:
        if self.tree == empty_tree(self._repository):
            return iter(())
        with objects_scene(self._repository) as scene:
            command = ["ls-tree", "-r", "-z", "--full-tree", self.tree]
            return read_listed(os.fsdecode(door.run(command, scene)))


def read_listed(listed: str) -> Iterator[Entry]:
    """Items are ``<mode> <type> <id>\\t<path>``."""
    for item in listed.split("\0"):
        described, _, path = item.partition("\t")
        mode, _, rest = described.partition(" ")
        kind, _, blob = rest.partition(" ")
        if blob and kind != "tree":
            yield Entry(path, blob, kind_of(mode))
