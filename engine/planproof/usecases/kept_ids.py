"""Which violation of the latest snapshot carries which id, told by the id that it was born with.

With that most violations of the next tree are known again without a look at those of the snapshot.
It is kept in the index, which may lose or damage it: then the snapshot is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from planproof.evaluate.packed import DAMAGED, Packed, from_bytes, to_bytes

if TYPE_CHECKING:
    from planproof.index import Index
    from planproof.model.violation import Violation
    from planproof.plans import Plan, Snapshot, Task

_VERSION = 1


def recall_ids(
    index: Index, plan: Plan, task: Task, snapshot: Snapshot
) -> Mapping[str, str] | None:
    """{id at birth → id carried} of the violations of this very snapshot; None for not known."""
    stored = index.memo.get(_row(plan, task))
    try:
        which, born, carried = from_bytes(stored or b"")
        known = dict(zip(born, carried, strict=True))
    except DAMAGED:
        return None
    return known if which == _name(snapshot) and len(known) == snapshot.violations else None


def keep_ids(
    index: Index,
    plan: Plan,
    task: Task,
    snapshot: Snapshot,
    born: Sequence[Violation],
    carried: Sequence[Violation],
) -> None:
    """``born`` are the violations as an evaluation gave them, ``carried`` the same as recorded."""
    ids = {one.identity: one.fingerprint for one in carried}
    rows = [[one.fingerprint for one in born], [ids[one.identity] for one in born]]
    index.memo.put(_row(plan, task), to_bytes([_name(snapshot), *rows]))


def _row(plan: Plan, task: Task) -> str:
    return f"ids: {plan.slug} {task.key}"


def _name(snapshot: Snapshot) -> Packed:
    """All that tells a snapshot from one that a backup had in its place."""
    at = (snapshot.id, snapshot.sequence, snapshot.timestamp, snapshot.actor)
    of = (snapshot.tree, snapshot.git_ref, snapshot.spec_digest, snapshot.violations)
    return [_VERSION, *at, *of]
