"""“Read everything once.”"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from planproof.git import working_tree
from planproof.index import Index, IndexReport
from planproof.model.tree import Note, Tree
from planproof.usecases.workspace import Workspace


class Indexed(Struct, frozen=True):
    """``path`` is where the index is kept (None: nowhere), ``size`` its bytes on disk."""

    report: IndexReport
    path: Path | None
    size: int
    notes: tuple[Note, ...]


def build_index(
    workspace: Workspace, on_progress: Callable[[int, int], None], *, questions: bool = False
) -> Indexed:
    """Read every file of a known language that is not stored yet. No verdict ever needs this.

    ``questions``: also what the first question about the code, and the first for what is alike,
    would find out.
    """
    with workspace.index() as index:
        tree = working_tree(workspace.root, index.stat_cache, memo=index.memo)
        report = index.build(tree, on_progress)
        if questions:
            _prepare(index, tree, on_progress)
        path = index.path
    size = path.stat().st_size if path is not None and path.exists() else 0
    return Indexed(report, path, size, tree.manifest.notes)


def _prepare(index: Index, tree: Tree, on_progress: Callable[[int, int], None]) -> None:
    from planproof.search.open_atlas import open_atlas  # here: a plain index needs neither
    from planproof.search.similar_catalogue import open_catalogue

    open_atlas(index, tree, on_progress)
    open_catalogue(index, tree, on_progress)
