"""What a snapshot holds: the tree, the differences to HEAD, the violations."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass

from planproof.errors import GitError, NotFoundError
from planproof.git import (
    DEFAULT_EXCLUDE,
    SIZE_LIMIT,
    Repository,
    diff_to_head,
    find_left_out,
    rename_map,
    set_ref,
    store_tree,
)
from planproof.index import Index
from planproof.model.tree import Manifest, Tree
from planproof.model.violation import Violation
from planproof.plans import FileChange, NewSnapshot, Plan, PlanStore, Snapshot, Task, Transaction
from planproof.progress import Comparison, Recorded, record
from planproof.progress.compare import compare
from planproof.usecases.judge import Judged
from planproof.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Picture:
    """A judged tree, ready to be kept. ``tree`` is git's id, or a digest where there is no git."""

    tree: str
    head: str | None
    left_out: tuple[str, ...]
    comparison: Comparison[Recorded, Violation]
    diffs: Sequence[FileChange]


def picture(
    workspace: Workspace, index: Index, store: PlanStore, plan: Plan, task: Task, judged: Judged
) -> Picture:
    """Everything a snapshot needs, computed before any transaction is opened."""
    repository = workspace.repository
    previous = store.latest_snapshot(plan, task)
    kept = store.snapshots(plan)
    tree, left_out = _tree_of(repository, judged.tree, index, kept)
    renames = _renames(repository, previous, tree)
    before = () if previous is None else store.violations(previous)
    comparison = compare(before, judged.evaluation.violations, renames)
    head = None if repository is None else repository.head()
    twin = next((one for one in kept if (one.tree, one.git_ref) == (tree, head)), None)
    diffs = _diffs(repository, judged.tree) if twin is None else store.diffs(twin)
    return Picture(tree, head, left_out, comparison, diffs)


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
    new = NewSnapshot(
        checkpoint_name=name,
        tree=view.tree,
        git_ref=view.head,
        spec_digest=spec_digest,
        files=[diff.path for diff in view.diffs],
        left_out=view.left_out,
        diffs=view.diffs,
        violations=[record(violation) for violation in view.comparison.carried],
    )
    snapshot = writer.record_snapshot(plan, task, new)
    if snapshot is not None and repository is not None:
        set_ref(repository, reference(plan, task, snapshot.sequence), view.tree)
    return snapshot


def reference(plan: Plan, task: Task | None, sequence: int) -> str:
    """The ref, below ``refs/planproof/``, that keeps a snapshot's contents."""
    owner = "plan" if task is None else task.key
    return f"snapshots/{plan.slug}/{owner}/{sequence}"


def _diffs(repository: Repository | None, tree: Tree) -> Sequence[FileChange]:
    return () if repository is None else diff_to_head(repository, tree)


def _tree_of(
    repository: Repository | None, tree: Tree, index: Index, kept: Sequence[Snapshot]
) -> tuple[str, tuple[str, ...]]:
    """The name of all contents, and the paths that are not among them.

    The tree of a snapshot of the same plan is in git already, where a ref keeps it.
    """
    if repository is None:
        return manifest_digest(tree.manifest, frozenset()), ()
    left_out = tuple(path for path, _ in find_left_out(tree, DEFAULT_EXCLUDE, SIZE_LIMIT))
    key = f"tree {manifest_digest(tree.manifest, frozenset(left_out))}"
    known = (index.memo.get(key) or b"").decode()
    if any(one.tree == known for one in kept):
        return known, left_out
    stored = store_tree(repository, tree)
    index.memo.put(key, stored.id.encode())
    return stored.id, left_out


def manifest_digest(manifest: Manifest, without: frozenset[str]) -> str:
    """A name for all contents but those of some paths: SHA-256 over the sorted manifest."""
    digest = hashlib.sha256()
    for path, entry in sorted(manifest.entries.items()):
        if path in without:
            continue
        digest.update(os.fsencode(f"{entry.kind.value} {entry.blob} {path}\0"))
    return digest.hexdigest()


def _renames(repository: Repository | None, previous: Snapshot | None, tree: str) -> dict[str, str]:
    """Old path → new path since the previous snapshot, as far as its tree is still there."""
    if repository is None or previous is None or previous.tree == tree:
        return {}
    try:
        return rename_map(repository, previous.tree, tree)
    except (GitError, NotFoundError):
        return {}


def carried(view: Picture) -> Sequence[Violation]:
    """The current violations with the ids they keep for life."""
    return view.comparison.carried
