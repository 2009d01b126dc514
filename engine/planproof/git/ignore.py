"""What a folder without git leaves out: what git would, if it were a repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.git.disk import Disk
from planproof.model.paths import matchable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".gitignore"
VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".bzr", ".jj", ".pijul", "_darcs", "CVS"})


class Ignores:
    """The ignore files of one folder and its ancestors; the deepest that says something decides."""

    def __init__(self, folder: str = "", specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()) -> None:
        self._specs = specs
        self._folder = folder

    def below(self, folder: str, disk: Disk, names: frozenset[str]) -> Ignores:
        """The ignores that hold in ``folder``, whose entries are called ``names``."""
        if IGNORE_FILE not in names:
            return Ignores(folder, self._specs)
        spec = _read_spec(disk, f"{folder}/{IGNORE_FILE}" if folder else IGNORE_FILE)
        return Ignores(folder, (*self._specs, (folder, spec)) if spec else self._specs)

    def covers(self, path: str, *, is_folder: bool) -> bool:
        return next(self._decisions(f"{path}/" if is_folder else path), False)

    def _decisions(self, path: str) -> Iterator[bool]:
        for folder, spec in reversed(self._specs):
            inside = path[len(folder) + 1 :] if folder else path
            decision = spec.check_file(matchable(inside)).include
            if decision is not None:
                yield decision


def _read_spec(disk: Disk, path: str) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec  # here: slow to import, and many folders ignore nothing

    data = disk.read(path)
    if data is None:
        return None
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    lines = matchable(text).split("\n")
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:  # such as a backslash at the end of a line: git matches nothing by it
        return GitIgnoreSpec.from_lines(filter(_is_pattern, lines))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
