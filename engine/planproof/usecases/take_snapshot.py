"""What a snapshot holds: the tree, the differences to HEAD, the violations."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import GitError
from planproof.model.sheets import Sheets
from planproof.plans import NewSnapshot, Since
from planproof.progress.recorded import Records, record
from planproof.usecases.follow import Followed, follow
from planproof.usecases.kept_ids import keep_ids
from planproof.usecases.kept_pictures import (
    KeptTree,
    keep_tree,
    loose_blobs,
    name_of,
    recall_tree,
)

if TYPE_CHECKING:
    from planproof.git import Repository
    from planproof.index import Index
    from planproof.model.tree import Manifest, Tree
    from planproof.model.violation import Violation
    from planproof.plans import FileChange, Plan, PlanStore, Snapshot, Task, Transaction
    from planproof.progress import Counts
    from planproof.usecases.judge import Judged
    from planproof.usecases.workspace import Workspace


class Picture(NamedTuple):
    """A judged tree, ready to be kept. ``tree`` is git's id, or a digest where there is no git.

    ``followed`` is what became of the violations of ``previous``, the task's latest snapshot.
    ``is_new`` says whether a snapshot of this would
    differ from the previous one; ``diffs`` tells the differences to HEAD.
    """

    tree: str
    head: str | None
    left_out: tuple[str, ...]
    previous: Snapshot | None
    followed: Followed
    is_new: bool
    diffs: Callable[[], Sequence[FileChange]]

    @property
    def counts(self) -> Counts:
        """How the tree compares with the previous snapshot."""
        return self.followed.counts

    @property
    def carried(self) -> Sequence[Violation]:
        """The current violations with the ids they keep for life."""
        return self.followed.carried


def picture(
    workspace: Workspace, index: Index, store: PlanStore, plan: Plan, task: Task, judged: Judged
) -> Picture:
    """Everything a snapshot needs, computed before any transaction is opened."""
    repository, evaluation = workspace.repository, judged.evaluation
    previous = store.latest_snapshot(plan, task)
    tree, left_out = _tree_of(repository, judged.tree, index, store.trees(plan))

    def renames() -> Mapping[str, str]:
        return find_renames(repository, previous, tree)

    followed = follow(index, store, plan, task, previous, evaluation.violations, renames)
    counts = followed.counts
    head = judged.tree.manifest.revision

    @cache
    def diffs() -> Sequence[FileChange]:
        twin = store.twin(plan, tree, head)
        return _diffs(repository, judged.tree, tree) if twin is None else store.diffs(twin)

    is_kept = previous is not None and previous.pruned_at is None
    at = (previous.tree, previous.spec_digest) if previous is not None and is_kept else None
    is_new = bool(counts.new or counts.fixed) or at != (tree, evaluation.spec_digest)
    if is_new:
        diffs()
    return Picture(tree, head, left_out, previous, followed, is_new, diffs)


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
    stored, left_out = _tree_of(repository, tree, index, store.trees(plan))
    head = tree.manifest.revision
    twin = store.twin(plan, stored, head)
    diffs = _diffs(repository, tree, stored) if twin is None else store.diffs(twin)
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


def remember(
    index: Index, plan: Plan, task: Task, snapshot: Snapshot | None, view: Picture
) -> None:
    """After a snapshot was recorded: what it holds need not be read for the next one."""
    if snapshot is not None:
        keep_ids(index, plan, task, snapshot, view.followed.ids)


def keep(
    writer: Transaction,
    repository: Repository | None,
    plan: Plan,
    task: Task,
    view: Picture,
    name: str,
    spec_digest: str,
) -> Snapshot | None:
    """Record the snapshot, and keep its contents from git's garbage collection.

    None when nothing changed since the task's last one.
    """
    if not view.is_new and writer.is_latest(plan, task, view.previous):
        return None
    new = NewSnapshot(
        checkpoint_name=name,
        tree=view.tree,
        git_ref=view.head,
        spec_digest=spec_digest,
        left_out=view.left_out,
        diffs=view.diffs(),
        violations=Records(view.carried),
        since=_since(view),
    )
    snapshot = writer.record_snapshot(plan, task, new)
    if snapshot is not None and repository is not None:
        from planproof.git import set_ref

        set_ref(repository, reference(plan, task, snapshot.sequence), view.tree)
    return snapshot


def _since(view: Picture) -> Since | None:
    """Where the violations differ from those of the previous snapshot, as far as that is told."""
    touched, carried = view.followed.touched, view.carried
    if view.previous is None or touched is None or not isinstance(carried, Sheets):
        return None
    return Since(view.previous, touched, tuple(map(record, carried.at(touched))))


def reference(plan: Plan, task: Task | None, sequence: int) -> str:
    """The ref, below ``refs/planproof/``, that keeps a snapshot's contents."""
    owner = "plan" if task is None else task.key
    return f"snapshots/{plan.slug}/{owner}/{sequence}"


def _diffs(repository: Repository | None, tree: Tree, stored: str) -> Sequence[FileChange]:
    if repository is None:
        return ()
    from planproof.git import diff_to_head

    return diff_to_head(repository, tree, stored=stored)


def _tree_of(
    repository: Repository | None, tree: Tree, index: Index, kept: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """The name of all contents, and the paths that are not among them.

    ``kept`` are the trees of snapshots of the same plan: in git already, where refs keep them.
    """
    if repository is None:
        return manifest_digest(tree.manifest, frozenset()), ()
    place = str(repository.git_dir)
    name = name_of(tree) or _long_name_of(tree)
    known = recall_tree(index, place)
    if known is not None and known.id not in kept:
        known = None
    if known is not None and known.name == name:
        return known.id, known.left_out
    from planproof.git import Held, store_tree

    held = None if known is None else Held(known.id, known.blobs)
    stored = store_tree(repository, tree, held=held)
    left_out = tuple(path for path, _ in stored.left_out)
    blobs = loose_blobs(tree, left_out)
    keep_tree(index, place, KeptTree(name, stored.id, left_out, blobs))
    return stored.id, left_out


def _long_name_of(tree: Tree) -> str:
    from planproof.git import DEFAULT_EXCLUDE, SIZE_LIMIT, find_left_out

    left_out = frozenset(path for path, _ in find_left_out(tree, DEFAULT_EXCLUDE, SIZE_LIMIT))
    return manifest_digest(tree.manifest, left_out)


def manifest_digest(manifest: Manifest, without: frozenset[str]) -> str:
    """A name for all contents but those of some paths: SHA-256 over the sorted manifest."""
    digest = hashlib.sha256()
    for path, entry in sorted(manifest.entries.items()):
        if path in without:
            continue
        digest.update(os.fsencode(f"{entry.kind.value} {entry.blob} {path}\0"))
    return digest.hexdigest()


def find_renames(
    repository: Repository | None, previous: Snapshot | None, tree: str
) -> dict[str, str]:
    """Old path → new path since the previous snapshot, as far as its tree is still there."""
    if repository is None or previous is None or previous.tree == tree:
        return {}
    from planproof.git import rename_map

    try:
        return rename_map(repository, previous.tree, tree)
    except GitError:
        return {}
