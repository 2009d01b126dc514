"""Keeping a tree: its contents become objects of the user's own store.

Index, branches and work tree are not touched, and no filter runs: bytes are the file's own.
Source of the stream format: git-fast-import(1); of the index lines: git-update-index(1).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import IO

from msgspec import Struct

from planproof.errors import GitError, TreeChangedError
from planproof.git import door
from planproof.git.blob import object_id, stream_id
from planproof.git.edited import MODES, EditedTree, edit_tree
from planproof.git.exclude import DEFAULT_EXCLUDE, SIZE_LIMIT, find_left_out
from planproof.git.objects import Reader, beside, sizes
from planproof.git.packed import changed, write_objects
from planproof.git.raw import tree_changes
from planproof.git.repository import Repository
from planproof.git.standing import read_loose
from planproof.model.tree import Entry, EntryKind, Manifest, Tree

_SMALL = 1_000_000
"""Bytes of a file that is sent as it is; larger ones are streamed."""

_FEW = 100
"""Files that are stored one by one; more of them are packed."""


class StoredTree(Struct, frozen=True):
    """``id`` is that of a git tree; ``left_out`` are (path, why) of what it does not hold."""

    id: str
    left_out: tuple[tuple[str, str], ...] = ()


class Held(Struct, frozen=True):
    """Blobs of a tree that a ref keeps: as long as the tree is in the store, they are."""

    tree: str
    blobs: frozenset[str]


def store_tree(
    repository: Repository,
    tree: Tree,
    exclude: Sequence[str] = DEFAULT_EXCLUDE,
    size_limit: int = SIZE_LIMIT,
    *,
    held: Held | None = None,
) -> StoredTree:
    """Writes ``tree`` into the object store; git drops it in time unless a ref keeps it.

    Untracked files that match a pattern of ``exclude`` (gitignore's, case ignored) or are longer
    than ``size_limit`` bytes are left out and listed, and so is what cannot be read. What is
    ``held`` is not sent again. Where the manifest says by which paths it differs from the tree of
    HEAD, only those are looked at. Raises TreeChangedError when a file is no longer what the
    manifest says, and GitError.
    """
    left_out = find_left_out(tree, exclude, size_limit)
    absent = {path for path, _ in left_out}
    with beside(repository) as scene:
        known = _edit_head(repository, scene, tree, absent, held)
        return StoredTree(known or _from_nothing(repository, scene, tree, absent), left_out)


def _edit_head(
    repository: Repository,
    scene: door.Scene,
    tree: Tree,
    absent: Collection[str],
    held: Held | None,
) -> str | None:
    """None where there is no way from the tree of HEAD to this one, or it would not be shorter."""
    mark = tree.manifest.mark
    kind, _, base = mark.base.partition(" ") if mark else ("", "", "")
    if mark is None or kind != "tree":
        return None
    try:
        with Reader(repository, scene) as reader:
            head = _head_tree(reader, tree.manifest)
            edits = {**_changes(repository, head, base), **read_loose(mark)}
            edited = edit_tree(repository, reader, head, edits | dict.fromkeys(absent))
            stored = _still_held(reader, held)
    except GitError:  # something is missing, as in a damaged store
        return None
    kept = [one for path, one in edits.items() if one and path not in absent]
    files = [one for one in kept if one.kind is not EntryKind.SUBMODULE and one.blob not in stored]
    _add_objects(scene, repository, tree, files, edited)
    return edited.id


def _still_held(reader: Reader, held: Held | None) -> frozenset[str]:
    """Somebody may have deleted the ref that kept them, and git what nothing leads to."""
    is_there = held is not None and next(reader.contents([held.tree])) is not None
    return held.blobs if held is not None and is_there else frozenset()


def _head_tree(reader: Reader, manifest: Manifest) -> str:
    """All of it is there and stays, because HEAD leads to it."""
    if manifest.revision is None:
        return object_id("tree", b"", manifest.object_format)
    content = next(reader.contents([f"{manifest.revision}^{{tree}}"]))
    if content is None:
        raise GitError(f"the tree of {manifest.revision} is not in the store", fix="git fsck")
    return object_id("tree", content, manifest.object_format)


def _changes(repository: Repository, head: str, base: str) -> dict[str, Entry | None]:
    """What the tree that the manifest stands on has otherwise than that of HEAD: mostly nothing."""
    pairs = tree_changes(repository, head, base)
    if pairs is None:
        raise GitError(f"the tree {base} is not in the store", fix="git fsck")
    return {path: now for path, (_, now) in pairs.items()}


def _add_objects(
    scene: door.Scene,
    repository: Repository,
    tree: Tree,
    files: Sequence[Entry],
    edited: EditedTree,
) -> None:
    if len(files) > _FEW or any((tree.size(one) or 0) > _SMALL for one in files):
        write_blobs(scene, tree, find_missing(repository, files))
        files = []
    if files or edited.folders:
        blobs = {one.blob: one for one in files}
        write_objects(scene, tree, blobs.values(), edited.folders)


def _from_nothing(
    repository: Repository, scene: door.Scene, tree: Tree, absent: Collection[str]
) -> str:
    kept = [one for path, one in tree.manifest.entries.items() if path not in absent]
    write_blobs(scene, tree, find_missing(repository, kept))
    return write_tree(scene, kept)


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
        raise changed(entry)
    pipe.write(b"blob\ndata %d\n" % size)
    object_format = tree.manifest.object_format
    if stream_id(_pass_on(pipe, tree.stream(entry)), size, object_format) != entry.blob:
        raise changed(entry)
    pipe.write(b"\n")


def _pass_on(pipe: IO[bytes], chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        pipe.write(chunk)
        yield chunk
