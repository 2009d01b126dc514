"""Which files of a tree the chains of its code name.

A module is known by its *place*: its path as a chain (``src.pkg.auth``). What code writes may be
shorter (``pkg.auth``, from a source root) or something else altogether (``@lib/auth``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from planproof.evaluate.roots import SourceRoots, find_roots
from planproof.evaluate.tree_files import TreeFile
from planproof.languages import Alias, Language
from planproof.model.name import canonical


@dataclass(frozen=True, slots=True)
class Holder:
    """A file whose module is the first ``depth`` segments of a place. Behind them stand the
    ``name`` of something in it, and the ``rest``."""

    path: str
    depth: int
    name: str
    rest: str


@dataclass(slots=True)
class _Family:
    """The modules of languages that import each other."""

    paths: dict[str, list[str]] = field(default_factory=dict)
    above: set[str] = field(default_factory=set)
    roots: dict[str, dict[str, None]] = field(default_factory=dict)
    known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def add(self, place: str, path: str) -> None:
        self.paths.setdefault(place, []).append(path)
        while place and place not in self.above:
            self.above.add(place)
            place = place.rpartition(".")[0]

    def add_root(self, root: str, first: str) -> None:
        self.roots.setdefault(first, {})[root] = None


class ModulePlaces:
    """Made once per tree."""

    def __init__(self, files: Iterable[TreeFile], aliases: Iterable[Alias] = ()) -> None:
        files = tuple(files)
        self._aliases: dict[str, list[Alias]] = {}
        self._near: dict[tuple[str, str], list[Alias]] = {}
        for alias in aliases:
            self._aliases.setdefault(alias.space, []).append(alias)
        self._languages = {file.path: file.language for file in files}
        self._places = {file.path: canonical(file.language.module_of(file.path)) for file in files}
        self._families: dict[str, _Family] = {}
        roots = find_roots(self._languages)
        for path, language in self._languages.items():
            family = self._families.setdefault(family_of(language), _Family())
            family.add(self._places[path], path)
            if language.roots_vary:
                self._add_roots(family, path, roots)

    @property
    def has_root(self) -> bool:
        """Whether the top of the tree is a module itself."""
        return any("" in family.paths for family in self._families.values())

    @property
    def root_words(self) -> frozenset[str]:
        """The segments by which a place may be longer than what code writes."""
        by_first = (family.roots.values() for family in self._families.values())
        roots = {root for each in by_first for found in each for root in found}
        roots |= {alias.place for each in self._aliases.values() for alias in each}
        return frozenset(segment for root in roots for segment in root.split("."))

    def language(self, path: str) -> Language | None:
        return self._languages.get(path)

    def place(self, path: str) -> str:
        """The module of a file, by its path."""
        return self._places[path]

    def files_at(self, place: str, language: Language) -> tuple[str, ...]:
        """The files of one module: several where a module is a folder."""
        family = self._families.get(family_of(language))
        return tuple(family.paths.get(place, ())) if family is not None else ()

    def places(self, path: str, language: Language, chain: str) -> tuple[str, ...]:
        """The places that a chain may name where it stands in the file ``path``; none where it
        names nothing in the tree."""
        family = self._families.get(family_of(language))
        if family is None:
            return ()
        if chain.startswith(f"{self._places.get(path)}."):
            return (chain,)
        first = chain.partition(".")[0]
        folder = path.rpartition("/")[0]
        roots = family.known.get((folder, first))
        if roots is None:
            roots = tuple(self._roots(family, folder, first, language))
            family.known[folder, first] = roots
        found = (f"{root}.{chain}" if root else chain for root in roots)
        return tuple(dict.fromkeys((*found, *self._by_aliases(family, folder, language, chain))))

    def _by_aliases(
        self, family: _Family, folder: str, language: Language, chain: str
    ) -> Iterator[str]:
        """The places that the configuration nearest above a folder gives to a chain."""
        for alias in self._aliases_at(folder, family_of(language)):
            for place in alias.places(chain):
                end = place.find(".", len(alias.place) + 1)
                module = place if end < 0 else place[:end]
                if module in family.above or (alias.whole and alias.place in family.paths):
                    yield place

    def _aliases_at(self, folder: str, space: str) -> list[Alias]:
        """Those that hold in a folder: of several configurations above it, the nearest."""
        key = (folder, space)
        if key not in self._near:
            inside = f"{folder}/"
            found = [
                alias
                for alias in self._aliases.get(space, ())
                if not alias.folder or inside.startswith(f"{alias.folder}/")
            ]
            nearest = max((len(alias.folder) for alias in found), default=0)
            self._near[key] = [a for a in found if len(a.folder) in (0, nearest)]
        return self._near[key]

    def names_of(self, place: str) -> frozenset[str]:
        """The last segments by which aliases call a module."""
        found = (a for each in self._aliases.values() for a in each if a.place == place)
        return frozenset(alias.written.rpartition(".")[2] for alias in found)

    def is_above(self, place: str, language: Language) -> bool:
        """Whether a place is a module, or a folder with modules below it."""
        family = self._families.get(family_of(language))
        return family is not None and place in family.above

    def holders(self, place: str, language: Language) -> Iterator[Holder]:
        """The files that a place leads through, each with what is named behind it."""
        family = self._families.get(family_of(language))
        if family is None:
            return
        parts = place.split(".")
        for number, name in enumerate(parts):
            for path in family.paths.get(".".join(parts[:number]), ()):
                yield Holder(path, number, name, ".".join(parts[number + 1 :]))

    def _add_roots(self, family: _Family, path: str, roots: SourceRoots) -> None:
        folders = path.split("/")[:-1]
        place = self._places[path].split(".")
        for number in range(1, roots.outside_packages(folders) + 1):
            folder = "/".join(folders[:number])
            if number < len(place) and folder not in roots.packages:
                family.add_root(canonical(folder), place[number])

    def _roots(self, family: _Family, folder: str, first: str, language: Language) -> Iterator[str]:
        """Where a chain that begins so may begin: at the top of the tree, at a source root, in a
        folder above the file that says it."""
        candidates = {"": None}
        if language.roots_vary:
            candidates |= family.roots.get(first, {})
            parts = folder.split("/") if folder else []
            candidates |= {canonical("/".join(parts[:n])): None for n in range(1, len(parts) + 1)}
        for root in candidates:
            if (f"{root}.{first}" if root else first) in family.above or (
                not root and "" in family.paths
            ):
                yield root


def family_of(language: Language) -> str:
    return language.module_space or language.name
