"""What a change touches: its paths, and which files it renamed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.git import Repository, diff_to_head, rename_map
from planproof.git.diff import RENAME_LIMIT, copy_map

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree


class Change:
    """From the commit that the head left, to the head. What is asked for is found out once."""

    def __init__(
        self, repository: Repository, fork: CommitTree | None, head: CommitTree | WorkingTree
    ) -> None:
        self._repository = repository
        self._fork = fork
        self._head = head

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Paths that are new, gone or other than where the head began, sorted."""
        before = self._fork.manifest if self._fork is not None else None
        now = self._head.manifest
        if before is None:
            return tuple(now.entries)
        known = now.since(before.mark) if before.mark is not None else None
        if known is not None:
            return tuple(sorted(known))
        every = {*before.entries, *now.entries}
        return tuple(
            sorted(path for path in every if before.entries.get(path) != now.entries.get(path))
        )

    @property
    def _is_any_gone(self) -> bool:
        """A file can only have been renamed from a path where there is none any more."""
        entries = self._head.manifest.entries
        return any(path not in entries for path in self.paths)

    @cached_property
    def renames(self) -> Mapping[str, str]:
        """Old path → new path, as git's rename detection sees it."""
        from planproof.git import CommitTree

        head = self._head.manifest.revision
        start = self._fork.manifest.revision if self._fork is not None else None
        if head is None or start is None or not self._is_any_gone:
            return {}
        committed = rename_map(self._repository, start, head) if head != start else {}
        if isinstance(self._head, CommitTree):
            return committed
        diffs = diff_to_head(self._repository, self._head)
        later = {one.old_path: one.path for one in diffs if one.old_path is not None}
        return {**later, **{old: later.get(path, path) for old, path in committed.items()}}

    @cached_property
    def new_paths(self) -> tuple[str, ...]:
        """Those where there was nothing where the head began."""
        known = self._fork.manifest.entries if self._fork is not None else {}
        now = self._head.manifest.entries
        return tuple(path for path in self.paths if path in now and path not in known)

    @cached_property
    def copies(self) -> Mapping[str, str]:
        """Path → old path of copies of what the change edits; of commits only."""
        from planproof.git import CommitTree

        head = self._head.manifest.revision
        start = self._fork.manifest.revision if self._fork is not None else None
        is_commit = isinstance(self._head, CommitTree)
        if not is_commit or head is None or start is None or not self.new_paths:
            return {}
        return copy_map(self._repository, start, head)

    @cached_property
    def unpaired(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The paths that are gone and those that are new, where there were too many for git to tell
        which of them are renamed; none where it told."""
        entries = self._head.manifest.entries
        taken = frozenset(self.renames.values())
        gone = [path for path in self.paths if path not in entries and path not in self.renames]
        new = [path for path in self.new_paths if path not in taken]
        is_told = len(gone) * len(new) <= RENAME_LIMIT**2
        return ((), ()) if is_told else (tuple(gone), tuple(new))
