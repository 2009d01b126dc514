"""Trees that are judged by one spec one after the other, such as those of many commits."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from planproof.evaluate.kept_tree import KeptTree
from planproof.evaluate.shelf import Shelf
from planproof.evaluate.tree_links import CommonLinks
from planproof.rules import StructuralWorker

if TYPE_CHECKING:
    from planproof.evaluate.kept_survey import KeptSurvey
    from planproof.evaluate.link_state import LinkState
    from planproof.index import Index
    from planproof.model.tree import Tree


class Common:
    """What several specs share that judge the same trees one after the other."""

    def __init__(self, index: Index) -> None:
        self.shelf = Shelf(index.memo, late=True)
        self.links = CommonLinks()
        self._last: KeptTree | None = None

    def kept(self, tree: Tree) -> KeptTree:
        """The tree, of which a file that one of them read is not read again."""
        if self._last is None or self._last.tree is not tree:
            self._last = KeptTree(tree)
        return self._last


class Series:
    """Each evaluation starts from what the ``last`` one found, and from the links between its
    files: nobody else can read these. A context manager: leaving it writes down what was learnt
    of blobs."""

    def __init__(
        self, index: Index, structural_budget: float, common: Common | None = None
    ) -> None:
        self.common = common if common is not None else Common(index)
        self.shelf = self.common.shelf
        self.last: KeptSurvey | None = None
        self.links: tuple[str, LinkState] | None = None
        """The key and the state of the last links."""
        self._index = index
        self._budget = structural_budget
        self._worker: StructuralWorker | None = None
        self._inside = False
        self._failed = False

    @property
    def has_failed(self) -> bool:
        """Whether some structure had no answer: another time it may."""
        return self._failed or (self._worker is not None and self._worker.has_failed)

    def worker(self) -> StructuralWorker:
        """One that never failed: what it answers rests on no other tree."""
        if self._worker is not None and self._worker.has_failed:
            self._worker.close()
            self._worker, self._failed = None, True
        if self._worker is None:
            worker = StructuralWorker(self._budget)
            self._worker = worker.inside() if self._inside else worker
        return self._worker

    def become_worker(self) -> None:
        """For a forked process, which somebody watches who can end it: the worker that it inherits
        is its parent's."""
        self._worker, self._inside = None, True

    def __enter__(self) -> Series:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._worker is not None:
            self._worker.close()
        self.shelf.save()
