"""The burn-down of commits: the present specs, at earlier commits and now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from planproof.errors import UsageError
from planproof.model.verdict import Verdict
from planproof.progress.burndown import Judged, burndown_of_commits
from planproof.progress.recorded import record
from planproof.report.progress import Row
from planproof.usecases.excerpts import read_from
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.progress_rows import Burned, counted, in_order
from planproof.usecases.verify_history import commit_verdicts
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.git.commits import Commit
    from planproof.model.evaluation import Evaluation
    from planproof.model.tree import Tree
    from planproof.plans import Plan, PlanStore, StoredSpec, Task
    from planproof.report.history import CommitVerdict

Progress = Callable[[int, int], None]


def burned_by_commits(
    workspace: Workspace,
    store: PlanStore,
    plan: Plan,
    tasks: Iterable[Task],
    asked: str,
    on_progress: Progress,
) -> Burned:
    """The present specs, at earlier commits and now. The tree is judged first: what is learnt of it
    holds for most files of the commits, too."""
    specs = {task: spec for task in counted(tasks) if (spec := store.spec(task))}
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
    return Burned(steps, in_order(rows), read_from(tree), frozenset(numbers))


def _judged_now(
    workspace: Workspace, store: PlanStore, plan: Plan, specs: Mapping[Task, StoredSpec]
) -> tuple[Tree, list[Evaluation]]:
    """The working tree by each spec, as ``verify-task`` judges it, but nothing is recorded."""
    from planproof.usecases.judge import judge_tree, on_working_tree
    from planproof.usecases.task_spec import evidence_of

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
    from planproof.git.commits import (
        commits_after,
        commits_back,
        commits_in,
        commits_since,
        is_range,
    )

    repository = require_repository(workspace.repository, workspace.root.path)
    if (count := _count(asked)) is not None:
        return commits_back(repository, count)
    if is_range(asked):
        return commits_in(repository, asked)
    if (day := _day(asked)) is not None:
        found = commits_since(repository, day)
    else:
        found = commits_after(repository, asked)
    if not found:
        raise UsageError(f"there is no commit since {asked}", fix="--backfill 100")
    return found


_SHORTEST_ID = 7
"""A longer row of digits may be the id of a commit."""


def _count(asked: str) -> int | None:
    """Raises UsageError for a number of commits that would judge nothing."""
    digits = asked.removeprefix("-")
    if not digits.isdecimal() or not digits.isascii() or len(digits) >= _SHORTEST_ID:
        return None
    if digits != asked or int(digits) == 0:
        raise UsageError(
            f"--backfill {asked} would judge no commit: it takes how many to look back, 1 or more",
            fix="--backfill 100",
        )
    return int(asked)


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
