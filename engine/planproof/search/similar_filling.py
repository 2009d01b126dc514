"""Reads what is missing of the units of a tree, batch by batch."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from planproof.git import blob_id
from planproof.index import MAX_BYTES, FeatureBatch, FeatureTable, Index, Source
from planproof.model.document import Document
from planproof.model.tree import Entry, Tree
from planproof.search.features import FIELDS, Field, units_of
from planproof.search.similar_files import Key, OnProgress, key_of, language_name

_BATCH_UNITS = 12_000
"""With the units of one more file they are fewer than a batch can hold."""

_LONGEST = 255


class _Growing(Struct):
    """A batch while it is put together."""

    blobs: list[tuple[str, str, int]] = field(default_factory=list)
    columns: list[bytearray] = field(default_factory=lambda: [bytearray() for _ in FIELDS])
    postings: dict[int, array[int]] = field(default_factory=dict)

    @property
    def units(self) -> int:
        return len(self.columns[0])

    def add(self, key: Key, found: Iterable[dict[Field, list[int]]]) -> None:
        before, number = self.units, self.units
        for features in found:
            for one in FIELDS:
                numbers = features.get(one, ())
                self.columns[one].append(min(len(numbers), _LONGEST))
                for feature in numbers:
                    units = self.postings.get(feature)
                    if units is None:
                        units = self.postings[feature] = array("H")
                    units.append(number)
            number += 1
        self.blobs.append((*key, self.units - before))

    def batch(self) -> FeatureBatch:
        return FeatureBatch(tuple(self.blobs), b"".join(self.columns))


class Filling(Struct):
    """Reading what is missing, batch by batch."""

    index: Index
    tree: Tree
    table: FeatureTable
    total: int
    on_progress: OnProgress
    last: int = 0
    done: int = 0

    def fill(self, paths: Sequence[str], batches: Sequence[FeatureBatch]) -> bool:
        """Whether everything was saved: not where another process was faster, or nothing can be."""
        self.last = self._last(batches)
        growing = _Growing()
        for key, features in self._read(self._entries(paths)):
            growing.add(key, features)
            if growing.units >= _BATCH_UNITS:
                if not self._save(growing):
                    return False
                growing = _Growing()
        return not growing.blobs or self._save(growing)

    def _entries(self, paths: Sequence[str]) -> list[Entry]:
        entries = self.tree.manifest.entries
        return [entries[path] for path in paths]

    def _last(self, batches: Sequence[FeatureBatch]) -> int:
        return max((one.number for one in batches), default=0)

    def _save(self, growing: _Growing) -> bool:
        saved = self.table.save(growing.batch(), growing.postings, self.last)
        self.last = saved
        return saved > 0

    def _read(
        self, entries: Sequence[Entry]
    ) -> Iterator[tuple[Key, Iterator[dict[Field, list[int]]]]]:
        asked: deque[Key] = deque()
        with self.index.gathering():
            for source, document in self.index.documents(self._sources(entries, asked)):
                self._step()
                key = asked.popleft()
                if isinstance(document, Document):
                    units = units_of(document, source.content)
                    yield key, (unit.features() for unit in units)
                else:
                    yield key, iter(())

    def _sources(self, entries: Sequence[Entry], asked: deque[Key]) -> Iterator[Source]:
        small = (entry for entry in entries if (self.tree.size(entry) or 0) <= MAX_BYTES)
        for entry, content in self.tree.read(small):
            key = key_of(entry)
            known = content is not None and blob_id(content, self.tree.manifest.object_format)
            if key is None or content is None or known != entry.blob:
                self._step()
                continue
            asked.append(key)
            yield Source(entry.blob, language_name(key[1]), content, checked=True)

    def _step(self) -> None:
        self.done += 1
        self.on_progress(self.done, self.total)
