"""“Is what I changed in order?” Quick feedback on changed files; the gate judges the whole tree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from planproof.errors import UsageError
from planproof.git import commit_tree, require_repository
from planproof.git.staged import staged_tree
from planproof.model.tree import Tree
from planproof.report.changed import ChangedVerdict
from planproof.usecases.changed_files import ChangedFiles
from planproof.usecases.judge import on_working_tree
from planproof.usecases.prepare import open_file
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.git import CommitTree, Repository, WorkingTree


class ChangedQuestion(Struct, frozen=True):
    """``base``: since where the head left that revision, else since HEAD. ``staged``: what git's
    index holds, else the working tree."""

    base: str | None = None
    staged: bool = False


def verify_changed(
    workspace: Workspace, directory: Path, files: Sequence[str], question: ChangedQuestion
) -> ChangedVerdict:
    """Judge only files that changed, by the given specs; by all contracts of the gate where none
    is given.

    Of each rule what it forbids is judged, in those files, with all that other files say of their
    names: what is found is what the whole would find there. Raises SpecError, NotFoundError,
    UsageError where there is nothing to judge by, RefusedError for an unmerged index.
    """
    repository = require_repository(workspace.repository, workspace.root.path)
    given = [open_file(workspace.root, directory, file) for file in files]
    since = _since(repository, question.base)
    with workspace.index() as index:

        def ask(tree: Tree) -> ChangedVerdict:
            head = cast("CommitTree | WorkingTree", tree)  # there is a repository
            fork = None if since is None else commit_tree(repository, since, memo=index.memo)
            specs = ChangedFiles(workspace, index, head, fork)
            return ChangedVerdict(since, question.staged, specs.paths, specs.judge(given))

        if question.staged:
            return ask(staged_tree(repository, index.memo))
        return on_working_tree(workspace, index, ask)


def _since(repository: Repository, base: str | None) -> str | None:
    head = repository.head()
    if base is None or head is None:
        return head if base is None else repository.resolve(base)
    found = repository.merge_base(repository.resolve(base), head)
    if found is None:
        raise UsageError(f"{base} and HEAD have no commit in common", fix="--base REV")
    return found
