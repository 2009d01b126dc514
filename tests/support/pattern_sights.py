"""What patterns mean in a tree in memory, as a person would read it."""

from __future__ import annotations

from collections.abc import Mapping

from memory_trees import make_tree
from planproof.evaluate.tree_files import TreeFiles
from planproof.index import Index
from planproof.model.location import LineMap
from planproof.search.meaning import Meaning
from planproof.search.open_atlas import open_atlas
from planproof.search.patterns.field import Field
from planproof.search.patterns.find import find_pattern
from planproof.search.patterns.missing import what_there_is
from planproof.search.patterns.words import read_text


def nobody(done: int, total: int) -> None:
    del done, total


def field_of(files: Mapping[str, str], index: Index) -> Field:
    tree = make_tree(files)
    atlas = open_atlas(index, tree, nobody)
    files_of = TreeFiles(tree, index.memo, index.documents, index.find)
    return Field(files_of, atlas, Meaning(atlas), nobody)


class Sights:
    """A tree that is asked."""

    def __init__(self, files: Mapping[str, str], index: Index | None = None) -> None:
        self.index = index or Index.open(None, jobs=1)
        self.field = field_of(files, self.index)
        self.files = files

    def __call__(self, text: str) -> list[str]:
        """``path:line kind symbol · what``, with ``? why`` behind what is uncertain."""
        return [
            f"{one.path}:{self._line(one.path, one.span.start)} {one.kind} {one.symbol} · {one.said}"
            + ("" if one.certain else f" ? {one.why}")
            for one in find_pattern(read_text(text), self.field)
        ]

    def symbols(self, text: str) -> list[str]:
        """The symbols alone, with ``?`` behind what is uncertain."""
        found = find_pattern(read_text(text), self.field)
        return [one.symbol + ("" if one.certain else "?") for one in found]

    def missing(self, text: str) -> tuple[str, tuple[str, ...]]:
        return what_there_is(read_text(text), self.field)

    def _line(self, path: str, offset: int) -> int:
        return LineMap(self.files[path].encode()).position(offset).line + 1
