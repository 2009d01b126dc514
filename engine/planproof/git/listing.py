"""What git knows about a work tree: its index, what differs from it by stat, what is untracked."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass, field

from planproof.errors import TreeChangedError
from planproof.git import door
from planproof.git.blurred import Times, find_blurred
from planproof.git.repository import Repository
from planproof.model.tree import Entry, EntryKind

KINDS = {
    "100644": EntryKind.FILE,
    "100755": EntryKind.EXECUTABLE,
    "120000": EntryKind.SYMLINK,
    "160000": EntryKind.SUBMODULE,
}
"""git's modes."""

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """One consistent look at a work tree.

    ``tracked`` has the ids of what git stored. ``dirty`` are tracked paths that only the disk can
    tell about: their stat differs from the index, they are unmerged, or git was told not to look.
    ``blurred`` are those whose times git compares too coarsely, with the times it noted (see
    :mod:`planproof.git.blurred`). ``sparse`` are tracked paths left out of the checkout, ``nested``
    untracked repositories, ``hidden`` folders that git could not open.
    """

    head: str | None
    tracked: dict[str, Entry]
    dirty: frozenset[str]
    blurred: dict[str, Times]
    sparse: frozenset[str]
    unmerged: frozenset[str]
    untracked: tuple[str, ...]
    nested: tuple[str, ...]
    hidden: tuple[str, ...]


def list_work_tree(repository: Repository) -> Listing:
    """Raises GitError, and TreeChangedError when the index does not hold still."""
    for _ in range(_ATTEMPTS):
        before = _index_stamp(repository)
        listing = _ask(repository)
        if _index_stamp(repository) == before:
            return listing
    raise TreeChangedError(
        f"the index of {repository.top} kept changing while it was read",
        fix="Wait until other git commands have ended, then run this again",
    )


_QUESTIONS = (
    # A submodule's own work tree is not examined: that would run git by the submodule's settings.
    ("diff-files", "-z", "--name-only", "--no-renames", "--ignore-submodules=dirty"),
    ("ls-files", "-z", "-s", "-v"),
    ("ls-files", "-z", "--debug"),
    ("ls-files", "-z", "--others", "--exclude-standard"),
    ("rev-parse", "--verify", "--quiet", "HEAD"),
)


def _ask(repository: Repository) -> Listing:
    """Runs all questions at once, the slowest first; one answer is read while git works on."""
    with ExitStack() as stack:
        running = [
            stack.enter_context(door.start(question, repository.scene)) for question in _QUESTIONS
        ]
        index = _read_index(os.fsdecode(running[1].finish().require()))
        return _listing(index, *(one.finish() for one in (running[0], *running[2:])))


def _index_stamp(repository: Repository) -> tuple[int, int, int] | None:
    try:
        found = repository.index.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _listing(
    index: _Index,
    differing: door.Result,
    debugged: door.Result,
    others: door.Result,
    head: door.Result,
) -> Listing:
    dirty = {*_items(differing), *index.unmerged, *index.unchecked}
    if differing.errors.strip():  # git passes over what it cannot stat: then it knows nothing
        dirty = set(index.tracked)
    untracked = _items(others)
    return Listing(
        head=head.output.decode().strip() or None,
        tracked=index.tracked,
        dirty=frozenset(dirty),
        blurred=find_blurred(debugged.require(), index.tracked),
        sparse=frozenset(index.sparse),
        unmerged=frozenset(index.unmerged),
        untracked=tuple(path for path in untracked if not path.endswith("/")),
        nested=tuple(path.rstrip("/") for path in untracked if path.endswith("/")),
        hidden=tuple(re.findall(_HIDDEN, others.errors)),
    )


_HIDDEN = re.compile(r"could not open directory '(.*?)/?': ", re.DOTALL)


@dataclass(slots=True)
class _Index:
    tracked: dict[str, Entry] = field(default_factory=dict)
    sparse: set[str] = field(default_factory=set)
    unmerged: set[str] = field(default_factory=set)
    unchecked: set[str] = field(default_factory=set)

    def mark(self, tag: str, path: str) -> None:
        if tag.islower():
            self.unchecked.add(path)
        if tag in "Ss":
            self.sparse.add(path)
        if tag in "Mm":
            self.unmerged.add(path)


def _read_index(text: str) -> _Index:
    """Items are ``<tag> <mode> <id> <stage>\\t<path>``.

    Tags: ``H`` ordinary, ``S`` skip-worktree, ``M`` unmerged; in lower case: assume-unchanged.
    """
    index = _Index()
    items = text.split("\0")
    end = items[0].find(" ", 9)
    for item in items:
        if not item:
            continue
        path = item[end + 3 :]
        index.tracked[path] = Entry(path, item[9:end], KINDS[item[2:8]])
        if item[0] != "H":
            index.mark(item[0], path)
    return index


def _items(result: door.Result) -> list[str]:
    return [item for item in os.fsdecode(result.require()).split("\0") if item]
