"""“What changed from that snapshot to this one?”"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from planproof.errors import Diagnostic, NotFoundError, PlanproofError
from planproof.git import Repository
from planproof.plans import Diff, Plan, PlanStore, Snapshot, Task
from planproof.progress.between import between
from planproof.report.snapshots_between import SnapshotsBetween
from planproof.usecases.workspace import Workspace, find_plan, open_plans


def diff_snapshots(
    workspace: Workspace,
    plan_name: str | None,
    number: int | None,
    start: int | None,
    end: int | None,
    file: str | None = None,
) -> SnapshotsBetween:
    """From the snapshot ``start`` to ``end``, by default the latest and the one before it.

    Without ``number`` those of the plan itself. Where the contents of one are not kept any more,
    what became of the violations is still told, and a warning says why there are no diffs. Raises
    NotFoundError.
    """
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = None if number is None else store.task(plan, number)
        first, last = _pair(store, plan, task, start, end)
        repository = workspace.repository
        diffs, warnings = _diffs(repository, first, last)

        @cache
        def renames() -> Mapping[str, str]:
            return {one.old_path: one.path for one in diffs if one.old_path is not None}

        comparison = between(store.violations(first), store.violations(last), renames)
        return SnapshotsBetween(
            plan=plan,
            task=task,
            first=first,
            last=last,
            comparison=comparison,
            diffs=diffs if warnings else _of_file(diffs, file),
            warnings=warnings,
        )


def _pair(
    store: PlanStore, plan: Plan, task: Task | None, start: int | None, end: int | None
) -> tuple[Snapshot, Snapshot]:
    last = store.latest_snapshot(plan, task) if end is None else store.snapshot(plan, task, end)
    whose = f"task {task.number}" if task else f"plan {plan.slug}"
    number = f" {task.number}" if task else ""
    if last is None:
        fix = f"planproof checkpoint {plan.slug}{number or ' TASK'}"
        raise NotFoundError(f"{whose} has no snapshot yet", fix=fix)
    if start is None and last.sequence == 1:
        raise NotFoundError(
            f"{whose} has no snapshot before #1",
            fix=f"planproof show-diff {plan.slug}{number} --sequence 1",
        )
    return store.snapshot(plan, task, start or last.sequence - 1), last


def _diffs(
    repository: Repository | None, first: Snapshot, last: Snapshot
) -> tuple[tuple[Diff, ...], tuple[Diagnostic, ...]]:
    for one in (first, last):
        if one.pruned_at is not None:
            return (), (_without_diffs(f"#{one.sequence} was pruned at {one.pruned_at}"),)
    if repository is None:
        return (), (_without_diffs("snapshots need git to keep contents"),)
    from planproof.git import diff_trees

    try:
        found = diff_trees(repository, first.tree, last.tree)
    except PlanproofError as error:
        return (), (_without_diffs(str(error)),)
    return tuple(
        Diff(one.path, one.text, one.added, one.removed, one.status, one.old_path) for one in found
    ), ()


def _without_diffs(why: str) -> Diagnostic:
    return Diagnostic("no-diffs", f"there are no diffs: {why}")


def _of_file(diffs: tuple[Diff, ...], file: str | None) -> tuple[Diff, ...]:
    if file is None:
        return diffs
    found = tuple(diff for diff in diffs if file in (diff.path, diff.old_path))
    if not found:
        raise NotFoundError(f"{file!r} is the same in both snapshots", fix="leave out --file")
    return found
