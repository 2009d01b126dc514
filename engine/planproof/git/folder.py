"""A folder without git: the tree that ``git add .`` would make of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from planproof.git.collect import Collector
from planproof.git.disk import Disk, is_junction
from planproof.git.ignore import VERSION_CONTROL, Ignores
from planproof.git.stamps import Hasher, StatCache
from planproof.git.standing import name_alone
from planproof.model.tree import Entry, EntryKind, Manifest


class FolderTree(NamedTuple):
    """The files of a folder that has no history."""

    top: Path
    manifest: Manifest

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        disk = Disk(self.top)
        for entry in entries:
            wanted = entry.kind is not EntryKind.SUBMODULE
            yield entry, disk.read(entry.path) if wanted else None

    def size(self, entry: Entry) -> int | None:
        return Disk(self.top).size(entry.path)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        return Disk(self.top).stream(entry.path)


def folder_tree(
    top: Path, cache: StatCache | None = None, *, clock: Callable[[], int] = time.time_ns
) -> FolderTree:
    """Walks ``top``. ``.gitignore`` files hold as they would for git; links are not followed.

    The folders of version control systems are left out; repositories inside are not entered, which
    a note says, and so are pipes, sockets and devices.
    """
    disk = Disk(top)
    hasher = Hasher(disk, "sha1", cache, clock)
    collector = Collector(disk, hasher)
    walk = _Walk(top, disk, collector)
    walk.run()
    for path in sorted(walk.files):
        collector.add_from_disk(path)
    collector.note("nested-repository", "nested repositories are not looked into ({})", walk.nested)
    collector.note("special-file", "pipes, sockets and devices are not opened ({})", walk.special)
    hasher.remember()
    manifest = Manifest(
        entries=dict(sorted(collector.entries.items())),
        notes=tuple(collector.notes),
        unreadable=tuple(sorted(collector.unreadable)),
    )
    return FolderTree(top, name_alone(manifest))


class _Walk:
    """Finds the paths below a folder, without recursion: trees can be deeper than a stack."""

    def __init__(self, top: Path, disk: Disk, collector: Collector) -> None:
        self._top = os.fspath(top)
        self._disk = disk
        self._collector = collector
        self.files: list[str] = []
        self.nested: list[str] = []
        self.special: list[str] = []

    def run(self) -> None:
        waiting = [("", Ignores())]
        while waiting:
            folder, above = waiting.pop()
            found = self._scan(folder)
            names = frozenset(one.name for one in found)
            if folder and ".git" in names:
                self.nested.append(folder)
                self._collector.add(Entry(folder, "", EntryKind.SUBMODULE))
                continue
            ignores = above.below(folder, self._disk, names)
            folders = [path for one in found if (path := self._sort(folder, one, ignores))]
            waiting += [(path, ignores) for path in folders]

    def _scan(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(f"{self._top}{os.sep}{folder}") as found:
                return list(found)
        except OSError:
            self._collector.unreadable.add(f"{folder}/")
            return []

    def _sort(self, folder: str, found: os.DirEntry[str], ignores: Ignores) -> str | None:
        """Files a directory entry; returns its path when it is a folder to walk next."""
        path = f"{folder}/{found.name}" if folder else found.name
        link = found.is_symlink() or is_junction(found)
        is_folder = found.is_dir(follow_symlinks=False) and not link
        if found.name in VERSION_CONTROL or ignores.covers(path, is_folder=is_folder):
            return None
        if is_folder:
            return path
        plain = link or found.is_file(follow_symlinks=False)
        (self.files if plain else self.special).append(path)
        return None
