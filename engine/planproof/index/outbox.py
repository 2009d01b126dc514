"""What a worker process reads: kept here for a while, and sent to the process that stores it."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.index.database import Database
from planproof.index.store import Row, Store, Stored, as_stored

_MOST_BYTES = 16_000_000
"""Facts that are held to be found again; what is forgotten is read again."""


class Outbox(Store):
    """A store that writes nothing: it hands over what another one is to save."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._rows: list[Row] = []
        self._held: dict[tuple[str, str], Stored] = {}
        self._bytes = 0

    def find(
        self, blobs: Sequence[str], language: str, *, counts_only: bool = False
    ) -> dict[str, Stored]:
        held = {b: self._held[b, language] for b in blobs if (b, language) in self._held}
        others = [blob for blob in blobs if blob not in held]
        if others:
            held |= super().find(others, language, counts_only=counts_only)
        return held

    def save(self, rows: Sequence[Row]) -> bool:
        self._rows.extend(rows)
        for row in rows:
            self._held[row.blob, row.language] = as_stored(row.bytes, row.extract)
            self._bytes += len(row.extract.facts or b"")
        if self._bytes > _MOST_BYTES:
            self._held.clear()
            self._bytes = 0
        return True

    def forget(self, blob: str, language: str) -> None:
        self._held.pop((blob, language), None)

    def take(self) -> list[Row]:
        """The rows since the last time."""
        rows, self._rows = self._rows, []
        return rows


class Gathering(Outbox):
    """An outbox that hands over to another store in this process, many rows at a time."""

    def __init__(self, database: Database, store: Store) -> None:
        super().__init__(database)
        self._behind = store
        self._sources = 0

    def save(self, rows: Sequence[Row]) -> bool:
        super().save(rows)
        self._sources += sum(row.bytes for row in rows)
        if self._sources > _MOST_BYTES:
            self.flush()
        return True

    def forget(self, blob: str, language: str) -> None:
        super().forget(blob, language)
        self._behind.forget(blob, language)

    def flush(self) -> None:
        """Saves what waits."""
        rows = self.take()
        if rows:
            self._behind.save(rows)
        self._sources = 0
