"""The modules of a tree, and which of them a chain in an import means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from planproof.evaluate.tree_files import TreeFile
from planproof.languages import Language, ModuleName

_PACKAGE_FILES = ("__init__.py", "__init__.pyi")


@dataclass(frozen=True, slots=True)
class Module:
    """One module; of several files where a language, or a stub beside a source, makes it so.

    ``name`` is how it is shown; ``names`` are all that code may import it by, from somewhere.
    """

    number: int
    name: str
    names: tuple[str, ...]
    files: tuple[TreeFile, ...]


@dataclass(slots=True)
class _Draft:
    shown: str = ""
    names: dict[str, None] = field(default_factory=dict)
    files: list[TreeFile] = field(default_factory=list)


class Modules:
    """Made of paths alone: no file is read."""

    def __init__(self, files: Iterable[TreeFile]) -> None:
        files = tuple(files)
        self._packages = _packages(file.path for file in files)
        self._spaces: dict[str, _Space] = {}
        drafts: dict[tuple[str, str, str], _Draft] = {}
        seen: list[tuple[ModuleName, str, tuple[str, str, str]]] = []
        for file in files:
            names = list(file.language.names_of_module(file.path, self._packages))
            space = _space_of(file.language)
            key = (space, names[0].root if names else "", file.language.module_of(file.path))
            draft = drafts.setdefault(key, _Draft())
            draft.files.append(file)
            draft.shown = draft.shown or _shown(names, file.path)
            for name in names:
                draft.names[name.chain] = None
                seen.append((name, space, key))
        self.all = tuple(
            Module(number, draft.shown, tuple(draft.names), tuple(draft.files))
            for number, draft in enumerate(drafts.values())
        )
        numbers = {key: number for number, key in enumerate(drafts)}
        for name, space, key in seen:
            self._spaces.setdefault(space, _Space()).add(name, self.all[numbers[key]])

    @cached_property
    def by_path(self) -> Mapping[str, Module]:
        return {file.path: module for module in self.all for file in module.files}

    def meant(self, file: TreeFile, chain: str) -> tuple[Module, ...]:
        """The modules that an absolute chain in a file means; none for one outside the tree.

        Several where the tree has several by that name and it cannot be told which is on the path.
        """
        space = self._spaces.get(_space_of(file.language))
        return space.meant(file.path.rpartition("/")[0], chain) if space is not None else ()

    def outside(self, file: TreeFile, chain: str) -> Iterator[str]:
        """The names of a chain that means no module: as it is, and from each root of the file.

        A relative import is resolved against the path, and so may begin with more folders than a
        module's name does.
        """
        yield chain
        names = file.language.names_of_module(file.path, self._packages)
        for root in {name.root for name in names if name.root}:
            prefix = root.replace("/", ".") + "."
            if chain.startswith(prefix):
                yield chain.removeprefix(prefix)


class _Space:
    """The names that the code of some languages shares."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, list[Module]]] = {}
        self._everywhere: dict[str, list[Module]] = {}
        self._known: dict[tuple[str, str], tuple[Module, ...]] = {}

    def add(self, name: ModuleName, module: Module) -> None:
        modules = self._names.setdefault(name.chain, {}).setdefault(name.root, [])
        if module not in modules:
            modules.append(module)
        if name.everywhere:
            modules = self._everywhere.setdefault(name.chain, [])
            if module not in modules:
                modules.append(module)

    def meant(self, folder: str, chain: str) -> tuple[Module, ...]:
        found = self._known.get((folder, chain))
        if found is None:
            found = self._known[folder, chain] = self._meant(folder, chain)
        return found

    def _meant(self, folder: str, chain: str) -> tuple[Module, ...]:
        """Seen from the folder first; the longest beginning of the chain that is a module."""
        prefixes = list(_prefixes(chain))
        for prefix in prefixes:
            roots = self._names.get(prefix)
            if roots is not None:
                root = _nearest(roots, folder)
                if root is not None:
                    return tuple(roots[root])
        return next((tuple(m) for p in prefixes if (m := self._everywhere.get(p))), ())


def _prefixes(chain: str) -> Iterator[str]:
    while chain:
        yield chain
        chain = chain.rpartition(".")[0]


def _nearest(roots: Iterable[str], folder: str) -> str | None:
    """The deepest of the roots that the folder lies in."""
    around = [root for root in roots if not root or f"{folder}/".startswith(f"{root}/")]
    return max(around, key=len, default=None)


def _space_of(language: Language) -> str:
    return language.module_space or language.name


def _packages(paths: Iterable[str]) -> frozenset[str]:
    found = (path.rpartition("/") for path in paths)
    return frozenset(folder for folder, _, name in found if name in _PACKAGE_FILES)


def _shown(names: Sequence[ModuleName], path: str) -> str:
    """The shortest name that means the module wherever it stands."""
    known = [name.chain for name in names if name.everywhere] or [name.chain for name in names]
    return min(known, key=len, default=path) or path
