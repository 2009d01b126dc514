"""What was found out when the last picture was taken, so that little is left to do for the next.

Everything here is kept in the index, which may lose or damage it: then it is found out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planproof.evaluate.packed import DAMAGED, Packed, from_bytes, to_bytes
from planproof.git import WorkingTree
from planproof.model.tree import EntryKind, Tree
from planproof.model.violation import Violation
from planproof.plans import Plan, Snapshot, Task

if TYPE_CHECKING:
    from planproof.index import Index

_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeptTree:
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


@dataclass(frozen=True, slots=True)
class KeptComparison:
    """That nothing became of the violations since the last snapshot, and the ids that they carry.

    ``question`` is all that this depends on.
    """

    row: str
    question: Packed

    def recall(self, index: Index, violations: Sequence[Violation]) -> tuple[Violation, ...] | None:
        """The violations with their ids; None where that has to be found out."""
        try:
            question, names = _recall(index, self.row)
        except DAMAGED:
            return None
        if question != self.question or len(names) != len(violations):
            return None
        pairs = zip(violations, names, strict=True)
        return tuple(
            one if one.fingerprint == name else one._replace(fingerprint=name)
            for one, name in pairs
        )

    def keep(self, index: Index, violations: Sequence[Violation]) -> None:
        """``violations`` carry their ids, in the order of the evaluation."""
        names = [one.fingerprint for one in violations]
        index.memo.put(self.row, to_bytes([self.question, names]))


def kept_comparison(
    plan: Plan, task: Task, previous: Snapshot, violations: Sequence[Violation]
) -> KeptComparison:
    """Of the violations of a tree that is the same as that of the previous snapshot."""
    at = (previous.id, previous.sequence, previous.timestamp, previous.tree, previous.violations)
    return KeptComparison(
        f"comparison: {plan.slug} {task.key}",
        [_VERSION, *at, previous.spec_digest, _digest("\n".join(map(_told_apart, violations)))],
    )


def _told_apart(one: Violation) -> str:
    """All of a violation that a comparison looks at: its id stands for its other ingredients."""
    start, end = one.place.start, one.place.end
    place = f"{start.line} {start.column} {end.line} {end.column} {one.place.path}"
    return f"{one.fingerprint} {place}\0{one.identity.shape}"


def _recall(index: Index, row: str) -> Packed:
    stored = index.memo.get(row)
    if stored is None:
        raise KeyError(row)
    return from_bytes(stored)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
