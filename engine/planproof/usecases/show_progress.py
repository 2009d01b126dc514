"""“How far is it, and when will it be done?”"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from planproof.model.verdict import Verdict
from planproof.progress.burndown import Taken, burndown
from planproof.progress.forecast import forecast
from planproof.progress.remaining import by_folder, by_owner, ranked
from planproof.report.progress import ProgressView, Row
from planproof.usecases.code_owners import code_owners
from planproof.usecases.excerpts import read_stored, with_code
from planproof.usecases.outdated import outdated_tasks
from planproof.usecases.progress_rows import ASIDE, Burned, counted, in_order
from planproof.usecases.workspace import Workspace, find_plan, open_plans

if TYPE_CHECKING:
    from planproof.plans import Plan, PlanStore, Snapshot, Task

Progress = Callable[[int, int], None]


class ProgressQuestion(NamedTuple):
    """``backfill`` is how many commits to look back, or where to begin, as typed; None asks for
    the snapshots. ``code`` asks for the code of what remains."""

    task: int | None = None
    backfill: str | None = None
    code: bool = False


def show_progress(
    workspace: Workspace, plan_name: str | None, question: ProgressQuestion, on_progress: Progress
) -> ProgressView:
    """The burn-down of a plan, or of one task. Raises NotFoundError and UsageError.

    ``on_progress`` is told (commits judged, commits in all) of a backfill.
    """
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        tasks = store.tasks(plan)
        if question.task is not None:
            tasks = (store.task(plan, question.task),)
        if question.backfill is None:
            found = _of_snapshots(workspace, store, plan, tasks)
        else:
            from planproof.usecases.burned_by_commits import burned_by_commits

            found = burned_by_commits(workspace, store, plan, tasks, question.backfill, on_progress)
    return _view(workspace, plan, tasks, question, found)


def _view(
    workspace: Workspace,
    plan: Plan,
    tasks: tuple[Task, ...],
    question: ProgressQuestion,
    found: Burned,
) -> ProgressView:
    owners = code_owners(workspace)
    rows = found.rows
    if question.code:
        rows = with_code(rows, found.read)
    paths = [row.violation.place.path for row in rows]
    return ProgressView(
        plan=plan,
        tasks=tasks,
        of_commits=question.backfill is not None,
        steps=found.steps,
        forecast=forecast(found.steps),
        rows=tuple(row._replace(owners=owners(row.violation.place.path)) for row in rows)
        if owners
        else rows,
        by_rule=ranked(row.violation.rule for row in rows),
        by_folder=by_folder(paths),
        by_owner=by_owner(paths, owners) if owners else (),
        unseen=tuple(one.number for one in counted(tasks) if one.number not in found.seen),
        set_aside=tuple(one.number for one in tasks if one.status in ASIDE),
        outdated=found.outdated,
        of_one=question.task is not None,
    )


def _of_snapshots(
    workspace: Workspace, store: PlanStore, plan: Plan, tasks: Iterable[Task]
) -> Burned:
    numbers = {task.number for task in counted(tasks)}
    snapshots = [one for one in store.snapshots(plan) if one.task_number in numbers]
    latest = {one.task_number or 0: one for one in snapshots}
    undecided = _undecided(store, plan, snapshots, latest)
    taken = [_taken(one, unsure=one.id in undecided) for one in snapshots]
    rows = [Row(task, one) for task, at in latest.items() for one in store.violations(at)]
    trees = {task: snapshot.tree for task, snapshot in latest.items()}
    steps = burndown(taken, store.held(plan))
    outdated = outdated_tasks(workspace, store, plan, latest)
    read = read_stored(workspace, trees)
    return Burned(steps, in_order(rows), read, frozenset(latest), outdated)


def _undecided(
    store: PlanStore, plan: Plan, snapshots: Iterable[Snapshot], latest: Mapping[int, Snapshot]
) -> set[int]:
    """Ids of snapshots without a verdict. Who verifies again what did not change takes no snapshot,
    so that on the latest of a task its last verification counts, unless that is the older."""
    found = {*store.undecided(plan), *(one.id for one in snapshots if one.undecided)}
    last = store.latest_verifications(plan)
    for task, snapshot in latest.items():
        judged = last.get(task)
        if judged is None or judged.at < snapshot.timestamp:
            continue
        if judged.verdict is Verdict.INDETERMINATE:
            found.add(snapshot.id)
        elif judged.snapshot_id == snapshot.id or judged.at > snapshot.timestamp:
            found.discard(snapshot.id)
    return found


def _taken(one: Snapshot, *, unsure: bool) -> Taken:
    return Taken(
        one.id,
        one.task_number or 0,
        one.sequence,
        one.timestamp,
        one.actor,
        one.git_ref,
        one.checkpoint_name,
        one.spec_digest,
        one.violations,
        unsure,
    )
