"""What the last snapshot of a plan holds: the tree, and the differences to HEAD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from planproof.plans import NewSnapshot
from planproof.usecases.stored_tree import diffs_of, tree_of
from planproof.usecases.take_snapshot import reference

if TYPE_CHECKING:
    from planproof.git import Repository
    from planproof.index import Index
    from planproof.model.tree import Tree
    from planproof.plans import FileChange, Plan, PlanStore, Snapshot, Transaction
    from planproof.usecases.workspace import Workspace


class PlanPicture(NamedTuple):
    """A tree that is kept for the plan itself, by no spec."""

    tree: str
    head: str | None
    left_out: tuple[str, ...]
    diffs: Sequence[FileChange]


def picture_plan(
    workspace: Workspace, index: Index, store: PlanStore, plan: Plan, tree: Tree
) -> PlanPicture:
    """What the final snapshot of a plan needs, computed before any transaction is opened."""
    repository = workspace.repository
    stored, left_out = tree_of(repository, tree, index, store.trees(plan))
    head = tree.manifest.revision
    twin = store.twin(plan, stored, head)
    diffs = diffs_of(repository, tree, stored) if twin is None else store.diffs(twin)
    return PlanPicture(stored, head, left_out, diffs)


def keep_plan(
    writer: Transaction, repository: Repository | None, plan: Plan, view: PlanPicture
) -> Snapshot | None:
    """Record it as ``archive``; None when the plan's own last snapshot shows the same."""
    new = NewSnapshot(
        checkpoint_name="archive",
        tree=view.tree,
        git_ref=view.head,
        files=[diff.path for diff in view.diffs],
        left_out=view.left_out,
        diffs=view.diffs,
    )
    snapshot = writer.record_snapshot(plan, None, new)
    if snapshot is not None and repository is not None:
        from planproof.git import set_ref

        set_ref(repository, reference(plan, None, snapshot.sequence), view.tree)
    return snapshot
