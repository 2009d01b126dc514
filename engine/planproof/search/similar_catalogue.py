"""The units of a tree with their features, from index.db; what is new is read and added to it.

Features hang on blobs, frequencies on the tree: units of blobs that the tree does not hold are
never counted and never found, so that an answer depends on the tree alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from msgspec import Struct

from planproof.index import FeatureBatch, FeatureTable, Index
from planproof.model.tree import Tree
from planproof.search.features import FIELDS
from planproof.search.similar_files import Files, Key, OnProgress, files_of

_MOST_BATCHES = 40
_SMALL_BATCH = 4_000


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
    paths: Files

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


def open_catalogue(index: Index, tree: Tree, on_progress: OnProgress) -> Catalogue:
    """The units of a tree. ``on_progress`` is told (files done, files in all) of new files.

    Where nothing can be kept, all of it is made again for this one question, in memory.
    """
    wanted = files_of(index, tree)
    for table in (index.features, index.features, index.features, FeatureTable.in_memory()):
        batches = _tidy(table, wanted)
        missing = wanted.keys() - {(b, k) for one in batches for b, k, _ in one.blobs}
        if not missing:
            return _catalogue(table, batches, wanted)
        from planproof.search.similar_filling import Filling  # here: it loads what reads files

        new = sorted(wanted[key][0] for key in missing)
        if Filling(index, tree, table, on_progress).fill(new, batches):
            return _catalogue(table, table.batches(), wanted)
    return _catalogue(table, table.batches(), wanted)


def prepare_features(index: Index, tree: Tree, on_progress: OnProgress) -> None:
    """Reads all that the first question about a tree would read."""
    open_catalogue(index, tree, on_progress)


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


def _catalogue(table: FeatureTable, batches: Iterable[FeatureBatch], wanted: Files) -> Catalogue:
    return Catalogue(table, tuple(_part(batch, wanted) for batch in batches), wanted)


def _part(batch: FeatureBatch, wanted: Mapping[Key, object]) -> Part:
    firsts = batch.first_units()
    dead = [
        range(first, first + count)
        for first, (blob, key, count) in zip(firsts, batch.blobs, strict=False)
        if (blob, key) not in wanted
    ]
    return Part(batch, firsts[:-1], firsts[-1], frozenset(unit for some in dead for unit in some))
