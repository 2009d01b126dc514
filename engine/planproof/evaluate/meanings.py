"""What the chains of imports mean in a tree: looked up once for all files that see the same."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from planproof.languages import Language, ModuleName
from planproof.model.document import Import
from planproof.model.location import Span

_NOWHERE = Span(0, 0)


class Meaning(Struct, frozen=True):
    """What one chain means. ``modules`` are numbers, empty for what lies outside of the tree, and
    several where the tree has several by one name and it cannot be told which is meant.

    ``chain`` is absolute; ``spellings`` are it and what it may also be called: a relative import is
    resolved against the path, and so may begin with more folders than a module's name does.
    """

    number: int
    chain: str
    modules: tuple[int, ...]
    spellings: tuple[str, ...]


class Space(Struct):
    """The names of modules that the code of some languages shares. Meanings are numbered."""

    numbered: list[Meaning]
    _names: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    _everywhere: dict[str, list[int]] = field(default_factory=dict)
    _roots: set[str] = field(default_factory=set)
    _views: dict[tuple[str, ...], Absolute] = field(default_factory=dict)
    _relative: dict[tuple[str, str], Relative] = field(default_factory=dict)

    def add(self, name: ModuleName, module: int) -> None:
        self._roots.add(name.root)
        _append(self._names.setdefault(name.chain, {}).setdefault(name.root, []), module)
        if name.everywhere:
            _append(self._everywhere.setdefault(name.chain, []), module)

    def seen_from(self, path: str, language: Language) -> tuple[Absolute, Relative]:
        """The meanings of absolute chains, and of those that begin with dots, in one file."""
        folder = path.rpartition("/")[0]
        around = tuple(root for root in _folders(folder) if root in self._roots)
        view = self._views.get(around)
        if view is None:
            view = self._views[around] = Absolute(self, around)
        key = (language.name, folder if language.relative_to_folder else path)
        relative = self._relative.get(key)
        if relative is None:
            relative = self._relative[key] = Relative(self, view, path, language)
        return view, relative

    def find(self, chain: str, around: tuple[str, ...]) -> tuple[int, ...]:
        """The longest beginning of the chain that is a module: from the folders around first, the
        nearest before the others."""
        prefixes = list(_prefixes(chain))
        for prefix in prefixes:
            roots = self._names.get(prefix, {})
            for root in around:
                if root in roots:
                    return tuple(roots[root])
        return next((tuple(m) for p in prefixes if (m := self._everywhere.get(p))), ())

    def mean(self, chain: str, modules: tuple[int, ...], spellings: tuple[str, ...]) -> Meaning:
        meaning = Meaning(len(self.numbered), chain, modules, spellings)
        self.numbered.append(meaning)
        return meaning


class Absolute(dict[str, Meaning]):
    """Chain → meaning, as seen from the same roots; ``around`` has the nearest first."""

    def __init__(self, space: Space, around: tuple[str, ...]) -> None:
        super().__init__()
        self._space, self._around = space, around

    def __missing__(self, chain: str) -> Meaning:
        found = self._space.find(chain, self._around)
        self[chain] = meaning = self._space.mean(chain, found, (chain,))
        return meaning

    def spellings(self, chain: str) -> Iterator[str]:
        yield chain
        for root in self._around:
            prefix = f"{root.replace('/', '.')}."
            if root and chain.startswith(prefix):
                yield chain.removeprefix(prefix)


class Relative(dict[str, Meaning]):
    """Chain with dots before it → meaning, as seen from one file or all of its folder."""

    def __init__(self, space: Space, view: Absolute, path: str, language: Language) -> None:
        super().__init__()
        self._space, self._view, self._path, self._language = space, view, path, language

    def __missing__(self, written: str) -> Meaning:
        target = written.lstrip(".")
        binding = Import("", target, _NOWHERE, len(written) - len(target))
        chain = self._language.resolve(self._path, binding)
        spellings = tuple(self._view.spellings(chain))
        self[written] = meaning = self._space.mean(chain, self._view[chain].modules, spellings)
        return meaning


def _append(modules: list[int], module: int) -> None:
    if module not in modules:
        modules.append(module)


def _folders(folder: str) -> Iterator[str]:
    """The folder and all above it."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _prefixes(chain: str) -> Iterator[str]:
    while chain:
        yield chain
        chain = chain.rpartition(".")[0]
