"""Which paths of a stored tree are submodules, without listing all of it.

A tree that is much like one whose submodules are known differs from it in few paths.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from planproof.git.memo import Memo, Sections, Shelf
from planproof.git.raw import Pair
from planproof.git.stored import StoredEntries
from planproof.model.tree import Entry, EntryKind

_LAST = "last"


class LinkShelf:
    """The submodules of the last few trees."""

    def __init__(self, memo: Memo | None) -> None:
        self._shelf = Shelf(memo, "links", 1)
        self._last = Shelf(memo, "last links", 1)

    def find(self, tree: StoredEntries) -> frozenset[str]:
        """Raises GitError when the tree must be listed and is not in the store."""
        known = self._shelf.find(tree.tree, _read_paths)
        if known is not None:
            return known
        found = self._by_neighbour(tree)
        if found is None:
            found = frozenset(path for path, one in tree.all().items() if _is_link(one))
        self.keep(tree.tree, found)
        return found

    def keep(self, tree: str, links: Collection[str]) -> None:
        self._shelf.keep(tree, [sorted(links)])
        self._last.keep(_LAST, [[tree], sorted(links)])

    def _by_neighbour(self, tree: StoredEntries) -> frozenset[str] | None:
        last = self._last.find(_LAST, _read_last)
        if last is None:
            return None
        neighbour, links = last
        changes = tree.store.changes(neighbour, tree.tree)
        if changes is None:
            return None
        tree.learn({path: now for path, (_, now) in changes.items()})
        return links_after(links, changes)


def links_after(links: frozenset[str], changes: Mapping[str, Pair]) -> frozenset[str]:
    """The submodules of a tree, by those of another and what differs."""
    return (links - changes.keys()) | {path for path, (_, now) in changes.items() if _is_link(now)}


def _is_link(entry: Entry | None) -> bool:
    return entry is not None and entry.kind is EntryKind.SUBMODULE


def _read_paths(sections: Sections) -> frozenset[str]:
    (paths,) = sections
    return frozenset(paths)


def _read_last(sections: Sections) -> tuple[str, frozenset[str]]:
    (tree,), links = sections
    return tree, frozenset(links)
