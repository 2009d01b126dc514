"""“Let go of what I do not need any more.” What is there to look back on stays: the numbers."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from shlex import quote

from planproof.errors import Diagnostic, RefusedError, StoreError, UsageError
from planproof.git import Repository
from planproof.plans import Keeping, Plan, PlanStatus, PlanStore, Snapshot, Task
from planproof.report.snapshot_list import Pruned, Purged
from planproof.usecases.take_snapshot import reference
from planproof.usecases.workspace import Workspace, find_plan, open_plans


def prune_snapshots(
    workspace: Workspace,
    plan_name: str | None,
    number: int | None,
    keeping: Keeping,
    *,
    really: bool,
) -> Pruned:
    """What goes, or, unless ``really``, would go.

    Raises UsageError where nothing is said of what to keep, RefusedError for an archived plan.
    """
    _check(keeping)
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        if plan.status is PlanStatus.ARCHIVED:
            raise RefusedError(
                f"plan {plan.slug} is archived: it can be read, and nothing in it can change",
                fix=f"planproof snapshot list {plan.slug}",
            )
        task = None if number is None else store.task(plan, number)
        if not really:
            return Pruned(plan, store.prunable(plan, task, keeping), done=False)
        with store.transaction(workspace.actor, workspace.now()) as writer:
            goes = store.prunable(plan, task, keeping)
            if goes:
                writer.prune_snapshots(plan, goes)
        _delete_refs(workspace.repository, store, plan)
        return Pruned(plan, goes, done=True)


def _check(keeping: Keeping) -> None:
    if keeping.last is None and keeping.day is None:
        raise UsageError(
            "say what to keep",
            fix="--keep N for the last N of each task, --before 2026-11-21 for those since a day",
        )
    day = keeping.day
    if day is None:
        return
    if not _is_day(day):
        raise UsageError(f"{day!r} is no day", fix="--before 2026-11-21 (in UTC)")


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII) is not None


def _delete_refs(repository: Repository | None, store: PlanStore, plan: Plan) -> None:
    """Of all that are marked: somebody may have been killed after marking, and before this.

    Their numbers are never given again, so no new snapshot can be meant.
    """
    if repository is None:
        return
    from planproof.git import delete_refs, list_refs

    there = list_refs(repository, f"snapshots/{plan.slug}/")
    tasks = {task.number: task for task in store.tasks(plan)}
    marked = {_ref(plan, tasks, one) for one in store.snapshots(plan) if one.pruned_at is not None}
    delete_refs(repository, sorted(marked & there.keys()))


def _ref(plan: Plan, tasks: dict[int, Task], snapshot: Snapshot) -> str:
    number = snapshot.task_number
    return reference(plan, None if number is None else tasks[number], snapshot.sequence)


def purge_snapshots(workspace: Workspace, *, really: bool) -> Purged:
    """Everything that snapshots left in this repository; unless ``really``, only how much it is.

    Marked first, then deleted under the lock of the database: whoever is killed in between, or
    takes a snapshot meanwhile, leaves a ref that is either claimed or deleted by the next purge.
    """
    from planproof.git import delete_refs, list_refs, stale_scratch

    repository = workspace.repository
    with open_plans(workspace) as store:
        scratch = stale_scratch(repository)
        if not really:
            refs = list_refs(repository) if repository is not None else {}
            return Purged(len(_kept(store)), len(refs), len(scratch), done=False)
        with store.transaction(workspace.actor, workspace.now()) as writer:
            count = writer.purge_snapshots()
        deleted = 0
        if repository is not None:
            with store.transaction(workspace.actor, workspace.now()):
                goes = sorted(list_refs(repository).keys() - _kept(store))
                delete_refs(repository, goes)
                deleted = len(goes)
        for folder in scratch:
            _remove(folder)
        warnings = (*_compact(store), *_backups(store))
        return Purged(count, deleted, len(scratch), done=True, warnings=warnings)


def _kept(store: PlanStore) -> set[str]:
    """The refs of all snapshots that are not marked."""
    found = set()
    for plan in store.plans():
        tasks = {task.number: task for task in store.tasks(plan)}
        kept = (one for one in store.snapshots(plan) if one.pruned_at is None)
        found |= {_ref(plan, tasks, one) for one in kept}
    return found


def _remove(folder: Path) -> None:
    import shutil  # here: few commands remove anything

    shutil.rmtree(folder, ignore_errors=True)


def _compact(store: PlanStore) -> tuple[Diagnostic, ...]:
    """Deleted rows stay readable in the file until it is written anew."""
    try:
        store.compact()
    except StoreError as error:
        message = f"deleted diffs may still be found in {store.path}: {error}"
        return (Diagnostic("not-compacted", message, "planproof snapshot purge --yes"),)
    return ()


def _backups(store: PlanStore) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic("backup", f"{copy} still holds the diffs of its time", f"rm {quote(str(copy))}")
        for copy in store.copies()
    )
