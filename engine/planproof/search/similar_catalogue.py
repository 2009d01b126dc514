"""The units of a tree with their features, from index.db; what is new is read and added to it.

Features hang on blobs, frequencies on the tree: units of blobs that the tree does not hold are
never counted and never found, so that an answer depends on the tree alone.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from planproof.git import blob_id
from planproof.index import MAX_BYTES, FeatureBatch, FeatureTable, Index, Source
from planproof.languages import LANGUAGES, digest_of, language_of
from planproof.model.document import Document
from planproof.model.tree import Entry, EntryKind, Tree
from planproof.search.features import FIELDS, VERSION, Field, units_of

OnProgress = Callable[[int, int], None]
Key = tuple[str, str]
"""A blob, and how its language is read: name, grammar, version of the features."""

_BATCH_UNITS = 12_000
"""With the units of one more file they are fewer than a batch can hold."""

_MOST_BATCHES = 40
_SMALL_BATCH = 4_000
_LONGEST = 255
_FILES = (EntryKind.FILE, EntryKind.EXECUTABLE)


class UnitPlace(Struct, frozen=True):
    """A unit by its blob: ``number`` counts the units of the blob, 0 being the file itself."""

    blob: str
    language: str
    number: int


class Part(Struct, frozen=True):
    """A batch as the tree sees it. ``dead`` are the units of blobs that it does not hold."""

    batch: FeatureBatch
    firsts: list[int]
    units: int
    dead: frozenset[int]


class Catalogue(Struct, frozen=True):
    """All units of a tree. ``paths`` gives the paths at which a blob stands, in order."""

    table: FeatureTable
    parts: tuple[Part, ...]
    paths: Mapping[Key, tuple[str, ...]]

    @property
    def count(self) -> int:
        """The units of the tree; each blob counts once."""
        return sum(part.units - len(part.dead) for part in self.parts)

    def place(self, part: Part, unit: int) -> UnitPlace:
        at = bisect_right(part.firsts, unit) - 1
        blob, language, _ = part.batch.blobs[at]
        return UnitPlace(blob, language, unit - part.firsts[at])

    def paths_of(self, place: UnitPlace) -> tuple[str, ...]:
        return self.paths.get((place.blob, place.language), ())


def language_name(key: str) -> str:
    """The language's own name, of how it is read."""
    return key.partition(":")[0]


def open_catalogue(index: Index, tree: Tree, on_progress: OnProgress) -> Catalogue:
    """The units of a tree. ``on_progress`` is told (files done, files in all) of new files.

    Scripts that only their ``#!`` line tells the language of are left out. Where nothing can be
    kept, all of it is made again for this one question, in memory.
    """
    wanted = _wanted(tree)
    for table in (index.features, index.features, index.features, FeatureTable.in_memory()):
        batches = _tidy(table, wanted)
        missing = wanted.keys() - {(b, k) for one in batches for b, k, _ in one.blobs}
        if not missing:
            return _catalogue(table, batches, wanted)
        new = [wanted[key][0] for key in sorted(missing, key=lambda key: wanted[key][0].path)]
        if _Filling(index, tree, table, len(new), on_progress).fill(new, batches):
            return _catalogue(table, table.batches(), wanted)
    return _catalogue(table, table.batches(), wanted)


def key_of(entry: Entry) -> Key | None:
    """What the features of a file are kept under; None for a file without a grammar."""
    reading = _reading_of(entry.path) if entry.kind in _FILES else None
    return None if reading is None else (entry.blob, reading)


def _reading_of(path: str) -> str | None:
    """How a file is read, by its name: there are many files and few endings of names."""
    ending = path[path.rfind(".") :]
    if "/" in ending or (_FILENAMES and path.rpartition("/")[2] in _FILENAMES):
        return _reading(path)
    return _reading_of_ending(ending)


@lru_cache(maxsize=10_000)
def _reading_of_ending(ending: str) -> str | None:
    return _reading(f"any{ending}")


def _reading(path: str) -> str | None:
    language = language_of(path)
    if language is None:
        return None
    return f"{language.name}:{digest_of(language.name)[:12]}:{VERSION}"


_FILENAMES = frozenset(name for language in LANGUAGES for name in language.filenames)


def _wanted(tree: Tree) -> dict[Key, list[Entry]]:
    wanted: dict[Key, list[Entry]] = {}
    for entry in tree.manifest.entries.values():
        reading = _reading_of(entry.path)
        if reading is not None and entry.kind in _FILES:
            wanted.setdefault((entry.blob, reading), []).append(entry)
    return wanted


def _tidy(table: FeatureTable, wanted: Mapping[Key, object]) -> tuple[FeatureBatch, ...]:
    """The batches, without those that cost more than they say: mostly dead, or many small ones."""
    batches = table.batches()
    if any(len(one.lengths) != one.units * len(FIELDS) for one in batches):
        table.forget(None)
        return ()
    gone = [one.number for one in batches if _is_mostly_dead(one, wanted)]
    if len(batches) - len(gone) > _MOST_BATCHES:
        gone += [one.number for one in batches if one.units < _SMALL_BATCH]
    if gone and table.forget(sorted(set(gone))):
        return tuple(one for one in batches if one.number not in set(gone))
    return batches


def _is_mostly_dead(batch: FeatureBatch, wanted: Mapping[Key, object]) -> bool:
    live = sum(count for blob, key, count in batch.blobs if (blob, key) in wanted)
    return live * 2 < batch.units


def _catalogue(
    table: FeatureTable, batches: Iterable[FeatureBatch], wanted: Mapping[Key, Sequence[Entry]]
) -> Catalogue:
    parts = tuple(_part(batch, wanted) for batch in batches)
    paths = {key: tuple(entry.path for entry in entries) for key, entries in wanted.items()}
    return Catalogue(table, parts, paths)


def _part(batch: FeatureBatch, wanted: Mapping[Key, object]) -> Part:
    firsts = batch.first_units()
    dead = [
        range(first, first + count)
        for first, (blob, key, count) in zip(firsts, batch.blobs, strict=False)
        if (blob, key) not in wanted
    ]
    return Part(batch, firsts[:-1], firsts[-1], frozenset(unit for some in dead for unit in some))


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


class _Filling(Struct):
    """Reading what is missing, batch by batch."""

    index: Index
    tree: Tree
    table: FeatureTable
    total: int
    on_progress: OnProgress
    last: int = 0
    done: int = 0

    def fill(self, entries: Sequence[Entry], batches: Sequence[FeatureBatch]) -> bool:
        """Whether everything was saved: not where another process was faster, or nothing can be."""
        self.last = self._last(batches)
        growing = _Growing()
        for key, features in self._read(entries):
            growing.add(key, features)
            if growing.units >= _BATCH_UNITS:
                if not self._save(growing):
                    return False
                growing = _Growing()
        return not growing.blobs or self._save(growing)

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
