"""Sources → extracts: from the database, else read here or by a pool, and saved."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from planproof.git import blob_id
from planproof.index.extract import Extract
from planproof.index.store import Row, Store, Stored, as_stored
from planproof.index.worker import Reading, Text

_LOOK_UP = 256
_LOOK_UP_BYTES = 4_000_000
"""Sources that are looked up in the database together."""

_CHUNK_BYTES = 200_000
"""Sources that travel to a worker together: enough to make the trip cheap."""

_IN_PROCESS_BYTES = 300_000
"""Starting processes takes as long as reading this much."""

_SAVE_BYTES = 8_000_000
"""Sources whose extracts are saved together."""


class Source(Struct, frozen=True):
    """A blob that is to be read: its id, its language's name and its bytes.

    ``checked``: the bytes are known to have that id.
    """

    blob: str
    language: str
    content: bytes
    checked: bool = False


class Answer(Struct, frozen=True):
    """A source and what is known of it. ``fresh``: it was read in this run."""

    source: Source
    stored: Stored
    fresh: bool


_Looked = list[tuple[Source, Stored | None]]


def read_all(sources: Iterable[Source], store: Store, jobs: int) -> Iterator[Answer]:
    """An answer for each source, in order. What was read is saved, also when this is given up.

    For no ``jobs`` everything is read in this process, one by one.
    """
    if jobs < 1:
        yield from _read_one_by_one(sources, store)
        return
    looked_up: deque[_Looked] = deque()
    unsaved = _Unsaved(store)
    try:
        for extracts in _extract(_jobs(sources, store, unsaved, looked_up), jobs):
            fresh = iter(extracts)
            for source, stored in looked_up.popleft():
                if stored is not None:
                    yield Answer(source, stored, fresh=False)
                else:
                    extract = next(fresh)
                    unsaved.add(source, extract)
                    yield Answer(source, as_stored(len(source.content), extract), fresh=True)
    finally:
        unsaved.save()


def _read_one_by_one(sources: Iterable[Source], store: Store) -> Iterator[Answer]:
    """Each when it is wanted: what was read on the way is found, and the last tree is at hand."""
    unsaved = _Unsaved(store)
    for source in sources:
        stored = store.find([source.blob], source.language).get(source.blob)
        if stored is not None:
            yield Answer(source, stored, fresh=False)
            continue
        (extract,) = Reading().run([(source.language, source.content)])
        unsaved.add(source, extract)
        unsaved.save()
        yield Answer(source, as_stored(len(source.content), extract), fresh=True)


def _jobs(
    sources: Iterable[Source], store: Store, unsaved: _Unsaved, looked_up: deque[_Looked]
) -> Iterator[list[Text]]:
    """What must be read of each chunk; the chunk itself goes into ``looked_up``."""
    for group in _groups(sources):
        for chunk in _chunks(_look_up(group, store, unsaved)):
            looked_up.append(chunk)
            yield [(source.language, source.content) for source, known in chunk if known is None]


def _groups(sources: Iterable[Source]) -> Iterator[list[Source]]:
    group: list[Source] = []
    size = 0
    for source in sources:
        group.append(source)
        size += len(source.content)
        if len(group) >= _LOOK_UP or size >= _LOOK_UP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _look_up(group: list[Source], store: Store, unsaved: _Unsaved) -> _Looked:
    known = unsaved.find(group)
    for language in sorted({source.language for source in group}):
        blobs = [source.blob for source in group if source.language == language]
        for blob, stored in store.find(blobs, language).items():
            known[blob, language] = stored
    return [(source, known.get((source.blob, source.language))) for source in group]


def _chunks(looked: _Looked) -> Iterator[_Looked]:
    chunk: _Looked = []
    size = 0
    for source, stored in looked:
        chunk.append((source, stored))
        size += 0 if stored is not None else len(source.content)
        if size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _extract(chunks: Iterator[list[Text]], jobs: int) -> Iterator[list[Extract]]:
    """The extracts of each chunk: here while there is little to read, else in a pool."""
    first: list[list[Text]] = []
    size = 0
    for chunk in chunks:
        first.append(chunk)
        size += sum(len(content) for _, content in chunk)
        if size > _IN_PROCESS_BYTES:
            yield from _extract_in_pool(chain(first, chunks), jobs)
            return
    for chunk in first:
        yield Reading().run(chunk)


def _extract_in_pool(chunks: Iterator[list[Text]], jobs: int) -> Iterator[list[Extract]]:
    from planproof.index.pool import Pool

    with Pool(jobs, Reading()) as pool:
        yield from pool.run(chunks)


class _Unsaved:
    """Extracts that wait to be saved together."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: list[Row] = []
        self._bytes = 0

    def add(self, source: Source, extract: Extract) -> None:
        """Facts are for ever, so they are only kept under an id that is really their source's."""
        size = len(source.content)
        if extract.kept and (source.checked or _has_its_id(source)):
            self._rows.append(Row(source.blob, source.language, size, extract))
            self._bytes += size
        if self._bytes >= _SAVE_BYTES:
            self.save()

    def find(self, sources: Iterable[Source]) -> dict[tuple[str, str], Stored]:
        """What is known of these sources by (blob, language), of those that wait."""
        asked = {(source.blob, source.language) for source in sources}
        found = {(row.blob, row.language): row for row in self._rows}
        return {
            key: as_stored(found[key].bytes, found[key].extract) for key in asked & found.keys()
        }

    def save(self) -> None:
        if self._rows:
            self._store.save(self._rows)
            self._rows, self._bytes = [], 0


def _has_its_id(source: Source) -> bool:
    object_format = "sha256" if len(source.blob) == 64 else "sha1"
    return source.blob == blob_id(source.content, object_format)
