"""“Read everything once.”"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from planproof.git import working_tree
from planproof.index import IndexReport
from planproof.model.tree import Note
from planproof.usecases.workspace import Workspace


class Indexed(Struct, frozen=True):
    """``path`` is where the index is kept (None: nowhere), ``size`` its bytes on disk."""

    report: IndexReport
    path: Path | None
    size: int
    notes: tuple[Note, ...]


def build_index(workspace: Workspace, on_progress: Callable[[int, int], None]) -> Indexed:
    """Read every file of a known language that is not stored yet. No verdict ever needs this."""
    with workspace.index() as index:
        tree = working_tree(workspace.root, index.stat_cache, memo=index.memo)
        report = index.build(tree, on_progress)
        path = index.path
    size = path.stat().st_size if path is not None and path.exists() else 0
    return Indexed(report, path, size, tree.manifest.notes)
