"""Trees of many commits, one after the other: each is told by how it differs from the one before.

The first is listed when somebody goes through it, the others never are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import TracebackType

from planproof.git.commit import CommitTree, make_manifest
from planproof.git.links import LinkShelf, links_after
from planproof.git.memo import Memo
from planproof.git.objects import Sizes
from planproof.git.open_store import OpenStore
from planproof.git.raw import Pair
from planproof.git.repository import Repository
from planproof.git.standing import Standing
from planproof.git.stored import StoredEntries
from planproof.model.tree import Entry, EntryKind


class CommitTrees:
    """Use it in a ``with`` block: its trees can be read as long as that lasts."""

    def __init__(self, repository: Repository, memo: Memo | None = None) -> None:
        self._repository = repository
        self._memo = memo
        self._store = OpenStore(repository)
        self._last: _Entries | None = None
        self._links: frozenset[str] = frozenset()

    def __enter__(self) -> CommitTrees:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._store.__exit__(kind, error, trace)

    def tree(self, commit: str | None, tree: str) -> CommitTree:
        """The tree of a commit, both by their full ids. Raises GitError when it is not here."""
        entries = self._entries(tree)
        manifest = make_manifest(self._repository, commit, entries, self._links)
        standing = Standing(entries, {})
        sizes = Sizes(self._store.sizes, entries.blobs, entries.known_blobs)
        return CommitTree(self._repository, standing.name(manifest), sizes, self._store)

    def _entries(self, tree: str) -> _Entries:
        last = self._last
        between = None if last is None else self._store.changes(last.tree, tree)
        if last is None or between is None:
            found = _Entries(StoredEntries(self._repository, tree, self._store), tree, {})
            self._links = LinkShelf(self._memo).find(found.first)
        else:
            found = last.after(tree, between)
            self._links = links_after(self._links, between)
        self._last = found
        return found


class _Entries:
    """Those of the first tree, but for the paths in which this one differs from it."""

    def __init__(
        self, first: StoredEntries, tree: str, changes: Mapping[str, Entry | None]
    ) -> None:
        self.first = first
        self.tree = tree
        self.store = first.store
        self._changes = changes

    def after(self, tree: str, between: Mapping[str, Pair]) -> _Entries:
        """The entries of another tree, by what differs between this one and that."""
        now = {path: after for path, (_, after) in between.items()}
        return _Entries(self.first, tree, {**self._changes, **now})

    def all(self) -> dict[str, Entry]:
        found = {**self.first.all(), **self._changes}
        return {path: one for path, one in found.items() if one is not None}

    def some(self, paths: Collection[str]) -> dict[str, Entry]:
        found = self.first.some([path for path in paths if path not in self._changes])
        own = ((path, self._changes.get(path)) for path in paths)
        return found | {path: one for path, one in own if one is not None}

    def learn(self, known: Mapping[str, Entry | None]) -> None:
        """What is known of paths that this tree has like the first."""
        self.first.learn({path: one for path, one in known.items() if path not in self._changes})

    def blobs(self) -> Iterator[str]:
        return (one.blob for one in self.all().values() if one.kind is not EntryKind.SUBMODULE)

    def known_blobs(self) -> Iterator[str]:
        return (one.blob for one in self._changes.values() if one is not None)
