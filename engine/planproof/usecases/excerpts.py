"""The code around violations, as it was where they were found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from planproof.errors import GitError
from planproof.model.tree import EntryKind
from planproof.report.progress import Excerpt, Row

if TYPE_CHECKING:
    from planproof.model.tree import Tree
    from planproof.usecases.workspace import Workspace

Read = Callable[[int, str], "bytes | None"]
"""The contents that a task (by number) had at a path; None where they cannot be had."""

_AROUND = 2
_MOST_LINES = 9
_LARGEST = 5_000_000


def with_code(rows: tuple[Row, ...], read: Read) -> tuple[Row, ...]:
    """The same rows, each with some lines of its file, where that can be read."""
    files = _Files(read)
    return tuple(_with_code(row, files.lines(row.task, row.violation.place.path)) for row in rows)


def read_from(tree: Tree) -> Read:
    """All tasks were judged by one tree."""

    def read(task: int, path: str) -> bytes | None:
        del task
        entry = tree.manifest.entries.get(path)
        if entry is None or (tree.size(entry) or 0) > _LARGEST:
            return None
        ((_, content),) = tree.read([entry])
        return content

    return read


def read_stored(workspace: Workspace, trees: Mapping[int, str]) -> Read:
    """``trees`` are ids of git trees by task. Without git, or the tree, nothing can be read."""
    if workspace.repository is None:
        return lambda _task, _path: None
    from planproof.git.open_store import OpenStore

    store = OpenStore(workspace.repository)

    def read(task: int, path: str) -> bytes | None:
        try:
            entry = store.entry(trees[task], path)
        except GitError:
            return None
        if entry is None or entry.kind is EntryKind.SUBMODULE:
            return None
        size = store.sizes([entry.blob]).get(entry.blob, 0)
        (content,) = store.contents([entry.blob]) if size <= _LARGEST else (None,)
        return content

    return read


class _Files:
    """The lines of one file at a time: rows come by path."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._asked = (0, "")
        self._lines: list[str] = []

    def lines(self, task: int, path: str) -> list[str]:
        if (task, path) != self._asked:
            content = self._read(task, path) or b""
            self._asked = (task, path)
            self._lines = content.decode("utf-8", "replace").split("\n")
        return self._lines


def _with_code(row: Row, lines: list[str]) -> Row:
    """The lines of the violation and two around it, nine at most."""
    place = row.violation.place
    if place.start.line >= len(lines) or lines == [""]:
        return row
    first = max(place.start.line - _AROUND, 0)
    shown = lines[first : min(place.end.line + 1 + _AROUND, first + _MOST_LINES)]
    return row._replace(excerpt=Excerpt(first + 1, tuple(shown)))
