"""Which files of a tree the chains of its code name.

A module is known by its *place*: its path as a chain (``src.pkg.auth``). What code writes may be
shorter (``pkg.auth``, from a source root) or something else altogether (``@lib/auth``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.evaluate.module_families import Family, family_of, family_with
from planproof.evaluate.trail import Log, of_first, of_place
from planproof.languages import Alias, Language
from planproof.model.name import canonical

if TYPE_CHECKING:
    from planproof.evaluate.tree_files import TreeFile

_NO_FAMILY = Family()


class Holder(Struct, frozen=True):
    """A file whose module is the first ``depth`` segments of a place. Behind them stand the
    ``name`` of something in it, and the ``rest``."""

    path: str
    depth: int
    name: str
    rest: str


class ModulePlaces:
    """Made once per tree; what it is asked is noted in the ``log``."""

    def __init__(
        self,
        families: dict[str, Family],
        language: Callable[[str], Language | None],
        aliases: Iterable[Alias] = (),
    ) -> None:
        self.families = families
        self.aliases = tuple(aliases)
        self.language = language
        self.log = Log()
        self._aliases: dict[str, list[Alias]] = {}
        self._near: dict[tuple[str, str], list[Alias]] = {}
        for alias in self.aliases:
            self._aliases.setdefault(alias.space, []).append(alias)
        self._places: dict[str, str] = {}
        self._known: dict[tuple[str, str, str], tuple[str, ...]] = {}

    @classmethod
    def of(cls, files: Iterable[TreeFile], aliases: Iterable[Alias] = ()) -> ModulePlaces:
        """The modules of all files of a tree."""
        from planproof.evaluate.roots import find_roots

        languages = {file.path: file.language for file in files}
        roots = find_roots(languages)
        spaces: dict[str, list[tuple[str, Language]]] = {}
        for path, language in languages.items():
            spaces.setdefault(family_of(language), []).append((path, language))
        families = {space: family_with(found, roots) for space, found in spaces.items()}
        return cls(families, languages.get, aliases)

    @property
    def root_words(self) -> frozenset[str]:
        """The segments by which a place may be longer than what code writes."""
        roots = {root for family in self.families.values() for root in family.all_roots}
        roots |= {alias.place for alias in self.aliases}
        return frozenset(segment for root in roots for segment in root.split("."))

    def place(self, path: str) -> str:
        """The module of a file, by its path; empty for one that is none."""
        if path not in self._places:
            language = self.language(path)
            self._places[path] = canonical(language.module_of(path)) if language else ""
        return self._places[path]

    def files_at(self, place: str, language: Language) -> tuple[str, ...]:
        """The files of one module: several where a module is a folder."""
        return self._at(family_of(language), place)

    def places(self, path: str, language: Language, chain: str) -> tuple[str, ...]:
        """The places that a chain may name where it stands in the file ``path``; none where it
        names nothing in the tree."""
        space = family_of(language)
        family = self.families.get(space)
        if family is None:
            return ()
        if chain.startswith(f"{self.place(path)}."):
            return (chain,)
        first = chain.partition(".")[0]
        folder = path.rpartition("/")[0]
        self.log.seen.add(of_first(space, first))
        roots = self._known.get((space, folder, first))
        if roots is None:
            roots = tuple(_roots(family, folder, first, language))
            self._known[space, folder, first] = roots
        found = [f"{root}.{chain}" if root else chain for root in roots]
        if self.aliases:
            found += self._by_aliases(family, folder, language, chain)
        return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))

    def _by_aliases(
        self, family: Family, folder: str, language: Language, chain: str
    ) -> Iterator[str]:
        """The places that the configuration nearest above a folder gives to a chain."""
        space = family_of(language)
        for alias in self._aliases_at(folder, space):
            for place in alias.places(chain):
                end = place.find(".", len(alias.place) + 1)
                module = place if end < 0 else place[:end]
                self.log.seen.update((of_place(space, module), of_place(space, alias.place)))
                if family.is_above(module) or (alias.whole and self._at(space, alias.place)):
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
        found = (alias for alias in self.aliases if alias.place == place)
        return frozenset(alias.written.rpartition(".")[2] for alias in found)

    def is_above(self, place: str, language: Language) -> bool:
        """Whether a place is a module, or a folder with modules below it."""
        space = family_of(language)
        self.log.seen.add(of_place(space, place))
        return self.families.get(space, _NO_FAMILY).is_above(place)

    def holders(self, place: str, language: Language) -> Iterator[Holder]:
        """The files that a place leads through, each with what is named behind it."""
        space = family_of(language)
        if space not in self.families:
            return
        parts = place.split(".")
        for number, name in enumerate(parts):
            for path in self._at(space, ".".join(parts[:number])):
                yield Holder(path, number, name, ".".join(parts[number + 1 :]))

    def _at(self, space: str, place: str) -> tuple[str, ...]:
        family = self.families.get(space, _NO_FAMILY)
        found = family.at(place)
        if not found and place:
            self.log.seen.add(of_place(space, place))
        return found


def _roots(family: Family, folder: str, first: str, language: Language) -> Iterator[str]:
    """Where a chain that begins so may begin: at the top of the tree, at a source root, in a
    folder above the file that says it."""
    candidates = {"": None}
    if language.roots_vary:
        candidates |= dict.fromkeys(family.roots_of(first))
        parts = folder.split("/") if folder else []
        candidates |= {canonical("/".join(parts[:n])): None for n in range(1, len(parts) + 1)}
    for root in candidates:
        if family.is_above(f"{root}.{first}" if root else first) or (not root and family.has_top):
            yield root
