"""“Give me back how it was.” In a new folder or on a new branch; nothing that exists changes."""

from __future__ import annotations

from planproof.errors import Diagnostic, NotFoundError, UsageError
from planproof.git import Repository
from planproof.model.tree import Entry
from planproof.plans import Plan, Snapshot
from planproof.report.escape import visible
from planproof.report.restored import Restored, Target
from planproof.usecases.rewind import Destination, destination
from planproof.usecases.workspace import Workspace


def restore(
    workspace: Workspace, plan_name: str | None, number: int | None, to: Destination, target: Target
) -> Restored:
    """Raises NotFoundError where the snapshot or its contents are gone, UsageError where something
    is in the way or there is no git, GitError where files cannot be written."""
    if (target.folder is None) == (target.branch is None):
        raise UsageError(
            "a snapshot is restored either to a folder or to a branch",
            fix="give one of --restore DIR and --restore-branch NAME",
        )
    found = destination(workspace, plan_name, number, to)
    repository, snapshot = found.repository, found.snapshot
    head, warnings = _head(repository, snapshot)
    commit: str | None = None
    links: tuple[Entry, ...] = ()
    if target.folder is not None:
        from planproof.git import restore_folder

        links = restore_folder(repository, snapshot.tree, head, target.folder)
    elif target.branch is not None:
        from planproof.git import new_branch

        commit = new_branch(
            repository,
            target.branch,
            snapshot.tree,
            head,
            _message(found.plan, snapshot),
            workspace.actor,
            workspace.now(),
        )
    return Restored(
        plan=found.plan,
        task=found.task,
        snapshot=snapshot,
        target=target,
        head=head,
        commit=commit,
        links=links,
        left_out=found.left_out,
        warnings=warnings,
    )


def _head(repository: Repository, snapshot: Snapshot) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """A ref keeps the contents of a snapshot, not its commit: a rebase may have taken that."""
    if snapshot.git_ref is None:
        return None, ()
    try:
        return repository.resolve(snapshot.git_ref), ()
    except NotFoundError:
        message = (
            f"the commit {snapshot.git_ref[:12]} of the snapshot is gone from the repository;"
            " all files are there, and stand before a first commit"
        )
        return None, (Diagnostic("commit-gone", message),)


def _message(plan: Plan, snapshot: Snapshot) -> str:
    whose = f"task {snapshot.task_number}" if snapshot.task_number else "the plan"
    name = visible(snapshot.checkpoint_name)
    return (
        f"Snapshot {snapshot.sequence} of {whose}, plan {plan.slug}: {name}\n\n"
        f"Taken by planproof at {snapshot.timestamp}."
    )
