"""Code below ``.planproof``: no rule looks there, since all of it is planproof's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.gate.verdict import Weakening, WeakeningKind
from planproof.languages import language_of
from planproof.model.tree import Entry
from planproof.usecases.gate_contracts import OWN, Contracts

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree

_HEAD_BYTES = 100


def code_of_own(
    before: Contracts, after: Contracts, head: CommitTree | WorkingTree
) -> Iterator[Weakening]:
    """The files that the base does not have like this and that some grammar claims."""
    for path, entry in sorted(after.own.items()):
        known = before.own.get(path)
        if known is not None and known.blob == entry.blob:
            continue
        if language_of(path, _head_of(head, entry)) is not None:
            yield Weakening(
                kind=WeakeningKind.OUT_OF_SIGHT,
                subject=path,
                rule="",
                message=f"{path} is code, and no rule looks at what lies below {OWN}",
                identity=entry.blob,
                path=path,
            )


def _head_of(tree: CommitTree | WorkingTree, entry: Entry) -> bytes:
    """How a file begins that no ending tells the kind of."""
    if "." in entry.path.rpartition("/")[2]:
        return b""
    return next(iter(tree.stream(entry)), b"")[:_HEAD_BYTES]
