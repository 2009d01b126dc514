"""What is never copied into the object store: likely secrets, and what is too large."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

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
    why |= dict.fromkeys(_unknown_links(tree), "a nested repository without a commit")
    fresh = list(_untracked_files(tree))
    large = (one.path for one in fresh if (tree.size(one) or 0) > size_limit)
    why |= dict.fromkeys(large, f"over {size_limit:,} bytes")
    why |= dict.fromkeys(_matching([one.path for one in fresh], exclude), "may hold secrets")
    return tuple(sorted(why.items()))


def _unknown_links(tree: Tree) -> Iterator[str]:
    mark = tree.manifest.mark
    if mark is not None:  # what has no id is as in no tree that is stored
        link = EntryKind.SUBMODULE.value
        yield from (path for path, blob, kind in mark.loose if kind == link and not blob)
        return
    for entry in tree.manifest.entries.values():
        if entry.kind is EntryKind.SUBMODULE and not entry.blob:
            yield entry.path


def _untracked_files(tree: Tree) -> Iterator[Entry]:
    untracked = tree.untracked if isinstance(tree, WorkingTree) else frozenset[str]()
    for path in sorted(untracked):
        entry = tree.manifest.entries.get(path)
        if entry is not None and entry.kind is not EntryKind.SUBMODULE:
            yield entry


_PLAIN = re.compile(r"[\w.*-]+", re.ASCII)
"""Patterns of names in any folder, in which only ``*`` means something."""


def _matching(paths: Sequence[str], patterns: Sequence[str]) -> Iterator[str]:
    if not paths:
        return
    holds = _matcher([pattern.lower() for pattern in patterns])
    for path in paths:
        if holds(path.lower()):
            yield path


def _matcher(patterns: Sequence[str]) -> Callable[[str], object]:
    """Like gitignore. Its library is slow to import, and plain patterns need no library."""
    if all(_PLAIN.fullmatch(pattern) for pattern in patterns):
        names = "|".join(re.escape(one).replace(r"\*", "[^/]*") for one in patterns)
        return re.compile(f"(?:^|/)(?:{names or '(?!)'})(?:/|\\Z)").search
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)
    return lambda path: spec.match_file(matchable(path))
