"""“Which snapshots are there, and what does one hold?”"""

from __future__ import annotations

from collections import Counter

from planproof.errors import NotFoundError
from planproof.plans import Change
from planproof.report.snapshot_list import ShownSnapshot, SnapshotList
from planproof.usecases.workspace import Workspace, find_plan, open_plans


def list_snapshots(workspace: Workspace, plan_name: str | None, number: int | None) -> SnapshotList:
    """Those of a task, or all of a plan, in the order they were taken. Raises NotFoundError."""
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = None if number is None else store.task(plan, number)
        return SnapshotList(plan, task, store.snapshots(plan, task), store.changes(plan))


def show_snapshot(
    workspace: Workspace, plan_name: str | None, number: int | None, sequence: int | None
) -> ShownSnapshot:
    """One of a task, or of the plan itself; by default the latest. Raises NotFoundError."""
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = None if number is None else store.task(plan, number)
        if sequence is not None:
            found = store.snapshot(plan, task, sequence)
        else:
            latest = store.latest_snapshot(plan, task)
            if latest is None:
                whose = f"task {task.number}" if task else f"plan {plan.slug} itself"
                raise NotFoundError(
                    f"{whose} has no snapshot yet", fix=f"planproof snapshot list {plan.slug}"
                )
            found = latest
        diffs = store.diffs(found)
        rules = Counter(one.rule for one in store.violations(found))
        return ShownSnapshot(
            plan=plan,
            task=task,
            snapshot=found,
            change=Change(
                len(diffs), sum(one.added for one in diffs), sum(one.removed for one in diffs)
            ),
            diffs=diffs,
            left_out=store.left_out(found),
            rules=tuple(sorted(rules.items(), key=lambda rule: (-rule[1], rule[0]))),
        )
