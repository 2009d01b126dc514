"""Keeping a tree: its contents become objects of the user's own store.

Index, branches and work tree are not touched, and no filter runs: bytes are the file's own.
Source of the stream format: git-fast-import(1); of the index lines: git-update-index(1).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from planproof.errors import TreeChangedError
from planproof.git import door
from planproof.git.blob import stream_id
from planproof.git.exclude import DEFAULT_EXCLUDE, SIZE_LIMIT, find_left_out
from planproof.git.objects import beside, sizes
from planproof.git.repository import Repository
from planproof.model.tree import Entry, EntryKind, Tree

MODES = {
    EntryKind.FILE: "100644",
    EntryKind.EXECUTABLE: "100755",
    EntryKind.SYMLINK: "120000",
    EntryKind.SUBMODULE: "160000",
}


@dataclass(frozen=True, slots=True)
class StoredTree:
    """``id`` is that of a git tree; ``left_out`` are (path, why) of what it does not hold."""

    id: str
    left_out: tuple[tuple[str, str], ...] = ()


def store_tree(
    repository: Repository,
    tree: Tree,
    exclude: Sequence[str] = DEFAULT_EXCLUDE,
    size_limit: int = SIZE_LIMIT,
) -> StoredTree:
    """Writes ``tree`` into the object store; git drops it in time unless a ref keeps it.

    Untracked files that match a pattern of ``exclude`` (gitignore's, case ignored) or are longer
    than ``size_limit`` bytes are left out and listed, and so is what cannot be read. Raises
    TreeChangedError when a file is no longer what the manifest says, and GitError.
    """
    left_out = find_left_out(tree, exclude, size_limit)
    absent = {path for path, _ in left_out}
    kept = [one for path, one in tree.manifest.entries.items() if path not in absent]
    with beside(repository) as scene:
        write_blobs(scene, tree, find_missing(repository, kept))
        return StoredTree(write_tree(scene, kept), left_out)


def write_blobs(scene: door.Scene, tree: Tree, entries: Iterable[Entry]) -> None:
    """Streams contents into the store of ``scene``, in one process and without a copy on disk."""
    command = ["fast-import", "--quiet", "--depth=0"]  # no deltas: git makes better ones later
    with door.start(command, scene, feed=True) as running:
        try:
            for entry in entries:
                _send(running.stdin, tree, entry)
        except BrokenPipeError:
            running.finish().require()  # it has given up, and says why
        except TreeChangedError:
            running.finish()  # an orderly end leaves no half-written pack
            raise
        running.finish().require()


def write_tree(scene: door.Scene, entries: Iterable[Entry]) -> str:
    """The id of a new tree of these entries. Their objects need not be in the store."""
    lines = (f"{MODES[one.kind]} {one.blob} 0\t{one.path}\0" for one in entries)
    door.run(["update-index", "-z", "--index-info"], scene, os.fsencode("".join(lines)))
    return door.run(["write-tree", "--missing-ok"], scene).decode().strip()


def find_missing(repository: Repository, entries: Iterable[Entry]) -> list[Entry]:
    """The first entry of each blob that is not in the store yet."""
    blobs = {one.blob: one for one in entries if one.kind is not EntryKind.SUBMODULE}
    there = sizes(repository, sorted(blobs))
    return [one for blob, one in blobs.items() if blob not in there]


def _send(pipe: IO[bytes], tree: Tree, entry: Entry) -> None:
    """One blob, checked on its way: what is stored is what the manifest promised."""
    size = tree.size(entry)
    if size is None:
        raise _changed(entry)
    pipe.write(b"blob\ndata %d\n" % size)
    object_format = tree.manifest.object_format
    if stream_id(_pass_on(pipe, tree.stream(entry)), size, object_format) != entry.blob:
        raise _changed(entry)
    pipe.write(b"\n")


def _pass_on(pipe: IO[bytes], chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        pipe.write(chunk)
        yield chunk


def _changed(entry: Entry) -> TreeChangedError:
    return TreeChangedError(
        f"{entry.path} changed while it was being stored",
        fix="Wait until nothing writes to these files, then run this again",
    )
