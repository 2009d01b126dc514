"""Source roots: how much of a path the absolute name of its module may leave out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from msgspec import Struct

from planproof.languages import Language

_ROOT_NAMES = frozenset({"src", "lib", "source", "sources"})
_PACKAGE_FILES = ("__init__.py", "__init__.pyi")


class SourceRoots(Struct, frozen=True):
    """Made once per tree. ``packages`` are the folders that are Python packages."""

    packages: Container[str]

    def above(self, path: str, language: Language) -> int:
        """How many leading folders of the path lie above its source root.

        Python: those above the outermost package; the file's own folder is never left out.
        Elsewhere: those down to the last that bears a customary name, such as ``src``.
        """
        folders = path.split("/")[:-1]
        if language.name == "python":
            return self._above_packages(folders)
        named = [at for at, folder in enumerate(folders) if folder in _ROOT_NAMES]
        return named[-1] + 1 if named else 0

    def outside_packages(self, folders: list[str]) -> int:
        """How many of the folders lie above the outermost package; all where the last is none."""
        above = len(folders)
        while above and "/".join(folders[:above]) in self.packages:
            above -= 1
        return above

    def _above_packages(self, folders: list[str]) -> int:
        return min(self.outside_packages(folders), max(0, len(folders) - 1))


def find_roots(paths: Iterable[str]) -> SourceRoots:
    found = (path.rpartition("/") for path in paths)
    return SourceRoots(frozenset(folder for folder, _, name in found if name in _PACKAGE_FILES))


class Packages(Struct, frozen=True):
    """The same folders, each looked for when it is asked for."""

    paths: Container[str]

    def __contains__(self, folder: object) -> bool:
        inside = f"{folder}/" if folder else ""
        return any(f"{inside}{name}" in self.paths for name in _PACKAGE_FILES)


def moved_packages(paths: Iterable[str], before: SourceRoots, now: SourceRoots) -> frozenset[str]:
    """The folders of package files that are packages now and were none, or the other way round."""
    folders = {path.rpartition("/")[0] for path in paths if is_package_file(path)}
    return frozenset(f for f in folders if (f in before.packages) != (f in now.packages))


def below(folders: Container[str], paths: Iterable[str]) -> Iterator[str]:
    """The paths below one of some folders, of which the top of the tree counts as none."""
    known: dict[str, bool] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in known:
            known[folder] = any(each in folders for each in _with_above(folder))
        if known[folder]:
            yield path


def _with_above(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def is_package_file(path: str) -> bool:
    """Whether a file makes its folder a package."""
    return path.rpartition("/")[2] in _PACKAGE_FILES
