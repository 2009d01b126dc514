"""What a snapshot holds: the tree, the differences to HEAD, the violations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from planproof.model.sheets import Sheets
from planproof.model.verdict import Verdict
from planproof.plans import NewSnapshot, Since
from planproof.progress.recorded import Records, record
from planproof.usecases.follow import Followed, follow
from planproof.usecases.kept_ids import keep_ids
from planproof.usecases.stored_tree import diffs_of, find_renames, is_other_tree, tree_of

if TYPE_CHECKING:
    from planproof.git import Repository
    from planproof.index import Index
    from planproof.model.violation import Violation
    from planproof.plans import FileChange, Plan, PlanStore, Snapshot, Task, Transaction
    from planproof.progress import Counts
    from planproof.usecases.judge import Judged
    from planproof.usecases.workspace import Workspace


class Picture(NamedTuple):
    """A judged tree, ready to be kept. ``tree`` is git's id, or a digest where there is no git.

    ``followed`` is what became of the violations of ``previous``, the task's latest snapshot.
    ``is_new`` says whether a snapshot of this would
    differ from the previous one; ``diffs`` tells the differences to HEAD. ``undecided`` says that
    there is no verdict.
    """

    tree: str
    head: str | None
    left_out: tuple[str, ...]
    previous: Snapshot | None
    followed: Followed
    is_new: bool
    diffs: Callable[[], Sequence[FileChange]]
    undecided: bool

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
    tree, left_out = tree_of(repository, judged.tree, index, store.trees(plan))

    def renames() -> Mapping[str, str]:
        return find_renames(repository, previous, tree)

    followed = follow(index, store, plan, task, previous, evaluation.violations, renames)
    counts = followed.counts
    head = judged.tree.manifest.revision

    @cache
    def diffs() -> Sequence[FileChange]:
        twin = store.twin(plan, tree, head)
        return diffs_of(repository, judged.tree, tree) if twin is None else store.diffs(twin)

    is_same_spec = previous is not None and previous.spec_digest == evaluation.spec_digest
    is_kept = previous is not None and previous.pruned_at is None
    is_new = bool(counts.new or counts.fixed) or not is_same_spec or not is_kept
    if not is_new and previous is not None:
        is_new = is_other_tree(workspace, previous, tree, store.spec(task))
    if is_new:
        diffs()
    undecided = evaluation.verdict is Verdict.INDETERMINATE
    return Picture(tree, head, left_out, previous, followed, is_new, diffs, undecided)


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
        undecided=view.undecided,
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
