"""What was found out when the last picture was taken, so that little is left to do for the next.

Everything here is kept in the index, which may lose or damage it: then it is found out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from planproof.evaluate.packed import DAMAGED, Packed, from_bytes, to_bytes
from planproof.git import WorkingTree
from planproof.model.tree import EntryKind, Tree

if TYPE_CHECKING:
    from planproof.index import Index

_VERSION = 1


class KeptTree(NamedTuple):
    """The tree in git's store that was made of a work tree.

    ``name`` stands for all that it depends on. ``blobs`` are ids of what it holds beside HEAD: as
    long as a ref keeps the tree, it keeps them.
    """

    name: str
    id: str
    left_out: tuple[str, ...]
    blobs: frozenset[str]


def recall_tree(index: Index, place: str) -> KeptTree | None:
    """The last one of a work tree; ``place`` is its git folder."""
    try:
        version, name, id_, left_out, blobs = _recall(index, f"snapshot tree: {place}")
    except DAMAGED:
        return None
    return KeptTree(name, id_, tuple(left_out), frozenset(blobs)) if version == _VERSION else None


def keep_tree(index: Index, place: str, kept: KeptTree) -> None:
    row = [_VERSION, kept.name, kept.id, kept.left_out, sorted(kept.blobs)]
    index.memo.put(f"snapshot tree: {place}", to_bytes(row))


def name_of(tree: Tree) -> str | None:
    """A short name for the entries of a tree and for what of it is untracked; None for none."""
    mark = tree.manifest.mark
    if mark is None or not isinstance(tree, WorkingTree):
        return None
    return _digest(repr((mark.base, mark.loose, mark.rest, sorted(tree.untracked))))


def loose_blobs(tree: Tree, left_out: Sequence[str]) -> frozenset[str]:
    """The contents of files that HEAD may not have, but for those of the paths left out."""
    mark = tree.manifest.mark
    rows = mark.loose if mark is not None else ()
    absent, kinds = frozenset(left_out), ("", EntryKind.SUBMODULE.value)
    return frozenset(blob for path, blob, kind in rows if kind not in kinds and path not in absent)


def _recall(index: Index, row: str) -> Packed:
    stored = index.memo.get(row)
    if stored is None:
        raise KeyError(row)
    return from_bytes(stored)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
