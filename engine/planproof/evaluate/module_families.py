"""The modules of languages that import each other: which files are at a place, what is above it.

They are kept as sorted lines, so that they can be looked at without all being looked through.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from planproof.evaluate.roots import SourceRoots
from planproof.languages import Language
from planproof.model.name import canonical

_END = "\0"
"""Stands behind a place: below all that a path can hold."""


def family_of(language: Language) -> str:
    return language.module_space or language.name


class Family:
    """``lines`` are places, each with the path of a file there; ``roots`` the first segments of
    chains, each with the source roots where they lead to something. Both are sorted."""

    def __init__(self, lines: Sequence[str] = (), roots: Sequence[str] = ()) -> None:
        self.lines = lines
        self.roots = roots
        self._files: dict[str, tuple[str, ...]] = {}
        self._above: dict[str, bool] = {}

    def at(self, place: str) -> tuple[str, ...]:
        """The paths of the files that are one module, in the order of the tree."""
        found = self._files.get(place)
        if found is None:
            found = self._files[place] = tuple(_with(self.lines, place))
        return found

    def is_above(self, place: str) -> bool:
        """Whether there is a module, or some below it. The top of the tree is none."""
        found = self._above.get(place)
        if found is None:
            found = self._above[place] = bool(place) and (
                bool(self.at(place)) or _any_begins(self.lines, f"{place}.")
            )
        return found

    @property
    def has_top(self) -> bool:
        """Whether the top of the tree is a module itself."""
        return bool(self.at(""))

    def roots_of(self, first: str) -> Iterator[str]:
        """The source roots below which there is something of the name, in the order of the tree."""
        for line in _with(self.roots, first):
            yield from line.split(_END)

    @cached_property
    def all_roots(self) -> frozenset[str]:
        return frozenset(root for line in self.roots for root in line.split(_END)[1:])


def _with(lines: Sequence[str], first: str) -> Iterator[str]:
    """What stands behind the first field of the lines that begin with it."""
    begin = first + _END
    at = bisect_left(lines, begin)
    while at < len(lines) and lines[at].startswith(begin):
        yield lines[at][len(begin) :]
        at += 1


def _any_begins(lines: Sequence[str], begin: str) -> bool:
    at = bisect_left(lines, begin)
    return at < len(lines) and lines[at].startswith(begin)


@dataclass(slots=True)
class FamilyMaker:
    """Takes the files of one family in the order of the tree."""

    source_roots: SourceRoots
    lines: list[str] = field(default_factory=list)
    roots: dict[str, dict[str, None]] = field(default_factory=dict)
    _folders: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def add(self, path: str, language: Language) -> None:
        place = canonical(language.module_of(path))
        self.lines.append(f"{place}{_END}{path}")
        if language.roots_vary:
            self._add_roots(path, place)

    def make(self) -> Family:
        roots = (_END.join((first, *found)) for first, found in self.roots.items())
        return Family(sorted(self.lines), sorted(roots))

    def _add_roots(self, path: str, place: str) -> None:
        folder = path.rpartition("/")[0]
        outside = self._folders.get(folder)
        if outside is None:
            outside = self._folders[folder] = tuple(self._outside(folder))
        if not outside:
            return
        parts = place.split(".")
        for number, root in outside:
            if number < len(parts):
                self.roots.setdefault(parts[number], {})[root] = None

    def _outside(self, folder: str) -> Iterator[tuple[int, str]]:
        """The folders above and at this one that are no package and lie in none."""
        folders = folder.split("/") if folder else []
        for number in range(1, self.source_roots.outside_packages(folders) + 1):
            above = "/".join(folders[:number])
            if above not in self.source_roots.packages:
                yield number, canonical(above)
