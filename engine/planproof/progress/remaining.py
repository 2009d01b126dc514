"""What remains, by rule, by folder and by owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

_ROWS = 12


class Share(NamedTuple):
    """A part of what remains; ``name`` is a rule, a folder or an owner."""

    name: str
    violations: int


def ranked(names: Iterable[str]) -> tuple[Share, ...]:
    """Most first, then by name."""
    counts = Counter(names)
    return tuple(Share(*one) for one in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def by_folder(paths: Sequence[str], rows: int = _ROWS) -> tuple[Share, ...]:
    """Each path in one folder. The folder with most is told apart into those below it, again and
    again, as long as there are no more than ``rows``: where the work is, is shown closer."""
    groups: dict[str, list[str]] = {"": list(paths)} if paths else {}
    settled: set[str] = set()
    while open_ := [one for one in groups if one not in settled]:
        widest = max(open_, key=lambda one: (len(groups[one]), one))
        below = _told_apart(widest, groups[widest])
        if set(below) == {widest} or len(groups) - 1 + len(below) > rows:
            settled.add(widest)
            continue
        del groups[widest]
        groups |= below
        settled |= {widest} & below.keys()
    return ranked(name or "." for name, many in groups.items() for _ in many)


def _told_apart(folder: str, paths: Sequence[str]) -> dict[str, list[str]]:
    """By the folder right below; what lies in the folder itself stays in it."""
    found: dict[str, list[str]] = {}
    for path in paths:
        name, slash, _ = path[len(folder) :].partition("/")
        found.setdefault(f"{folder}{name}/" if slash else folder, []).append(path)
    return found


def by_owner(paths: Iterable[str], owners: Callable[[str], Sequence[str]]) -> tuple[Share, ...]:
    """A file of several owners counts for each of them, so the parts may be more than the whole."""
    return ranked(owner for path in paths for owner in (owners(path) or ("(nobody)",)))
