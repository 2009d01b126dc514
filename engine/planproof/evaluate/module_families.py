"""The modules of languages that import each other: which files are at a place, what is above it.

They are kept as sorted lines, so that they can be looked at without all being looked through.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from planproof.evaluate.roots import SourceRoots
from planproof.languages import Language
from planproof.model.name import canonical

_END = "\0"
"""Stands behind a place: below all that a path can hold."""


def family_of(language: Language) -> str:
    return language.module_space or language.name


class Family:
    """``lines`` are places, each with the path of a file there; ``roots`` the first segments of
    chains, each with a source root where it leads to something. Both are sorted."""

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
        """The source roots below which there is something of the name."""
        return _with(self.roots, first)

    @cached_property
    def all_roots(self) -> frozenset[str]:
        return frozenset(line.partition(_END)[2] for line in self.roots)

    def edited(
        self,
        gone: Sequence[Module],
        new: Sequence[Module],
        rooted: Rooted | None,
        before: Rooted | None = None,
    ) -> Family:
        """The family with other modules; ``rooted`` tells their source roots now, ``before`` those
        that they had, each None where source roots do not vary. A module that stays, of which they
        may tell otherwise, is both gone and new."""
        lines, roots = [*self.lines], {*self.roots}
        for module in gone:
            del lines[bisect_left(lines, module.line)]
        for module in new:
            insort(lines, module.line)
        if rooted is None or before is None:
            return Family(lines, self.roots)
        found = Family(lines)
        maybe = {line for module in gone for line in before.lines(module)}
        roots -= {line for line in maybe if not found.is_rooted(line, rooted)}
        roots.update(line for module in new for line in rooted.lines(module))
        return Family(lines, sorted(roots))

    def is_rooted(self, line: str, rooted: Rooted) -> bool:
        """Whether some module makes this a line of the roots."""
        first, _, root = line.partition(_END)
        place = f"{root}.{first}"
        if any(line in rooted.lines(Module(place, path)) for path in self.at(place)):
            return True
        at = bisect_left(self.lines, f"{place}.")
        while at < len(self.lines) and self.lines[at].startswith(f"{place}."):
            below, _, path = self.lines[at].partition(_END)
            if line in rooted.lines(Module(below, path)):
                return True
            at += 1
        return False


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


class Module(NamedTuple):
    """The place of a file, and its path."""

    place: str
    path: str

    @property
    def line(self) -> str:
        return f"{self.place}{_END}{self.path}"


def module_of(path: str, language: Language) -> Module:
    return Module(canonical(language.module_of(path)), path)


class Rooted(Struct):
    """Tells the source roots of files: the folders above them that are no package, nor in one."""

    source_roots: SourceRoots
    _folders: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def lines(self, module: Module) -> list[str]:
        """What a module adds to the roots."""
        folder = module.path.rpartition("/")[0]
        outside = self._folders.get(folder)
        if outside is None:
            outside = self._folders[folder] = tuple(self._outside(folder))
        if not outside:
            return []
        parts = module.place.split(".")
        return [f"{parts[n]}{_END}{root}" for n, root in outside if n < len(parts)]

    def _outside(self, folder: str) -> Iterator[tuple[int, str]]:
        folders = folder.split("/") if folder else []
        for number in range(1, self.source_roots.outside_packages(folders) + 1):
            above = "/".join(folders[:number])
            if above not in self.source_roots.packages:
                yield number, canonical(above)


def family_with(files: Iterable[tuple[str, Language]], source_roots: SourceRoots) -> Family:
    """The family of these files."""
    rooted, lines, roots = Rooted(source_roots), [], set()
    for path, language in files:
        module = module_of(path, language)
        lines.append(module.line)
        if language.roots_vary:
            roots.update(rooted.lines(module))
    return Family(sorted(lines), sorted(roots))
