"""The tree of any commit, read without a checkout."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import tee

from planproof.git import door
from planproof.git.listing import KINDS
from planproof.git.objects import Reader, Sizes, beside, stream
from planproof.git.repository import Repository
from planproof.model.tree import Entry, EntryKind, Manifest, Note

_NOTHING = "0" * 40
"""An id that no object has."""


@dataclass(frozen=True, slots=True)
class CommitTree:
    """A tree in the object store."""

    repository: Repository
    manifest: Manifest
    sizes: Sizes

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        asked, listed = tee(entries)
        ids = (_NOTHING if one.kind is EntryKind.SUBMODULE else one.blob for one in listed)
        with Reader(self.repository) as reader:
            yield from zip(asked, reader.contents(ids), strict=True)

    def size(self, entry: Entry) -> int | None:
        return self.sizes.get(entry.blob)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        return stream(self.repository, entry.blob)


def commit_tree(repository: Repository, revision: str) -> CommitTree:
    """The tree of a commit, tag or tree.

    ``manifest.revision`` is the full id of the commit, None for a bare tree. Contents that are
    missing from a partial clone read as None; nothing is fetched. Raises NotFoundError, and
    GitError when the tree itself is missing.
    """
    commit = repository.resolve(revision)
    tree = repository.tree_id(commit)
    with beside(repository) as scene:
        listed = door.run(["ls-tree", "-r", "-z", "--full-tree", tree], scene)
    entries = dict(sorted(_entries(os.fsdecode(listed))))
    links = tuple(path for path, one in entries.items() if one.kind is EntryKind.SUBMODULE)
    manifest = Manifest(
        entries=entries,
        revision=None if commit == tree else commit,
        object_format=repository.object_format,
        notes=(Note("submodule", f"submodules are not looked into ({len(links)})", links),)
        if links
        else (),
    )
    blobs = [one.blob for one in entries.values() if one.kind is not EntryKind.SUBMODULE]
    return CommitTree(repository, manifest, Sizes(repository, blobs))


def _entries(listed: str) -> Iterator[tuple[str, Entry]]:
    """Items are ``<mode> <type> <id>\\t<path>``."""
    for item in listed.split("\0"):
        if item:
            described, _, path = item.partition("\t")
            mode, _, blob = described.split(" ")
            yield path, Entry(path, blob, _kind(mode))


def _kind(mode: str) -> EntryKind:
    """Old commits hold modes that git no longer writes, such as 100664."""
    if mode in KINDS:
        return KINDS[mode]
    return EntryKind.EXECUTABLE if int(mode, 8) & 0o100 else EntryKind.FILE
