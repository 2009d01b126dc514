"""The index as git lists it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from planproof.git.indexed import ATTRIBUTES, Traits
from planproof.git.raw import kind_of
from planproof.model.tree import Entry

_LINK = "160000"


class ListedIndex:
    """From ``git ls-files -z -s -v``: items are ``<tag> <mode> <id> <stage>\\t<path>``.

    Tags: ``H`` ordinary, ``S`` skip-worktree, ``M`` unmerged; in lower case: assume-unchanged.
    Entries are made when they are asked for: mostly only few are.
    """

    def __init__(self, listed: bytes) -> None:
        self._items = os.fsdecode(listed).split("\0")[:-1]
        self._end = self._items[0].find(" ", 9) if self._items else 0
        self.paths = [item[self._end + 3 :] for item in self._items]

    def all(self) -> dict[str, Entry]:
        """Of an unmerged path the last of its stages."""
        return self._entries(self._items)

    def some(self, paths: Collection[str]) -> dict[str, Entry]:
        wanted = frozenset(paths)
        pairs = zip(self._items, self.paths, strict=True)
        return self._entries(item for item, path in pairs if path in wanted) if wanted else {}

    def traits(self) -> Traits:
        """All but what is told by the times that git noted."""
        special = [item for item in self._items if item[0] != "H"]
        folders = _with_ancestors({path.rpartition("/")[0] for path in self.paths})
        end = self._end + 3
        return Traits(
            links=frozenset(item[end:] for item in self._items if item[2:8] == _LINK),
            sparse=frozenset(item[end:] for item in special if item[0] in "Ss"),
            unmerged=frozenset(item[end:] for item in special if item[0] in "Mm"),
            unchecked=frozenset(item[end:] for item in special if item[0].islower()),
            attributes=tuple(path for path in self.paths if _is_attributes(path)),
            folders=tuple(sorted(folders)),
        )

    def _entries(self, items: Iterable[str]) -> dict[str, Entry]:
        end = self._end
        path = end + 3
        return {i[path:]: Entry(i[path:], i[9:end], kind_of(i[2:8])) for i in items}


def _is_attributes(path: str) -> bool:
    return path.endswith(ATTRIBUTES) and path.rpartition("/")[2] == ATTRIBUTES


def _with_ancestors(folders: Iterable[str]) -> set[str]:
    every = {""}
    for folder in folders:
        while folder not in every:
            every.add(folder)
            folder = folder.rpartition("/")[0]
    return every
