"""Single paths of stored trees, found by reading the folders on the way to them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from planproof.errors import GitError
from planproof.git.blob import object_id
from planproof.git.edited import FOLDER, Item, read_items
from planproof.git.raw import kind_of
from planproof.model.tree import Entry

_MOST = 2_000
"""Folders that are kept, of all trees together."""

Contents = Callable[[Iterable[str]], Iterator[bytes | None]]
"""Gives the bytes of objects by their ids, None for what is not there."""


class Folders:
    """Remembers what folders hold, by the ids of their trees."""

    def __init__(self, object_format: str) -> None:
        self._object_format = object_format
        self._known: dict[str, dict[bytes, Item]] = {}

    def find(self, contents: Contents, tree: str, path: str) -> Entry | None:
        """What a tree has at a path; None for nothing, or a folder. Raises GitError."""
        *way, name = os.fsencode(path).split(b"/")
        for part in way:
            mode, id_ = self._items(contents, tree).get(part, (b"", b""))
            if mode != FOLDER:
                return None
            tree = id_.hex()
        mode, id_ = self._items(contents, tree).get(name, (b"", b""))
        if not id_ or mode == FOLDER:
            return None
        return Entry(path, id_.hex(), kind_of(mode.decode()))

    def _items(self, contents: Contents, tree: str) -> dict[bytes, Item]:
        if tree not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[tree] = read_items(self._read(contents, tree), self._object_format)
        return self._known[tree]

    def _read(self, contents: Contents, tree: str) -> bytes:
        """The empty tree need not be stored."""
        if tree == object_id("tree", b"", self._object_format):
            return b""
        (content,) = contents([tree])
        if content is None or object_id("tree", content, self._object_format) != tree:
            raise GitError(
                f"the tree {tree} cannot be read from the object store",
                fix="Run `git fsck`; in a partial or shallow clone, `git fetch` what is missing",
            )
        return content
