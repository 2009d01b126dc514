"""“How do I get back there?” Prints commands; runs none."""

from __future__ import annotations

import shlex

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


def rewind(
    workspace: Workspace, plan_name: str | None, number: int | None, to: Destination
) -> WayBack:
    """Raises NotFoundError where there is no such snapshot, UsageError where there is no git."""
    repository = workspace.repository
    if repository is None:
        raise UsageError("snapshots can only be restored with git", fix="git init")
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = None if number is None else store.task(plan, number)
        snapshot = _find(store.snapshots(plan, task), to, plan, task)
        left_out = store.left_out(snapshot)
    return WayBack(plan, task, snapshot, _commands(repository, plan, snapshot), left_out)


def _find(
    snapshots: tuple[Snapshot, ...], to: Destination, plan: Plan, task: Task | None
) -> Snapshot:
    matching = [
        one
        for one in snapshots
        if to.sequence in (None, one.sequence) and to.checkpoint in (None, one.checkpoint_name)
    ]
    if not matching:
        subject = f"plan {plan.slug}" if task is None else f"task {task.number}"
        names = ", ".join(dict.fromkeys(one.checkpoint_name for one in snapshots)) or "none"
        raise NotFoundError(
            f"{subject} has no such snapshot; checkpoints: {names}",
            fix=f"planproof show-diff {plan.slug} {task.number if task else 'N'}",
        )
    return matching[-1]


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
