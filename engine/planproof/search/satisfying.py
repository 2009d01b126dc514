"""What satisfies an interface of Go without naming it: types that have all of its methods.

Methods are compared by their names alone, so that none of it is certain. They may stand in any file
of the package of their type, and may be those of what the type or the interface embeds.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.model.document import Role
from planproof.search.atlas import Atlas
from planproof.search.meaning import End, Meaning

SAME_NAMES = "it has methods of all these names; what they take and give is not compared"
_ERROR = frozenset({"Error"})
"""What the interface ``error`` of the language asks for."""


_DEFINITION = int(Role.DEFINITION)
_DEEPEST = 8


class Satisfying:
    """Answers for one tree."""

    def __init__(self, atlas: Atlas, meaning: Meaning) -> None:
        self._atlas = atlas
        self._meaning = meaning
        self._packages: dict[str, dict[str, set[str]]] = {}
        self._folders: dict[str, list[str]] = {}

    def types(self, interface: End) -> list[End]:
        """The types that have all methods of an interface, as far as the tree has what it embeds.
        None of one without methods: all types have those."""
        if not self._is_of_go(interface.path) or self._kind(interface) != "interface":
            return []
        wanted = self._methods(interface, 0)
        if not wanted:
            return []
        rarest = min(sorted(wanted), key=lambda name: len(self._atlas.mentions(name)))
        owners = {*self._owners(rarest)}
        found = {
            end
            for end in owners | {*self._embedding(owners)}
            if end != interface and self._kind(end) not in ("", "interface")
        }
        return sorted(end for end in found if wanted <= self._methods(end, 0))

    def _owners(self, name: str) -> Iterator[End]:
        """The types that have a method of their own of this name, where they are defined."""
        for mention in self._atlas.mentions(name):
            given = self._atlas.definition(mention.unit, mention.definition)
            if mention.roles & _DEFINITION and given is not None and given.kind == "method":
                path = self._atlas.units[mention.unit].path
                yield from self._defined(path, given.qualified.rpartition(".")[0])

    def _embedding(self, ends: set[End]) -> Iterator[End]:
        """The types that embed one of these, however deep."""
        waiting, seen = [*ends], set(ends)
        while waiting:
            below = waiting.pop()
            for mention in self._atlas.mentions(below.qualified):
                path = self._atlas.units[mention.unit].path
                given = self._atlas.definition(mention.unit, mention.definition)
                if not mention.roles & int(Role.BASE) or given is None:
                    continue
                end = End(path, given.qualified)
                if end not in seen and below in self._embedded(end):
                    seen.add(end)
                    waiting.append(end)
                    yield end

    def _embedded(self, end: End) -> set[End]:
        chains = self._meaning.shape(end.path).classes.get(end.qualified, ())
        return {above for chain in chains for above in self._meaning.of(end.path, chain).found}

    def _methods(self, end: End, depth: int) -> set[str]:
        """The names of its methods and of those of what it embeds."""
        own = set(self._package(end.path).get(end.qualified, ()))
        for chain in self._meaning.shape(end.path).classes.get(end.qualified, ()):
            above = self._meaning.of(end.path, chain).found
            for each in above if depth < _DEEPEST else ():
                own |= self._methods(each, depth + 1)
            if not above and chain.rpartition(".")[2] == "error":
                own |= _ERROR
        return own

    def _package(self, path: str) -> dict[str, set[str]]:
        """Of each type of a package the methods of its own, whichever file they stand in."""
        folder = path.rpartition("/")[0]
        if folder not in self._packages:
            self._packages[folder] = found = dict[str, set[str]]()
            for there in self._files(folder):
                for each in self._atlas.told_at(there).definitions:
                    owner, _, name = each.qualified.rpartition(".")
                    if each.kind == "method" and owner:
                        found.setdefault(owner, set()).add(name)
        return self._packages[folder]

    def _files(self, folder: str) -> list[str]:
        if not self._folders:
            for unit in self._atlas.units.values():
                if unit.language == "go":
                    self._folders.setdefault(unit.path.rpartition("/")[0], []).append(unit.path)
        return self._folders.get(folder, [])

    def method(self, end: End, name: str) -> End | None:
        """Where a type itself has a method of a name."""
        qualified = f"{end.qualified}.{name}"
        there = self._files(end.path.rpartition("/")[0])
        found = (path for path in there if qualified in self._meaning.shape(path).defined)
        return next((End(path, qualified) for path in found), None)

    def _defined(self, path: str, name: str) -> Iterator[End]:
        for there in self._files(path.rpartition("/")[0]):
            if name in self._meaning.shape(there).classes:
                yield End(there, name)

    def _kind(self, end: End) -> str:
        told = self._atlas.told_at(end.path).definitions
        return next((each.kind for each in told if each.qualified == end.qualified), "")

    def _is_of_go(self, path: str) -> bool:
        language = self._atlas.language(path)
        return language is not None and language.name == "go"
