"""What git knows about a work tree: its index, what differs from it by stat, what is untracked."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass

from planproof.errors import TreeChangedError
from planproof.git import door
from planproof.git.repository import Repository
from planproof.model.tree import EntryKind

KINDS = {
    "100644": EntryKind.FILE,
    "100755": EntryKind.EXECUTABLE,
    "120000": EntryKind.SYMLINK,
    "160000": EntryKind.SUBMODULE,
}
"""git's modes."""

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Tracked:
    """One path of the index; ``blob`` is the id of what git stored."""

    kind: EntryKind
    blob: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One consistent look at a work tree.

    ``dirty`` are tracked paths whose stat differs from the index, that git was told not to look
    at, or that are unmerged: only the disk can tell what they hold. ``sparse`` are tracked paths
    left out of the checkout, ``nested`` untracked repositories, ``hidden`` folders that git could
    not open.
    """

    head: str | None
    tracked: dict[str, Tracked]
    dirty: frozenset[str]
    sparse: frozenset[str]
    unmerged: frozenset[str]
    untracked: tuple[str, ...]
    nested: tuple[str, ...]
    hidden: tuple[str, ...]


def list_work_tree(repository: Repository) -> Listing:
    """Raises GitError, and TreeChangedError when the index does not hold still."""
    for _ in range(_ATTEMPTS):
        before = _index_stamp(repository)
        results = _ask(repository)
        if _index_stamp(repository) == before:
            return _listing(*results)
    raise TreeChangedError(
        f"the index of {repository.top} kept changing while it was read",
        fix="Wait until other git commands have ended, then run this again",
    )


def _ask(repository: Repository) -> tuple[door.Result, ...]:
    """Runs all questions at once: each is bound by another part of the machine.

    A submodule's own work tree is not examined, which would run git by that submodule's settings.
    """
    scene = repository.scene
    with ExitStack() as stack:
        running = [
            stack.enter_context(door.start(command, scene))
            for command in (
                ["ls-files", "-z", "-s", "-v"],
                ["diff-files", "-z", "--name-only", "--no-renames", "--ignore-submodules=dirty"],
                ["ls-files", "-z", "--others", "--exclude-standard"],
                ["rev-parse", "--verify", "--quiet", "HEAD"],
            )
        ]
        return tuple(one.finish() for one in running)


def _index_stamp(repository: Repository) -> tuple[int, int, int] | None:
    try:
        found = repository.index.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _listing(
    staged: door.Result, differing: door.Result, others: door.Result, head: door.Result
) -> Listing:
    tracked: dict[str, Tracked] = {}
    marked: dict[str, set[str]] = {"sparse": set(), "unmerged": set(), "unchecked": set()}
    _read_index(os.fsdecode(staged.require()), tracked, marked)
    dirty = {*_items(differing), *marked["unmerged"], *marked["unchecked"]}
    if differing.errors.strip():  # git passes over what it cannot stat: then it knows nothing
        dirty = set(tracked)
    untracked = _items(others)
    return Listing(
        head=head.output.decode().strip() or None,
        tracked=tracked,
        dirty=frozenset(dirty),
        sparse=frozenset(marked["sparse"]),
        unmerged=frozenset(marked["unmerged"]),
        untracked=tuple(path for path in untracked if not path.endswith("/")),
        nested=tuple(path.rstrip("/") for path in untracked if path.endswith("/")),
        hidden=tuple(re.findall(_HIDDEN, others.errors)),
    )


_HIDDEN = re.compile(r"could not open directory '(.*?)/?': ", re.DOTALL)


def _read_index(text: str, tracked: dict[str, Tracked], marked: dict[str, set[str]]) -> None:
    """Items are ``<tag> <mode> <id> <stage>\\t<path>``.

    Tags: ``H`` ordinary, ``S`` skip-worktree, ``M`` unmerged; in lower case: assume-unchanged.
    """
    items = text.split("\0")
    end = items[0].find(" ", 9)
    for item in items:
        if not item:
            continue
        path = item[end + 3 :]
        tracked[path] = Tracked(KINDS[item[2:8]], item[9:end])
        if item[0] != "H":
            _mark(item[0], path, marked)


def _mark(tag: str, path: str, marked: dict[str, set[str]]) -> None:
    if tag.islower():
        marked["unchecked"].add(path)
    if tag in "Ss":
        marked["sparse"].add(path)
    if tag in "Mm":
        marked["unmerged"].add(path)


def _items(result: door.Result) -> list[str]:
    return [item for item in os.fsdecode(result.require()).split("\0") if item]
