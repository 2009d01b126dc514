"""The index: documents of blobs, from the database where it has them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from planproof.index.build import IndexReport, build
from planproof.index.database import Database
from planproof.index.facts import document_of
from planproof.index.pack import DamagedError, unpack
from planproof.index.reading import Answer, Source, read_all
from planproof.index.scan import scan
from planproof.index.stats import MemoTable, StampTable
from planproof.index.store import Store, Stored
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.tree import Tree


class Index:
    """Documents of blobs. A context manager, for one thread; see :meth:`open`."""

    def __init__(self, database: Database, jobs: int | None = None) -> None:
        self._database = database
        self._jobs = jobs if jobs is not None else min(os.cpu_count() or 1, 8)
        self._store = Store(database)
        self.memo = MemoTable(database)
        self.stat_cache = StampTable(database)

    @classmethod
    def open(cls, path: Path | None, jobs: int | None = None) -> Index:
        """The index kept at ``path``; in memory for None, or where nothing can be kept.

        A database that is damaged or that another version made is made again without a word.
        ``jobs`` is the number of processes that read sources: by default one per core, eight at
        most.
        """
        return cls(Database(path), jobs)

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @property
    def path(self) -> Path | None:
        """Where the database is; None in memory."""
        return self._database.path

    def documents(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Document | Unparsed]]:
        """The document of each source, in the order given; new ones are stored.

        ``sources`` is read somewhat ahead, never as a whole.
        """
        for answer in read_all(sources, self._store, self._jobs):
            yield answer.source, self._document(answer)

    def find(self, blobs: Sequence[str], language: str) -> dict[str, Document | Unparsed]:
        """The documents of those of the blobs that are stored: no bytes are needed for them."""
        found: dict[str, Document | Unparsed] = {}
        for blob, stored in self._store.find(blobs, language).items():
            try:
                found[blob] = _open_stored(stored, language)
            except DamagedError:
                self._store.forget(blob, language)
        return found

    def build(
        self, tree: Tree, on_progress: Callable[[int, int], None] | None = None
    ) -> IndexReport:
        """Reads every file of a known language whose blob is not stored yet.

        ``on_progress`` is told (files done, files in all). A file that cannot be read, or whose
        bytes are no longer those of the manifest, is reported as unreadable.
        """
        return build(tree, self._store, self._jobs, on_progress)

    def names(self) -> tuple[str, ...]:
        """Every segment of every name ever stored, sorted."""
        return self._store.names()

    def blobs_with(self, segment: str) -> frozenset[str]:
        """The stored blobs in which a segment of a name stands. Says nothing about the others."""
        return self._store.blobs_with(segment)

    def _document(self, answer: Answer) -> Document | Unparsed:
        source = answer.source
        try:
            return _open_stored(answer.stored, source.language)
        except DamagedError:
            self._store.forget(source.blob, source.language)
            return scan(source.content, source.language)


def _open_stored(stored: Stored, language: str) -> Document | Unparsed:
    if stored.facts is not None:
        return document_of(unpack(stored.facts), language)
    if stored.reason not in Reason.__members__:
        raise DamagedError(stored.reason)
    return Unparsed(Reason[stored.reason], stored.detail)
