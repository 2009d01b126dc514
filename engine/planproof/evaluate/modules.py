"""The modules of a tree, told from its paths and from what lies there to tell more names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from planproof.evaluate.layouts import Layouts
from planproof.evaluate.meanings import Absolute, Meaning, Relative, Space
from planproof.evaluate.tree_files import TreeFile, TreeFiles
from planproof.languages import Language, ModuleName

_PACKAGE_FILES = ("__init__.py", "__init__.pyi")


class Module(Struct, frozen=True):
    """One module; of several files where a language, or a stub beside a source, makes it so.

    ``name`` is how it is shown; ``names`` are all that code may import it by, from somewhere.
    """

    number: int
    name: str
    names: tuple[str, ...]
    files: tuple[TreeFile, ...]


_Key = tuple[str, str, str]


class _Draft(Struct):
    shown: str
    names: dict[ModuleName, None] = field(default_factory=dict)
    files: list[TreeFile] = field(default_factory=list)


class Modules:
    """All modules, by number, in the order of their first paths, and what imports of them mean.

    ``meanings`` are those that were asked for, by number.
    """

    def __init__(self, files: TreeFiles) -> None:
        packages, layouts = _packages(file.path for file in files.all), Layouts(files)
        drafts: dict[_Key, _Draft] = {}
        for file in files.all:
            names = file.language.names_of_module(file.path, packages)
            _add(drafts, file, [*names, *layouts.names(file)])
        self.meanings: list[Meaning] = []
        self._spaces: dict[str, Space] = {}
        self.all = tuple(
            self._made(number, key[0], draft) for number, (key, draft) in enumerate(drafts.items())
        )

    def seen_from(self, file: TreeFile) -> tuple[Absolute, Relative]:
        """The meanings of absolute chains, and of those that begin with dots, in one file."""
        return self._spaces[_space_of(file.language)].seen_from(file.path, file.language)

    def _made(self, number: int, space: str, draft: _Draft) -> Module:
        shared = self._spaces.setdefault(space, Space(self.meanings))
        for name in draft.names:
            shared.add(name, number)
        chains = dict.fromkeys(name.chain for name in draft.names)
        return Module(number, draft.shown, tuple(chains), tuple(draft.files))


def _add(drafts: dict[_Key, _Draft], file: TreeFile, names: Sequence[ModuleName]) -> None:
    language = file.language
    root = names[0].root if names else ""
    key = (_space_of(language), root, language.module_of(file.path))
    if key not in drafts:
        drafts[key] = _Draft(_shown(names, file.path))
    drafts[key].files.append(file)
    drafts[key].names.update(dict.fromkeys(names))


def _space_of(language: Language) -> str:
    return language.module_space or language.name


def _packages(paths: Iterable[str]) -> frozenset[str]:
    found = (path.rpartition("/") for path in paths)
    return frozenset(folder for folder, _, name in found if name in _PACKAGE_FILES)


def _shown(names: Sequence[ModuleName], path: str) -> str:
    """The shortest name that means the module wherever it stands."""
    known = [name.chain for name in names if name.everywhere] or [name.chain for name in names]
    return min(known, key=len, default=path) or path
