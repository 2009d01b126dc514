"""Every file of a tree into the index."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from planproof.git import blob_id
from planproof.index.reading import Source, read_all
from planproof.index.scan import MAX_BYTES
from planproof.index.store import Store, Stored
from planproof.languages import language_of
from planproof.model.document import Reason, Unparsed
from planproof.model.tree import Entry, EntryKind, Tree

_TOGETHER = 256
_SCRIPT_BYTES = 200_000
"""A larger file without an extension is taken for no script."""


class IndexReport(Struct, frozen=True):
    """What a build did.

    ``files`` are those of a known language, ``others`` those of none; ``languages`` counts files by
    language, sorted; ``bytes`` and ``occurrences`` are sums. ``parsed`` were read in this run,
    ``reused`` were stored before; ``unparsed`` lists (path, why), sorted.
    """

    files: int
    others: int
    languages: tuple[tuple[str, int], ...]
    occurrences: int
    bytes: int
    parsed: int
    reused: int
    unparsed: tuple[tuple[str, Unparsed], ...]


_File = tuple[Entry, str]
"""A file and its language's name."""


class _Count(Struct):
    """The report while it is being counted."""

    total: int
    on_progress: Callable[[int, int], None] | None
    done: int = 0
    occurrences: int = 0
    bytes: int = 0
    parsed: int = 0
    reused: int = 0
    unparsed: dict[str, Unparsed] = field(default_factory=dict)

    def add(self, path: str, stored: Stored, *, fresh: bool) -> None:
        self.occurrences += stored.occurrences
        self.bytes += stored.bytes
        self.parsed += fresh
        self.reused += not fresh
        if stored.reason:
            self.unparsed[path] = Unparsed(Reason[stored.reason], stored.detail)
        self._step()

    def leave_out(self, path: str, why: Unparsed) -> None:
        self.unparsed[path] = why
        self._step()

    def _step(self) -> None:
        self.done += 1
        if self.on_progress is not None:
            self.on_progress(self.done, self.total)


def build(
    tree: Tree, store: Store, jobs: int, on_progress: Callable[[int, int], None] | None
) -> IndexReport:
    """See :meth:`planproof.index.Index.build`."""
    files = _files(tree)
    count = _Count(len(files), on_progress)
    paths: deque[str] = deque()
    for answer in read_all(_missing(tree, files, store, count, paths), store, jobs):
        count.add(paths.popleft(), answer.stored, fresh=answer.fresh)
    return IndexReport(
        files=len(files),
        others=len(tree.manifest.entries) - len(files),
        languages=tuple(sorted(Counter(language for _, language in files).items())),
        occurrences=count.occurrences,
        bytes=count.bytes,
        parsed=count.parsed,
        reused=count.reused,
        unparsed=tuple(sorted(count.unparsed.items(), key=lambda item: item[0])),
    )


def _files(tree: Tree) -> list[_File]:
    """The files of a known language, by path."""
    found: list[_File] = []
    scripts: list[Entry] = []
    for entry in filter(_is_file, tree.manifest.entries.values()):
        language = language_of(entry.path)
        if language is not None:
            found.append((entry, language.name))
        elif "." not in entry.path.rpartition("/")[2] and _is_small(entry, tree):
            scripts.append(entry)
    for entry, content in tree.read(scripts):
        language = language_of(entry.path, (content or b"")[:100])
        if language is not None:
            found.append((entry, language.name))
    return sorted(found, key=_path) if scripts else found


def _path(file: _File) -> str:
    return file[0].path


def _is_small(entry: Entry, tree: Tree) -> bool:
    return (tree.size(entry) or 0) <= _SCRIPT_BYTES


def _is_file(entry: Entry) -> bool:
    return entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)


def _missing(
    tree: Tree, files: Sequence[_File], store: Store, count: _Count, paths: deque[str]
) -> Iterator[Source]:
    """What must be read; ``paths`` gets its paths in the same order, ``count`` all the others."""
    for at in range(0, len(files), _TOGETHER):
        new = list(_without_stored(files[at : at + _TOGETHER], store, count))
        small = list(_without_large(new, tree, count))
        contents = tree.read([entry for entry, _ in small])
        for (entry, language), (_, content) in zip(small, contents, strict=True):
            if content is None or blob_id(content, tree.manifest.object_format) != entry.blob:
                count.leave_out(entry.path, Unparsed(Reason.UNREADABLE))
            else:
                paths.append(entry.path)
                yield Source(entry.blob, language, content, checked=True)


def _without_stored(files: Sequence[_File], store: Store, count: _Count) -> Iterator[_File]:
    for language in sorted({language for _, language in files}):
        blobs = [entry.blob for entry, named in files if named == language]
        known = store.find(blobs, language, counts_only=True)
        for entry, named in files:
            if named == language and entry.blob in known:
                count.add(entry.path, known[entry.blob], fresh=False)
            elif named == language:
                yield entry, language


def _without_large(files: Sequence[_File], tree: Tree, count: _Count) -> Iterator[_File]:
    for entry, language in files:
        size = tree.size(entry)
        if size is not None and size > MAX_BYTES:
            count.leave_out(entry.path, Unparsed(Reason.TOO_LARGE))
        else:
            yield entry, language
