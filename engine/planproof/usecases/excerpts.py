"""The code around violations, as it was where they were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planproof.errors import GitError
from planproof.git.open_store import OpenStore
from planproof.model.tree import EntryKind
from planproof.report.progress import Excerpt, Row
from planproof.usecases.workspace import Workspace

_AROUND = 2
_MOST_LINES = 9
_LARGEST = 5_000_000


def with_code(
    workspace: Workspace, rows: tuple[Row, ...], trees: Mapping[int, str]
) -> tuple[Row, ...]:
    """The same rows, each with some lines of its file in the git tree of its task.

    Where the tree, or the file, is not there any more, the row stays as it is.
    """
    if workspace.repository is None:
        return rows
    with OpenStore(workspace.repository) as store:
        files = _Files(store)
        return tuple(_with_code(row, files.lines(trees[row.task], row)) for row in rows)


class _Files:
    """The lines of one file at a time: rows come by path."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store
        self._asked = ("", "")
        self._lines: tuple[str, ...] = ()

    def lines(self, tree: str, row: Row) -> tuple[str, ...]:
        asked = (tree, row.violation.place.path)
        if asked != self._asked:
            self._asked, self._lines = asked, tuple(self._read(*asked))
        return self._lines

    def _read(self, tree: str, path: str) -> Iterable[str]:
        try:
            entry = self._store.entry(tree, path)
        except GitError:
            return ()
        if entry is None or entry.kind is EntryKind.SUBMODULE:
            return ()
        size = self._store.sizes([entry.blob]).get(entry.blob, 0)
        content = next(self._store.contents([entry.blob])) if size <= _LARGEST else None
        return (content or b"").decode("utf-8", "replace").split("\n")


def _with_code(row: Row, lines: tuple[str, ...]) -> Row:
    """The lines of the violation and two around it, nine at most."""
    place = row.violation.place
    if place.start.line >= len(lines):
        return row
    first = max(place.start.line - _AROUND, 0)
    shown = lines[first : min(place.end.line + 1 + _AROUND, first + _MOST_LINES)]
    return row._replace(excerpt=Excerpt(first + 1, shown))
