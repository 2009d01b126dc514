"""Whether the tree is still the one that the latest snapshots were taken of; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from planproof.errors import FaultError, GitError, TreeChangedError
from planproof.plans import PlanStatus
from planproof.usecases.judge import on_working_tree
from planproof.usecases.stored_tree import OWN_FOLDER, is_recalled, tree_of

if TYPE_CHECKING:
    from planproof.index import Index
    from planproof.model.tree import Entry, EntryKind, Tree
    from planproof.plans import Plan, PlanStore, Snapshot
    from planproof.usecases.workspace import Workspace

_Contents = Mapping[str, "tuple[EntryKind, str]"]


def outdated_tasks(
    workspace: Workspace, store: PlanStore, plan: Plan, latest: Mapping[int, Snapshot]
) -> tuple[int, ...] | None:
    """Of {task → its latest snapshot} the tasks for which the tree is another by now; None where
    it cannot be told. An archived plan is over: none of its tasks is."""
    if plan.status is PlanStatus.ARCHIVED or not latest:
        return ()
    specs = {task.number: store.spec(task) for task in store.tasks(plan) if task.number in latest}
    named = {number for number, spec in specs.items() if spec and OWN_FOLDER in spec.text}
    try:
        with workspace.index() as index:

            def ask(tree: Tree) -> tuple[int, ...]:
                now = _Now(workspace, index, tree)
                found = sorted(latest.items())
                return tuple(task for task, one in found if now.is_other(one, whole=task in named))

            return on_working_tree(workspace, index, ask)
    except TreeChangedError:
        return tuple(sorted(latest))
    except FaultError:
        return None


class _Now:
    """The tree as it is, beside those of snapshots."""

    def __init__(self, workspace: Workspace, index: Index, tree: Tree) -> None:
        self._repository = workspace.repository
        self._index = index
        self._tree = tree
        self._differs = cache(self._look)

    def is_other(self, snapshot: Snapshot, *, whole: bool) -> bool:
        """``whole``: what is planproof's own counts, too."""
        return snapshot.pruned_at is not None or self._differs(snapshot.tree, whole)

    def _look(self, stored: str, whole: bool) -> bool:
        if self._repository is None:
            return tree_of(None, self._tree, self._index, frozenset())[0] != stored
        if is_recalled(self._repository, self._tree, self._index, stored):
            return False
        from planproof.git import commit_tree

        try:
            then = commit_tree(self._repository, stored).manifest.entries.values()
        except GitError:
            return True
        return _contents(then, frozenset(), whole) != _contents(
            self._tree.manifest.entries.values(), self._left_out(), whole
        )

    def _left_out(self) -> frozenset[str]:
        from planproof.git import find_left_out

        return frozenset(path for path, _ in find_left_out(self._tree))


def _contents(entries: Iterable[Entry], without: frozenset[str], whole: bool) -> _Contents:
    own = "" if whole else f"{OWN_FOLDER}/"
    return {
        one.path: (one.kind, one.blob)
        for one in entries
        if one.path not in without and not (own and one.path.startswith(own))
    }
