"""The working tree: what is on disk now, tracked or not ignored."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from planproof.git.collect import Collector
from planproof.git.conversion import find_converted, find_evidence
from planproof.git.disk import Disk
from planproof.git.folder import FolderTree, folder_tree
from planproof.git.listing import list_work_tree
from planproof.git.nested import nested_heads
from planproof.git.objects import Reader, Sizes, stream
from planproof.git.repository import Repository
from planproof.git.root import Root
from planproof.git.stamps import Hasher, StatCache
from planproof.model.tree import Entry, EntryKind, Manifest


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """Files on disk, and those that a sparse checkout leaves in the object store.

    ``untracked`` are the paths that git does not track. ``stored`` maps the paths of files that git
    holds for unchanged but stores in another form (line ends, filters) to the stored id.
    """

    repository: Repository
    manifest: Manifest
    untracked: frozenset[str]
    stored: Mapping[str, str]
    sparse: Mapping[str, Entry]
    sparse_sizes: Sizes
    disk: Disk = field(repr=False, compare=False)

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        disk = Disk(self.repository.top)
        with Reader(self.repository) as reader:
            for entry in entries:
                yield entry, self._content(entry, disk, reader)

    def size(self, entry: Entry) -> int | None:
        if entry.path in self.sparse:
            return self.sparse_sizes.get(entry.blob)
        return self.disk.size(entry.path)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        if entry.path in self.sparse:
            return stream(self.repository, entry.blob)
        return Disk(self.repository.top).stream(entry.path)

    def _content(self, entry: Entry, disk: Disk, reader: Reader) -> bytes | None:
        if entry.kind is EntryKind.SUBMODULE:
            return None
        if entry.path in self.sparse:
            return next(reader.contents([entry.blob]))
        return disk.read(entry.path)


def working_tree(
    root: Root,
    cache: StatCache | None = None,
    *,
    trust_index: bool = True,
    clock: Callable[[], int] = time.time_ns,
) -> WorkingTree | FolderTree:
    """The files of ``root`` as they are on disk now.

    git's index and ``cache`` only ever save a hash; ``trust_index=False`` does without the first,
    for a caller who found bytes that do not have the id of their entry. ``clock`` tells the time in
    nanoseconds since 1970, for judging whether a file is at rest. Submodules and nested
    repositories are entries that cannot be read. A note says what a person should know; a folder
    among ``unreadable`` ends in ``/``. Raises GitError and TreeChangedError.
    """
    if root.repository is None:
        return folder_tree(root.path, cache, clock=clock)
    return _Survey(root.repository, cache, clock).run(trust_index=trust_index)


class _Survey:
    """The steps of making one manifest, with what they share."""

    def __init__(
        self, repository: Repository, cache: StatCache | None, clock: Callable[[], int]
    ) -> None:
        self._repository = repository
        self._disk = Disk(repository.top, file_mode=repository.settings.file_mode)
        self._hasher = Hasher(self._disk, repository.object_format, cache, clock)
        self._collector = Collector(self._disk, self._hasher)
        self._listing = list_work_tree(repository)

    def run(self, *, trust_index: bool) -> WorkingTree:
        listing = self._listing
        sparse = self._find_sparse()
        links = {path for path, one in listing.tracked.items() if one.kind is EntryKind.SUBMODULE}
        loose = {*listing.dirty, *listing.sparse, *self._find_touched()}
        if not trust_index:
            loose = set(listing.tracked)
        converted = self._find_converted(loose | links)
        self._add_trusted(loose | converted)
        self._add_links(loose & links)
        for path in sorted((loose | converted).difference(links, sparse)):
            self._collector.add_from_disk(path, listing.tracked[path].kind)
        for path in listing.untracked:
            self._collector.add_from_disk(path)
        for entry in sparse.values():
            self._collector.add(entry)
        self._add_notes(links, sparse)
        return self._tree(converted, sparse)

    def _find_touched(self) -> Iterator[str]:
        """Of the files that git looks at too coarsely, those that have other times now."""
        for path, times in self._listing.blurred.items():
            found = self._look(path)
            if found is None or not times.are_those_of(found):
                yield path

    def _find_sparse(self) -> dict[str, Entry]:
        """What a sparse checkout leaves out, unless somebody put it on disk all the same."""
        tracked = self._listing.tracked
        missing = (path for path in self._listing.sparse if self._disk.is_missing(path))
        return {path: tracked[path] for path in missing}

    def _find_converted(self, known: set[str]) -> set[str]:
        """Other paths whose index id may be that of other bytes, and those the cache knows."""
        evidence = find_evidence(self._repository, self._listing, self._disk)
        if not evidence.converts:
            return set()
        cached: set[str] = set()
        rows: list[tuple[str, str, int]] = []
        for path, tracked in self._listing.tracked.items():
            if path in known or tracked.kind is EntryKind.SYMLINK:
                continue
            found = self._look(path)
            if found is None or self._hasher.known(path, found):
                cached.add(path)
            else:
                rows.append((path, tracked.blob, found.st_size))
        return cached | find_converted(self._repository, evidence, rows)

    def _look(self, path: str) -> os.stat_result | None:
        try:
            return self._disk.look(path)
        except OSError:
            return None

    def _add_trusted(self, loose: set[str]) -> None:
        """What git's index vouches for."""
        for path, tracked in self._listing.tracked.items():
            if path not in loose:
                self._collector.add(tracked)

    def _add_links(self, moved: set[str]) -> None:
        """Nested repositories, and submodules that have another commit checked out."""
        there = sorted(path for path in moved if self._is_folder(path))
        for path, head in nested_heads(self._repository, [*there, *self._listing.nested]):
            self._collector.add(Entry(path, head, EntryKind.SUBMODULE))
        for path in sorted(moved.difference(there)):
            self._collector.add_from_disk(path)

    def _is_folder(self, path: str) -> bool:
        found = self._look(path)
        return found is not None and stat.S_ISDIR(found.st_mode)

    def _add_notes(self, links: set[str], sparse: Iterable[str]) -> None:
        listing, note = self._listing, self._collector.note
        self._collector.unreadable.update(f"{folder}/" for folder in listing.hidden)
        note("submodule", "submodules are not looked into ({})", links)
        note("nested-repository", "nested repositories are not looked into ({})", listing.nested)
        note("sparse-checkout", "files that are not checked out are read from git ({})", sparse)
        note("unmerged", "files with merge conflicts are judged as they are ({})", listing.unmerged)

    def _tree(self, converted: set[str], sparse: Mapping[str, Entry]) -> WorkingTree:
        repository, listing = self._repository, self._listing
        manifest = self._collector.manifest(listing.head, repository.object_format)
        entries = manifest.entries
        stored = {
            path: listing.tracked[path].blob
            for path in converted & entries.keys()
            if entries[path].blob != listing.tracked[path].blob
        }
        return WorkingTree(
            disk=Disk(repository.top),
            repository=repository,
            manifest=manifest,
            untracked=frozenset(listing.untracked).union(listing.nested),
            stored=stored,
            sparse=sparse,
            sparse_sizes=Sizes(repository, [entry.blob for entry in sparse.values()]),
        )
