"""“How do I get back there?” Prints commands; runs none."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from msgspec import Struct

from planproof.errors import NotFoundError, UsageError
from planproof.git import Repository
from planproof.plans import Plan, Snapshot, Task
from planproof.usecases.workspace import Workspace, find_plan, open_plans


class Destination(Struct, frozen=True):
    """Which snapshot: by sequence, by the name of a checkpoint, else the latest."""

    sequence: int | None = None
    checkpoint: str | None = None


class WayBack(Struct, frozen=True):
    """The commands that lay a snapshot out in a new work tree, beside the user's own."""

    plan: Plan
    task: Task | None
    snapshot: Snapshot
    commands: tuple[str, ...]
    left_out: tuple[str, ...]


class Found(Struct, frozen=True):
    """The snapshot that is meant, in a repository that can restore it."""

    repository: Repository
    plan: Plan
    task: Task | None
    snapshot: Snapshot
    left_out: tuple[str, ...]


def rewind(
    workspace: Workspace, plan_name: str | None, number: int | None, to: Destination
) -> WayBack:
    """Raises NotFoundError where there is no such snapshot, UsageError where there is no git."""
    found = destination(workspace, plan_name, number, to)
    commands = _commands(found.repository, found.plan, found.snapshot)
    return WayBack(found.plan, found.task, found.snapshot, commands, found.left_out)


def destination(
    workspace: Workspace, plan_name: str | None, number: int | None, to: Destination
) -> Found:
    """Raises NotFoundError where there is no such snapshot, UsageError where there is no git."""
    repository = workspace.repository
    if repository is None:
        raise UsageError(
            "snapshots need git: without it their contents are not kept",
            fix="git init, commit, and take the next snapshot: planproof checkpoint TASK",
            code="no-repository",
        )
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = None if number is None else store.task(plan, number)
        snapshot = _find(store.snapshots(plan, task), to, plan, task)
        _refuse_pruned(plan, snapshot)
        return Found(repository, plan, task, snapshot, store.left_out(snapshot))


def _refuse_pruned(plan: Plan, snapshot: Snapshot) -> None:
    if snapshot.pruned_at is None:
        return
    task = f" {snapshot.task_number}" if snapshot.task_number is not None else ""
    raise NotFoundError(
        f"snapshot #{snapshot.sequence} was pruned at {snapshot.pruned_at}: its contents are gone",
        fix=f"planproof snapshot list {plan.slug}{task}",
        code="pruned",
    )


def _find(
    snapshots: tuple[Snapshot, ...], to: Destination, plan: Plan, task: Task | None
) -> Snapshot:
    matching = [
        one
        for one in snapshots
        if to.sequence in (None, one.sequence) and to.checkpoint in (None, one.checkpoint_name)
    ]
    if task is None and to.sequence is not None:
        matching = _of_plan_itself(matching, plan, to.sequence)
    if not matching:
        raise _no_such_snapshot(snapshots, to, plan, task)
    return matching[-1]


def _no_such_snapshot(
    snapshots: Sequence[Snapshot], to: Destination, plan: Plan, task: Task | None
) -> NotFoundError:
    number = "" if task is None else f" {task.number}"
    subject = f"plan {plan.slug}" if task is None else f"task{number} of plan {plan.slug}"
    asked = "" if to.sequence is None else f" {to.sequence}"
    asked += "" if to.checkpoint is None else f" called {to.checkpoint!r}"
    if not snapshots:
        step = "checkpoint" if task is not None else "archive"
        fix = f"planproof {step} {plan.slug}{number}"
        return NotFoundError(f"{subject} has no snapshots yet", fix=fix)
    return NotFoundError(
        f"{subject} has no snapshot{asked}; it has {there_are(snapshots, to.checkpoint)}",
        fix=f"planproof snapshot list {plan.slug}{number}",
    )


def there_are(snapshots: Sequence[Snapshot], checkpoint: str | None = None) -> str:
    """Which snapshots there are to choose from: by their names where one was asked for, else by
    their numbers, task by task, and at most so many that a person reads them."""
    if checkpoint is not None:
        names = [*dict.fromkeys(one.checkpoint_name for one in snapshots)]
        return _some([repr(name) for name in names])
    found: dict[int | None, list[int]] = {}
    for one in snapshots:
        found.setdefault(one.task_number, []).append(one.sequence)
    if len(found) == 1:
        return _ranges(*found.values())
    return _some([f"{_whose(task)}: {_ranges(ones)}" for task, ones in found.items()], "; ")


_MOST = 10


def _some(words: Sequence[str], between: str = ", ") -> str:
    return between.join([*words[:_MOST], "…"] if len(words) > _MOST else words)


def _whose(task: int | None) -> str:
    return "the plan itself" if task is None else f"task {task}"


def _ranges(numbers: Sequence[int]) -> str:
    """``1 to 3, 5``: those that follow each other together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return _some([f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs])


def _of_plan_itself(matching: list[Snapshot], plan: Plan, sequence: int) -> list[Snapshot]:
    """Numbers count within a task: without one, a number must not mean several snapshots."""
    own = [one for one in matching if one.task_number is None]
    if own or len(matching) <= 1:
        return own or matching
    tasks = ", ".join(str(one.task_number) for one in matching[:5])
    raise UsageError(
        f"several tasks have a snapshot {sequence} ({tasks}{', …' if len(matching) > 5 else ''})",
        fix=f"planproof rewind {plan.slug} {matching[-1].task_number} --to {sequence}",
    )


def _commands(repository: Repository, plan: Plan, snapshot: Snapshot) -> tuple[str, ...]:
    """A detached work tree at the snapshot's HEAD, filled from the snapshot's tree."""
    name = f"{repository.top.name}-{plan.slug}-{snapshot.sequence}"
    folder = shlex.quote(str(repository.top.parent / name))
    start = snapshot.git_ref
    if start is None:
        return (
            f"mkdir {folder}",
            f"git archive {snapshot.tree} | tar -x -C {folder}",
        )
    return (
        f"git worktree add --detach {folder} {start}",
        f"git -C {folder} restore --source={snapshot.tree} --staged --worktree -- :/",
    )
