"""Code that stands otherwise on disk than in the commit that is judged.

``.gitattributes`` may give a file an encoding (``working-tree-encoding=IBM037`` makes code of what
git holds as a comment) or a filter (Git LFS puts a file from elsewhere into its place). The gate
reads what git holds, and whoever checks it out runs the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import UsageError
from planproof.gate.verdict import Weakening, WeakeningKind
from planproof.languages import language_of
from planproof.model.tree import EntryKind
from planproof.rules.globs import matcher_of
from planproof.rules.scopes import check_glob
from planproof.usecases.gate_contracts import read_file

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.usecases.gate_changes import Change

    AnyTree = CommitTree | WorkingTree

_NAME = ".gitattributes"
_NAMES = ("filter=", "working-tree-encoding=")
_SAME = frozenset({"utf-8", "utf8"})
_MACRO = "[attr]"
_MOST_LINES = 200
"""That convert, in one file: of more of them each is taken to be about everything."""

_BLANK = re.compile(r"[ \t\r]+")
"""What git takes for blank: a name may hold any other white space."""


class _Line(NamedTuple):
    """What a line of ``file`` says that converts: to files below ``folder`` that ``fits`` takes."""

    file: str
    folder: str
    text: str
    fits: Callable[[str], bool]

    def is_about(self, path: str) -> bool:
        return path.startswith(self.folder) and self.fits(path[len(self.folder) :])


def converted(before: AnyTree | None, head: AnyTree, change: Change) -> Iterator[Weakening]:
    """Each file of code that the change touches, or of which it changes how it stands on disk."""
    attributes = [path for path in change.paths if path.rpartition("/")[2] == _NAME]
    entries = head.manifest.entries
    candidates = filter(_may_be_code, change.paths)
    touched = [path for path in candidates if path in entries]
    lines = _Lines(head)
    found = {path: line for path in touched if (line := lines.of(path)) is not None}
    if attributes:
        known = _Lines(before)
        for path in filter(_may_be_code, entries):
            line = lines.of(path) if path not in found else None
            old = known.of(path) if line is not None else None
            if line is not None and (old is None or old.text != line.text):
                found[path] = line
    yield from (_weakening(path, line, entries[path].blob) for path, line in sorted(found.items()))


class _Lines:
    """The converting lines of one tree, each file read once."""

    def __init__(self, tree: AnyTree | None) -> None:
        self._tree = tree
        self._by_folder: dict[str, Sequence[_Line]] = {}

    def of(self, path: str) -> _Line | None:
        """One that is about the path: whatever a later one takes back."""
        for folder in _folders(path):
            for line in self._in(folder):
                if line.is_about(path):
                    return line
        return None

    def _in(self, folder: str) -> Sequence[_Line]:
        if folder not in self._by_folder:
            self._by_folder[folder] = tuple(self._read(folder))
        return self._by_folder[folder]

    def _read(self, folder: str) -> Iterator[_Line]:
        path = f"{folder}{_NAME}"
        entry = self._tree.manifest.entries.get(path) if self._tree is not None else None
        if self._tree is None or entry is None:
            return
        if entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE):
            return  # git follows no link for it
        text = read_file(self._tree, entry).decode("utf-8", "surrogateescape")
        macros = [line.text.partition(" ")[0] for line in self._in("")] if folder else []
        found = list(_converting(path, folder, text, macros))
        if len(found) > _MOST_LINES:
            found = [one._replace(fits=_everything) for one in found]
        yield from found


def _converting(path: str, folder: str, text: str, macros: Sequence[str]) -> Iterator[_Line]:
    names = {one.removeprefix(_MACRO) for one in macros if one.startswith(_MACRO)}
    for row in text.removeprefix("\ufeff").split("\n"):
        words = [word for word in _BLANK.split(row) if word]
        if not words or words[0].startswith("#") or not _converts(words[1:], names):
            continue
        said = " ".join(words)
        if words[0].startswith(_MACRO):
            names.add(words[0].removeprefix(_MACRO))
            yield _Line(path, folder, said, _nothing)
        else:
            yield _Line(path, folder, said, _matcher(words[0]))


def _converts(words: Sequence[str], macros: set[str]) -> bool:
    for word in words:
        name, _, value = word.partition("=")
        if word.startswith(_NAMES) and value.lower() not in _SAME:
            return True
        if name in macros:
            return True
    return False


@lru_cache(maxsize=1024)
def _matcher(pattern: str) -> Callable[[str], bool]:
    """What cannot be told counts as everything."""
    if pattern.startswith(('"', "!")):
        return _everything
    try:
        check_glob(pattern)
        return matcher_of((pattern,))
    except (UsageError, ValueError):
        return _everything


def _everything(path: str) -> bool:
    del path
    return True


def _nothing(path: str) -> bool:
    del path
    return False


def _folders(path: str) -> Iterator[str]:
    parts = path.split("/")[:-1]
    for count in range(len(parts), -1, -1):
        yield "".join(f"{part}/" for part in parts[:count])


def _may_be_code(path: str) -> bool:
    """By the name alone: how it begins is another thing on disk."""
    return language_of(path) is not None or "." not in path.rpartition("/")[2]


def _weakening(path: str, line: _Line, blob: str) -> Weakening:
    return Weakening(
        kind=WeakeningKind.OUT_OF_SIGHT,
        subject=path,
        rule="",
        message=(
            f"{path} is another file on disk than in git, which is what is judged: {line.file} "
            f"says {line.text}"
        ),
        identity=f"{line.file}\0{line.text}\0{blob}",
        path=path,
    )
