"""What is never copied into the object store: likely secrets, and what is too large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planproof.git.working import WorkingTree
from planproof.model.paths import matchable
from planproof.model.tree import Entry, EntryKind, Tree

DEFAULT_EXCLUDE = (".env*", "*.pem", "*.key")
"""Patterns, as in .gitignore but whatever the case, of untracked files that may hold secrets."""

SIZE_LIMIT = 5_000_000
"""Bytes of an untracked file that is still stored."""


def find_left_out(
    tree: Tree, exclude: Sequence[str] = DEFAULT_EXCLUDE, size_limit: int = SIZE_LIMIT
) -> tuple[tuple[str, str], ...]:
    """(path, why) of everything in ``tree`` that a stored tree does not hold, sorted.

    A tracked file is always stored: git has it already.
    """
    why = dict.fromkeys(tree.manifest.unreadable, "cannot be read")
    why |= {one.path: "a nested repository without a commit" for one in _unknown_links(tree)}
    fresh = list(_untracked_files(tree))
    large = (one.path for one in fresh if (tree.size(one) or 0) > size_limit)
    why |= dict.fromkeys(large, f"over {size_limit:,} bytes")
    why |= dict.fromkeys(_matching([one.path for one in fresh], exclude), "may hold secrets")
    return tuple(sorted(why.items()))


def _unknown_links(tree: Tree) -> Iterator[Entry]:
    for entry in tree.manifest.entries.values():
        if entry.kind is EntryKind.SUBMODULE and not entry.blob:
            yield entry


def _untracked_files(tree: Tree) -> Iterator[Entry]:
    untracked = tree.untracked if isinstance(tree, WorkingTree) else frozenset[str]()
    for path in sorted(untracked & tree.manifest.entries.keys()):
        entry = tree.manifest.entries[path]
        if entry.kind is not EntryKind.SUBMODULE:
            yield entry


def _matching(paths: Sequence[str], patterns: Iterable[str]) -> Iterator[str]:
    if not paths:
        return
    from pathspec import GitIgnoreSpec  # here: slow to import, and often nothing is untracked

    spec = GitIgnoreSpec.from_lines(pattern.lower() for pattern in patterns)
    for path in paths:
        if spec.match_file(matchable(path.lower())):
            yield path
