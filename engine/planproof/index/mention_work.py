"""Reads what the names of units stand for, by several processes where there are many units."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planproof.index.database import Database
from planproof.index.mention import Row, Told, Unit
from planproof.index.mention_batches import Batch, batches, make_batch
from planproof.index.mentioned import read_mentions
from planproof.index.pool import Pool
from planproof.index.recall import find_documents
from planproof.index.store import Store
from planproof.model.document import Document

_MANY = 300
"""Units; for fewer no process is started."""

_BYTES = 50_000
"""Of the source of a unit, in the reckoning of how long a batch may take."""


class Mentioning:
    """Batches of units that are stored as documents → what is kept of their names."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store: Store | None = None

    def begin(self) -> None:
        gc.disable()
        database = Database.to_read(self._path)
        self._store = Store(database)

    def run(self, jobs: list[Sequence[Unit]]) -> list[Batch]:
        store = self._store
        return [make_batch(_read(job, store)) if store else _NOTHING for job in jobs]

    def size(self, job: Sequence[Unit]) -> int:
        return len(job) * _BYTES

    def lost(self, job: Sequence[Unit], *, kept: bool) -> Batch:
        """Whoever asked for it reads it alone."""
        del job, kept
        return _NOTHING


_NOTHING = Batch((), (), {})


def make_batches(
    units: Sequence[Unit], store: Store, path: Path | None, jobs: int
) -> Iterator[Batch]:
    """What is kept of units; those of which no document is stored are left out. ``path`` is where
    the store is: in memory no other process can read it."""
    if path is None or jobs < 2 or len(units) < _MANY:
        yield from (make_batch(_read(some, store)) for some in batches(units))
        return
    parts = list(batches(units, _share(len(units), jobs)))
    with Pool(min(jobs, len(parts)), Mentioning(path)) as pool:
        for part, (batch,) in zip(parts, pool.run([part] for part in parts), strict=True):
            yield batch
            left = set(part).difference(batch.units)
            if left:
                yield make_batch(_read([unit for unit in part if unit in left], store))


def _share(units: int, jobs: int) -> int:
    """Units of a batch: as many for each process, none too large."""
    from planproof.index.mention_batches import MOST

    rounds = -(-units // (jobs * MOST))
    return -(-units // (jobs * rounds))


def _read(units: Iterable[Unit], store: Store) -> Iterator[tuple[Unit, Told, Sequence[Row]]]:
    for unit in units:
        document = find_documents(store, [unit.blob], unit.language).get(unit.blob)
        if isinstance(document, Document):
            yield unit, *read_mentions(document, unit.path)
