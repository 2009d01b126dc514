"""“How far is it, and when will it be done?”"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import UsageError
from planproof.git.disk import Disk
from planproof.model.tree import EntryKind
from planproof.model.verdict import Verdict
from planproof.plans import TaskStatus
from planproof.progress.burndown import Judged, Step, Taken, burndown, burndown_of_commits
from planproof.progress.forecast import forecast
from planproof.progress.owners import PLACES, Owners
from planproof.progress.recorded import record, where
from planproof.progress.remaining import by_folder, by_owner, ranked
from planproof.report.progress import ProgressView, Row
from planproof.usecases.excerpts import Read, read_from, read_stored, with_code
from planproof.usecases.workspace import Workspace, find_plan, open_plans

if TYPE_CHECKING:
    from planproof.git.commits import Commit
    from planproof.model.evaluation import Evaluation
    from planproof.model.tree import Tree
    from planproof.plans import Plan, PlanStore, Snapshot, StoredSpec, Task
    from planproof.report.history import CommitVerdict

Progress = Callable[[int, int], None]

_ASIDE = frozenset({TaskStatus.WAIVED, TaskStatus.CANCELLED})


class ProgressQuestion(NamedTuple):
    """``backfill`` is how many commits to look back, or where to begin, as typed; None asks for
    the snapshots. ``code`` asks for the code of what remains."""

    task: int | None = None
    backfill: str | None = None
    code: bool = False


class _Found(NamedTuple):
    """``read`` gives the contents in which the rows were found; ``seen`` are numbers of tasks."""

    steps: tuple[Step, ...]
    rows: tuple[Row, ...]
    read: Read
    seen: frozenset[int]


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
            found = _of_commits(workspace, store, plan, tasks, question.backfill, on_progress)
    return _view(workspace, plan, tasks, question, found)


def _view(
    workspace: Workspace,
    plan: Plan,
    tasks: tuple[Task, ...],
    question: ProgressQuestion,
    found: _Found,
) -> ProgressView:
    owners = _owners(workspace)
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
        unseen=tuple(one.number for one in _counted(tasks) if one.number not in found.seen),
        set_aside=tuple(one.number for one in tasks if one.status in _ASIDE),
    )


def _counted(tasks: Iterable[Task]) -> list[Task]:
    """What is work: neither waived nor cancelled, and with a spec that says when it is done."""
    return [one for one in tasks if one.status not in _ASIDE and one.spec_id is not None]


def _of_snapshots(
    workspace: Workspace, store: PlanStore, plan: Plan, tasks: Iterable[Task]
) -> _Found:
    numbers = {task.number for task in _counted(tasks)}
    snapshots = [one for one in store.snapshots(plan) if one.task_number in numbers]
    latest = {one.task_number or 0: one for one in snapshots}
    undecided = _undecided(store, plan, latest)
    taken = [_taken(one, unsure=one.id in undecided) for one in snapshots]
    rows = [Row(task, one) for task, at in latest.items() for one in store.violations(at)]
    trees = {task: snapshot.tree for task, snapshot in latest.items()}
    steps = burndown(taken, store.held(plan))
    return _Found(steps, _in_order(rows), read_stored(workspace, trees), frozenset(latest))


def _undecided(store: PlanStore, plan: Plan, latest: Mapping[int, Snapshot]) -> set[int]:
    """Ids of snapshots without a verdict. Who verifies again what did not change takes no snapshot,
    so that on the latest of a task its last verification counts."""
    found = set(store.undecided(plan))
    last = store.latest_verifications(plan)
    for task, snapshot in latest.items():
        if task in last:
            found.discard(snapshot.id)
            if last[task].verdict is Verdict.INDETERMINATE:
                found.add(snapshot.id)
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


def _of_commits(
    workspace: Workspace,
    store: PlanStore,
    plan: Plan,
    tasks: Iterable[Task],
    asked: str,
    on_progress: Progress,
) -> _Found:
    """The present specs, at earlier commits and now. The tree is judged first: what is learnt of it
    holds for most files of the commits, too."""
    from planproof.usecases.prepare import prepare_stored
    from planproof.usecases.verify_history import commit_verdicts

    specs = {task: spec for task in _counted(tasks) if (spec := store.spec(task))}
    if not specs:
        fix = f"planproof add-task {plan.slug} --title … --spec FILE"
        raise UsageError("no task has a spec, so there is nothing to judge commits by", fix=fix)
    commits = _commits(workspace, asked)
    tree, now = _judged_now(workspace, store, plan, specs)
    prepared = [prepare_stored(workspace.root, spec) for spec in specs.values()]
    verdicts = commit_verdicts(workspace, prepared, commits, None, on_progress)
    numbers = tuple(task.number for task in specs)
    judged = list(_judged(verdicts, numbers))
    present = list(_present(workspace, now, numbers))
    if [one.rules for one in judged[-len(present) :]] != [one.rules for one in present]:
        judged += present
    rows = [
        Row(number, record(violation))
        for number, one in zip(numbers, now, strict=True)
        for violation in one.violations
    ]
    steps = burndown_of_commits(judged)
    return _Found(steps, _in_order(rows), read_from(tree), frozenset(numbers))


def _judged_now(
    workspace: Workspace, store: PlanStore, plan: Plan, specs: Mapping[Task, StoredSpec]
) -> tuple[Tree, list[Evaluation]]:
    """The working tree by each spec, as ``verify-task`` judges it, but nothing is recorded."""
    from planproof.usecases.judge import judge_tree, on_working_tree
    from planproof.usecases.prepare import prepare_stored
    from planproof.usecases.verify_task import evidence_of

    with workspace.index() as index:

        def ask(tree: Tree) -> tuple[Tree, list[Evaluation]]:
            found = []
            for task, spec in specs.items():
                prepared = prepare_stored(workspace.root, spec)
                evidence = evidence_of(store, plan, task, spec)
                found.append(judge_tree(workspace, index, prepared, tree, evidence).evaluation)
            return tree, found

        return on_working_tree(workspace, index, ask)


def _present(
    workspace: Workspace, now: Iterable[Evaluation], numbers: Iterable[int]
) -> Iterable[Judged]:
    """What is not committed yet, as if it were the last commit."""
    for number, one in zip(numbers, now, strict=True):
        rules = {report.rule: report.violations for report in one.rules}
        is_unsure = one.verdict is Verdict.INDETERMINATE
        label, actor = "(not committed)", workspace.actor
        yield Judged(workspace.now(), label, label, actor, str(number), rules, is_unsure)


def _commits(workspace: Workspace, asked: str) -> Sequence[Commit]:
    """``asked`` is a number of commits, a day, or a revision to begin with."""
    from planproof.git import require_repository
    from planproof.git.commits import commits_back, commits_in, commits_since

    repository = require_repository(workspace.repository, workspace.root.path)
    if asked.isdecimal() and len(asked) < _SHORTEST_ID:
        found = commits_back(repository, int(asked))
    elif (day := _day(asked)) is not None:
        found = commits_since(repository, day)
    else:
        return commits_in(repository, asked if ".." in asked else f"{asked}..HEAD")
    if not found:
        raise UsageError(f"there is no commit since {asked}", fix="--backfill 100")
    return found


_SHORTEST_ID = 7
"""A longer row of digits may be the id of a commit."""


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def _judged(verdicts: Sequence[CommitVerdict], tasks: Sequence[int]) -> Iterable[Judged]:
    """Each commit has one verdict for each task, in the same order."""
    for _, ones in groupby(verdicts, key=lambda one: one.commit.id):
        for task, one in zip(tasks, ones, strict=True):
            rules = {rule: count for rule, _, count in one.summary.rules}
            yield Judged(
                one.commit.at,
                one.commit.id,
                one.commit.subject,
                one.commit.author,
                str(task),
                rules,
                one.summary.verdict is Verdict.INDETERMINATE,
            )


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (*where(row.violation), row.task)))


def _owners(workspace: Workspace) -> Owners | None:
    """As the file in the work tree says; a link is not followed."""
    disk = Disk(workspace.root.path)
    for place in PLACES:
        text = disk.read(place) if _is_plain(disk, place) else None
        if text is not None:
            return Owners(text.decode("utf-8", "surrogateescape"))
    return None


def _is_plain(disk: Disk, path: str) -> bool:
    try:
        found = disk.look(path)
    except OSError:
        return False
    return found is not None and disk.kind(found) in (EntryKind.FILE, EntryKind.EXECUTABLE)
