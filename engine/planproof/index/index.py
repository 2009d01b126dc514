"""The index: documents of blobs, from the database where it has them.

What reads, packs and stores facts is loaded with the first question about them: most verdicts on a
tree that did not change ask for none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from planproof.index.database import Database
from planproof.index.stats import MemoTable, StampTable

if TYPE_CHECKING:
    from planproof.index.build import IndexReport
    from planproof.index.feature_table import FeatureTable
    from planproof.index.mention import Unit
    from planproof.index.mentions import MentionTable
    from planproof.index.outbox import Outbox
    from planproof.index.reading import Source
    from planproof.index.store import Row, Store
    from planproof.model.document import Document, Unparsed
    from planproof.model.tree import Tree


class Index:
    """Documents of blobs. A context manager, for one thread; see :meth:`open`."""

    def __init__(self, database: Database, jobs: int | None = None) -> None:
        self._database = database
        self._jobs = jobs if jobs is not None else min(os.cpu_count() or 1, 8)
        self._outbox: Outbox | None = None
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

    @property
    def jobs(self) -> int:
        """The number of processes that work at a time."""
        return self._jobs

    def become_worker(self) -> None:
        """For a forked process: from now on nothing is written, and everything is read here."""
        from planproof.index.outbox import Outbox

        self._database.become_reader()
        self._store = self._outbox = Outbox(self._database)
        self._jobs = 0

    def take_rows(self) -> list[Row]:
        """What a worker has read since the last time, for :meth:`save_rows` of its parent."""
        return self._outbox.take() if self._outbox is not None else []

    def save_rows(self, rows: Sequence[Row]) -> None:
        """Stores what a worker has read."""
        self._store.save(rows)

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Inside, what is stored waits for other processes that store the same: an answer is not
        whole without it."""
        with self._database.patient():
            yield

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Inside, what is read is not stored at once but many together: each time takes time."""
        from planproof.index.outbox import Gathering

        store = self._store
        self._store = gathering = Gathering(self._database, store)
        try:
            yield
        finally:
            self._store = store
            gathering.flush()

    def documents(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Document | Unparsed]]:
        """The document of each source, in the order given; new ones are stored.

        ``sources`` is read somewhat ahead, never as a whole.
        """
        from planproof.index.recall import read_documents

        return read_documents(sources, self._store, self._jobs)

    def find(self, blobs: Sequence[str], language: str) -> dict[str, Document | Unparsed]:
        """The documents of those of the blobs that are stored: no bytes are needed for them."""
        from planproof.index.recall import find_documents

        return find_documents(self._store, blobs, language)

    def build(
        self, tree: Tree, on_progress: Callable[[int, int], None] | None = None
    ) -> IndexReport:
        """Reads every file of a known language whose blob is not stored yet.

        ``on_progress`` is told (files done, files in all). A file that cannot be read, or whose
        bytes are no longer those of the manifest, is reported as unreadable.
        """
        from planproof.index.build import build

        return build(tree, self._store, self._jobs, on_progress)

    def names(self) -> tuple[str, ...]:
        """Every segment of every name ever stored, sorted."""
        return self._store.names()

    def blobs_with(self, segment: str) -> frozenset[str]:
        """The stored blobs in which a segment of a name stands. Says nothing about the others."""
        return self._store.blobs_with(segment)

    def blobs_defining(self, segment: str) -> frozenset[str]:
        """Those of them in which a definition is called so."""
        return self._store.blobs_defining(segment)

    def blobs_importing(self, segment: str) -> frozenset[str]:
        """Those of them in which it is a part of what is imported."""
        return self._store.blobs_importing(segment)

    @cached_property
    def mentions(self) -> MentionTable:
        """Where names stand in the files of trees."""
        from planproof.index.mentions import MentionTable

        return MentionTable(self._database)

    def read_mentions(self, units: Sequence[Unit]) -> Iterator[int]:
        """Finds out what the names of units stand for and keeps it, of those of which a document is
        stored; says of how many at a time."""
        from planproof.index.mention_work import make_batches

        for batch in make_batches(units, self._store, self.path, self._jobs):
            if batch.units:
                self.mentions.save(batch)
                yield len(batch.units)

    @cached_property
    def features(self) -> FeatureTable:
        """What stands for the definitions of stored blobs where alike ones are looked for."""
        from planproof.index.feature_table import FeatureTable

        return FeatureTable(self._database)

    @cached_property
    def _store(self) -> Store:
        from planproof.index.store import Store

        return Store(self._database)
