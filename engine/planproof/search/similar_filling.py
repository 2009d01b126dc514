"""Reads what is missing of the units of a tree, batch by batch, in several processes."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from planproof.evaluate.collecting import paused
from planproof.evaluate.slices import Slice, cut, tell_in_slices
from planproof.git import blob_id
from planproof.index import MAX_BYTES, FeatureBatch, FeatureTable, Index, Source
from planproof.index.feature_blocks import pack_blocks
from planproof.index.pool import can_fork
from planproof.index.store import Row
from planproof.model.document import Document
from planproof.model.tree import Entry, Tree
from planproof.search.features import FIELDS, Field, units_of
from planproof.search.similar_files import Key, OnProgress, key_of, language_name

_BATCH_UNITS = 20_000
"""With the units of one more file they are fewer than a batch can hold."""

_LONGEST = 255
LEAST = 1_000_000
"""Bytes; fewer are read here as quickly."""

TOGETHER = 7_000_000
"""Bytes that one process reads together: about a batch."""


class _Made(Struct, frozen=True):
    """A batch that can be saved."""

    batch: FeatureBatch
    blocks: list[tuple[int, bytes]]


class _Told(Struct, frozen=True):
    """What another process made of some files, and what it has read for that."""

    made: list[_Made]
    rows: list[Row]


class _Growing(Struct):
    """A batch while it is put together."""

    blobs: list[tuple[str, str, int]] = field(default_factory=list)
    columns: list[bytearray] = field(default_factory=lambda: [bytearray() for _ in FIELDS])
    postings: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def units(self) -> int:
        return len(self.columns[0])

    def add(self, key: Key, found: Iterable[dict[Field, list[int]]]) -> None:
        before = number = self.units
        postings = self.postings
        for features in found:
            for one, column in zip(FIELDS, self.columns, strict=True):
                numbers = features.get(one, ())
                column.append(min(len(numbers), _LONGEST))
                for feature in numbers:
                    postings[feature].append(number)
            number += 1
        self.blobs.append((*key, number - before))

    def made(self) -> _Made:
        blocks = pack_blocks(self.postings)
        batch = FeatureBatch(tuple(self.blobs), b"".join(self.columns), blocks.shift)
        return _Made(batch, blocks.rows)


class Filling(Struct):
    """``table`` gets what is missing. ``on_progress`` is told (files done, files in all)."""

    index: Index
    tree: Tree
    table: FeatureTable
    on_progress: OnProgress
    entries: list[Entry] = field(default_factory=list)
    done: int = 0
    is_worker: bool = False

    def fill(self, paths: Sequence[str], batches: Sequence[FeatureBatch]) -> bool:
        """Whether everything was saved: not where another process was faster, or nothing can be."""
        entries = self.tree.manifest.entries
        self.entries = [entries[path] for path in paths]
        last = max((one.number for one in batches), default=0)
        with paused():
            for one in self._made():
                last = self.table.save(one.batch, one.blocks, last)
                if not last:
                    return False
        return True

    def _made(self) -> Iterator[_Made]:
        slices = self._slices()
        if len(slices) < 2:
            yield from self._made_here(self.entries)
            return
        answers = tell_in_slices(self._tell, slices, self.index.jobs)
        for one, told in zip(slices, answers, strict=True):
            if told is None:
                yield from self._made_here(self.entries[one.start : one.stop])
                continue
            self.index.save_rows(told.rows)
            self._step(one.stop - one.start)
            yield from told.made

    def _slices(self) -> list[Slice]:
        """None where one process reads them as quickly."""
        if self.index.jobs < 2 or not can_fork():
            return []
        sizes = [self.tree.size(entry) or 0 for entry in self.entries]
        whole = sum(sizes)
        if whole < LEAST:
            return []
        return list(cut(sizes, min(TOGETHER, -(-whole // self.index.jobs))))

    def _tell(self, start: int, stop: int) -> _Told:
        """Runs in another process, which writes nothing."""
        if not self.is_worker:
            self.is_worker = True
            self.index.become_worker()
        made = list(self._made_here(self.entries[start:stop]))
        return _Told(made, self.index.take_rows())

    def _made_here(self, entries: Sequence[Entry]) -> Iterator[_Made]:
        growing = _Growing()
        for key, features in self._read(entries):
            growing.add(key, features)
            if growing.units >= _BATCH_UNITS:
                yield growing.made()
                growing = _Growing()
        if growing.blobs:
            yield growing.made()

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

    def _step(self, files: int = 1) -> None:
        self.done += files
        if not self.is_worker:
            self.on_progress(self.done, len(self.entries))
