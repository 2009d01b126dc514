"""“What changed between the snapshots?”"""

from __future__ import annotations

from collections.abc import Mapping

from planproof.errors import NotFoundError
from planproof.plans import Diff, Plan, PlanStore, Snapshot, Task
from planproof.progress.between import between
from planproof.report.snapshots import SnapshotDifference, nothing_kept
from planproof.usecases.stored_tree import find_renames
from planproof.usecases.workspace import Workspace, find_plan, open_plans


def show_diff(
    workspace: Workspace,
    plan_name: str | None,
    number: int,
    sequence: int | None = None,
    file: str | None = None,
) -> SnapshotDifference:
    """The snapshot ``sequence`` of a task, by default its latest. Raises NotFoundError."""
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = store.task(plan, number)
        snapshots = store.snapshots(plan, task)
        snapshot = _chosen(store, plan, task, snapshots, sequence)
        earlier = [one for one in snapshots if one.sequence < snapshot.sequence]
        previous = earlier[-1] if earlier else None
        before = store.violations(previous) if previous else ()

        def renames() -> Mapping[str, str]:
            return find_renames(workspace.repository, previous, snapshot.tree)

        comparison = between(before, store.violations(snapshot), renames)
        return SnapshotDifference(
            plan=plan,
            task=task,
            snapshots=snapshots,
            snapshot=snapshot,
            previous=previous,
            comparison=comparison,
            diffs=_of_file(snapshot, store.diffs(snapshot), file),
            left_out=store.left_out(snapshot),
        )


def _chosen(
    store: PlanStore,
    plan: Plan,
    task: Task,
    snapshots: tuple[Snapshot, ...],
    sequence: int | None,
) -> Snapshot:
    if sequence is not None:
        return store.snapshot(plan, task, sequence)
    if not snapshots:
        raise NotFoundError(
            f"task {task.number} has no snapshot yet",
            fix=f"planproof verify-task {plan.slug} {task.number}",
        )
    return snapshots[-1]


def _of_file(snapshot: Snapshot, diffs: tuple[Diff, ...], file: str | None) -> tuple[Diff, ...]:
    if file is None:
        return diffs
    found = tuple(diff for diff in diffs if file in (diff.path, diff.old_path))
    if not found:
        message = f"{file!r} did not differ from HEAD in that snapshot"
        if not diffs and (why := nothing_kept(snapshot)):
            message = f"how {file!r} differed from HEAD is not known: {why}"
        raise NotFoundError(message, fix="leave out --file")
    return found
