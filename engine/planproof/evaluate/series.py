"""Trees that are judged by one spec one after the other, such as those of many commits."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from planproof.evaluate.shelf import Shelf
from planproof.rules import StructuralWorker

if TYPE_CHECKING:
    from planproof.evaluate.kept_survey import KeptSurvey
    from planproof.evaluate.link_state import LinkState
    from planproof.index import Index


class Series:
    """Each evaluation starts from what the ``last`` one found, and from the links between its
    files: nobody else can read these. A context manager: leaving it writes down what was learnt
    of blobs."""

    def __init__(self, index: Index, structural_budget: float) -> None:
        self.shelf = Shelf(index.memo, late=True)
        self.last: KeptSurvey | None = None
        self.links: tuple[str, LinkState] | None = None
        """The key and the state of the last links."""
        self._index = index
        self._budget = structural_budget
        self._worker: StructuralWorker | None = None

    def worker(self) -> StructuralWorker:
        """One that never failed: what it answers rests on no other tree."""
        if self._worker is not None and self._worker.has_failed:
            self._worker.close()
            self._worker = None
        if self._worker is None:
            self._worker = StructuralWorker(self._budget)
        return self._worker

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
