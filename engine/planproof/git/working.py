"""The working tree: what is on disk now, tracked or not ignored."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from planproof.git.blurred import Blurred
from planproof.git.collect import Collector
from planproof.git.conversion import ConvertedShelf, Evidence, find_converted, find_evidence
from planproof.git.disk import Disk
from planproof.git.entries import LazyEntries
from planproof.git.folder import FolderTree, folder_tree
from planproof.git.indexed import IndexShelf
from planproof.git.links import LinkShelf
from planproof.git.listing import list_work_tree
from planproof.git.memo import Memo
from planproof.git.nested import nested_heads
from planproof.git.objects import Reader, Sizes, sizes, stream
from planproof.git.repository import Repository
from planproof.git.root import Root
from planproof.git.stamps import Hasher, StatCache
from planproof.git.standing import find_standing
from planproof.model.tree import Entry, EntryKind, Manifest


class WorkingTree(NamedTuple):
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
    disk: Disk

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
    memo: Memo | None = None,
    trust_index: bool = True,
    clock: Callable[[], int] = time.time_ns,
) -> WorkingTree | FolderTree:
    """The files of ``root`` as they are on disk now.

    git's index and ``cache`` only ever save a hash; ``trust_index=False`` does without the first,
    for a caller who found bytes that do not have the id of their entry. ``memo`` saves asking git
    again for what its index says. ``clock`` tells the time in nanoseconds since 1970, for judging
    whether a file is at rest. Submodules and nested repositories are entries that cannot be read. A
    note says what a person should know; a folder among ``unreadable`` ends in ``/``. Raises
    GitError and TreeChangedError; the entries raise them too, when they are first listed.
    """
    if root.repository is None:
        return folder_tree(root.path, cache, clock=clock)
    return _Survey(root, root.repository, cache, memo, clock).run(trust_index=trust_index)


class _Survey:
    """The steps of making one manifest, with what they share."""

    def __init__(
        self,
        root: Root,
        repository: Repository,
        cache: StatCache | None,
        memo: Memo | None,
        clock: Callable[[], int],
    ) -> None:
        self._repository = repository
        self._memo = memo
        self._clock = clock
        self._disk = Disk(repository.top, file_mode=repository.settings.file_mode)
        self._hasher = Hasher(self._disk, repository.object_format, cache, clock)
        self._collector = Collector(self._disk, self._hasher)
        self._listing = list_work_tree(repository, memo, root.begun)

    def run(self, *, trust_index: bool) -> WorkingTree:
        listing, links = self._listing, self._listing.traits.links
        sparse = self._find_sparse()
        blurred = Blurred(listing.traits.blurred, listing.dirty, self._look, self._clock)
        loose = {*listing.dirty, *listing.traits.sparse, *blurred.touched}
        if not trust_index:
            loose = set(listing.tracked.all())
        converted = self._find_converted(loose | links)
        tracked = listing.tracked.some(loose | converted)
        self._add_links(loose & links)
        for path in sorted(tracked.keys() - links - sparse.keys()):
            self._collector.add_from_disk(path, tracked[path].kind)
        for path in listing.untracked:
            self._collector.add_from_disk(path)
        for entry in sparse.values():
            self._collector.add(entry)
        self._add_notes(links, sparse)
        self._remember(blurred, tracked)
        return self._tree(tracked, converted, sparse)

    def _find_sparse(self) -> dict[str, Entry]:
        """What a sparse checkout leaves out, unless somebody put it on disk all the same."""
        missing = [path for path in self._listing.traits.sparse if self._disk.is_missing(path)]
        return self._listing.tracked.some(missing)

    def _find_converted(self, known: set[str]) -> set[str]:
        """Other paths whose index id may be that of other bytes, and those the cache knows.

        What was proven of a file that git holds for unchanged holds while the index stays the same.
        """
        evidence = find_evidence(self._repository, self._listing, self._disk)
        if not evidence.converts:
            return set()
        shelf = ConvertedShelf(self._memo, self._listing.index_file, evidence)
        suspects = shelf.find()
        if suspects is None:
            suspects = self._find_suspects(evidence, known) | known
            shelf.keep(suspects)
        return suspects - known

    def _find_suspects(self, evidence: Evidence, known: set[str]) -> set[str]:
        cached: set[str] = set()
        rows: list[tuple[str, str, int]] = []
        for path, tracked in self._listing.tracked.all().items():
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

    def _add_notes(self, links: Iterable[str], sparse: Iterable[str]) -> None:
        listing, note = self._listing, self._collector.note
        unmerged = listing.traits.unmerged
        self._collector.unreadable.update(f"{folder}/" for folder in listing.hidden)
        note("submodule", "submodules are not looked into ({})", links)
        note("nested-repository", "nested repositories are not looked into ({})", listing.nested)
        note("sparse-checkout", "files that are not checked out are read from git ({})", sparse)
        note("unmerged", "files with merge conflicts are judged as they are ({})", unmerged)

    def _remember(self, blurred: Blurred, tracked: Mapping[str, Entry]) -> None:
        """What need not be found out again as long as the index stays as it is."""
        listing, found = self._listing, self._collector.entries
        equal = {path for path in tracked if found.get(path) == tracked[path]}
        left = blurred.without_those_at_rest(equal)
        neighbour = listing.indexed.neighbour
        if neighbour is not None and (listing.fresh or len(left) < len(blurred.times)):
            traits = listing.traits._replace(blurred=left)
            IndexShelf(self._repository, self._memo).keep(
                listing.index_file.name, neighbour, traits
            )
            LinkShelf(self._memo).keep(neighbour.tree, neighbour.links(traits))

    def _tree(
        self, tracked: Mapping[str, Entry], converted: set[str], sparse: Mapping[str, Entry]
    ) -> WorkingTree:
        repository, listing, found = self._repository, self._listing, self._collector.entries
        loose = {path: found.get(path) for path in (*tracked, *found)}
        stored = {
            path: tracked[path].blob
            for path in sorted(converted & found.keys())
            if found[path].blob != tracked[path].blob
        }
        self._hasher.remember()
        return WorkingTree(
            disk=Disk(repository.top),
            repository=repository,
            manifest=self._manifest(tracked, loose),
            untracked=frozenset(listing.untracked).union(listing.nested),
            stored=stored,
            sparse=sparse,
            sparse_sizes=_sizes(repository, [entry.blob for entry in sparse.values()]),
        )

    def _manifest(
        self, tracked: Mapping[str, Entry], loose: Mapping[str, Entry | None]
    ) -> Manifest:
        """``loose`` may hold paths that are as in the index after all."""
        listing, collector = self._listing, self._collector
        plain = Manifest(
            entries=LazyEntries(listing.tracked, loose),
            revision=listing.head,
            object_format=self._repository.object_format,
            notes=tuple(collector.notes),
            unreadable=tuple(sorted(collector.unreadable)),
        )
        standing = find_standing(listing.indexed, tracked, loose)
        return plain if standing is None else standing.name(plain)


def _sizes(repository: Repository, blobs: Sequence[str]) -> Sizes:
    return Sizes(partial(sizes, repository), lambda: blobs)
