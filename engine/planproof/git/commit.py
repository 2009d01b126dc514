"""The tree of any commit, read without a checkout."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import tee

from msgspec import Struct

from planproof.git.entries import LazyEntries, Source
from planproof.git.links import LinkShelf
from planproof.git.memo import Memo
from planproof.git.objects import Sizes, stream
from planproof.git.open_store import OpenStore
from planproof.git.repository import Repository
from planproof.git.standing import Standing
from planproof.git.stored import StoredEntries
from planproof.model.tree import Entry, EntryKind, Manifest, Note

_NOTHING = "0" * 40
"""An id that no object has."""


class CommitTree(Struct, frozen=True):
    """A tree in the object store."""

    repository: Repository
    manifest: Manifest
    sizes: Sizes
    store: OpenStore

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        asked, listed = tee(entries)
        ids = (_NOTHING if one.kind is EntryKind.SUBMODULE else one.blob for one in listed)
        yield from zip(asked, self.store.contents(ids), strict=True)

    def size(self, entry: Entry) -> int | None:
        return self.sizes.get(entry.blob)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        return stream(self.repository, entry.blob)


def commit_tree(repository: Repository, revision: str, *, memo: Memo | None = None) -> CommitTree:
    """The tree of a commit, tag or tree.

    ``manifest.revision`` is the full id of the commit, None for a bare tree. Contents that are
    missing from a partial clone read as None; nothing is fetched. ``memo`` saves listing trees that
    are much like one that was listed before. Raises NotFoundError, and GitError when the tree
    itself is missing.
    """
    commit = repository.resolve(revision)
    tree = repository.tree_of(commit)
    return make_commit_tree(repository, None if commit == tree else commit, tree, memo)


def make_commit_tree(
    repository: Repository, commit: str | None, tree: str, memo: Memo | None
) -> CommitTree:
    base = StoredEntries(repository, tree)
    links = LinkShelf(memo).find(base)
    manifest = make_manifest(repository, commit, base, links)
    named = Standing(base, {}).name(manifest)
    sizes = Sizes(base.store.sizes, base.blobs, base.known_blobs)
    return CommitTree(repository, named, sizes, base.store)


def make_manifest(
    repository: Repository, commit: str | None, source: Source, links: Collection[str]
) -> Manifest:
    """``links`` are the paths of submodules."""
    message = f"submodules are not looked into ({len(links)})"
    return Manifest(
        entries=LazyEntries(source, {}),
        revision=commit,
        object_format=repository.object_format,
        notes=(Note("submodule", message, tuple(sorted(links))),) if links else (),
    )
