"""Hashing files, and not hashing them again.

A stamp is only a hint. Two edits within one tick of the file system's clock can leave the same
stamp on different bytes, so an id is remembered only for a file that had clearly been at rest when
it was read (git calls the others racily clean: Documentation/technical/racy-git).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from planproof.git.disk import Disk

AT_REST_NS = 3_000_000_000
"""A file counts as at rest after 3 s: FAT keeps modification times in steps of 2 s."""


class Stamp(NamedTuple):
    """What ``lstat`` says about a file, times in nanoseconds since 1970."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class StatCache(Protocol):
    """A memory of blob ids by path and stamp. It may forget anything at any time."""

    def lookup(self, path: str, stamp: Stamp) -> str | None:
        """The id stored for exactly this path and stamp."""
        ...

    def store(self, rows: Iterable[tuple[str, Stamp, str]]) -> None:
        """Remembers (path, stamp, blob id)."""
        ...


class Hasher:
    """Blob ids of files on disk, from the cache where it knows them."""

    def __init__(
        self,
        disk: Disk,
        object_format: str,
        cache: StatCache | None,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self._disk = disk
        self._object_format = object_format
        self._cache = cache
        self._clock = clock
        self._learnt: list[tuple[str, Stamp, str]] = []

    def known(self, path: str, found: os.stat_result) -> str | None:
        """The id that the cache has for this file as it is now."""
        return None if self._cache is None else self._cache.lookup(path, stamp_of(found))

    def blob(self, path: str, found: os.stat_result) -> str | None:
        """The id of the bytes on disk; None when they will not hold still or cannot be read."""
        return self.known(path, found) or self._hash(path, found)

    def remember(self) -> None:
        """Hands what was learnt to the cache."""
        if self._cache is not None and self._learnt:
            self._cache.store(self._learnt)
            self._learnt = []

    def _hash(self, path: str, found: os.stat_result) -> str | None:
        now = self._clock()
        try:
            blob = self._disk.blob(path, found, self._object_format)
            if blob and self._cache is not None and self._is_at_rest(path, found, now):
                self._learnt.append((path, stamp_of(found), blob))
        except OSError:
            return None
        return blob

    def _is_at_rest(self, path: str, before: os.stat_result, now: int) -> bool:
        """Whether the file was old when reading began at ``now``, and is the same after it."""
        if max(before.st_mtime_ns, before.st_ctime_ns) + AT_REST_NS >= now:
            return False
        after = self._disk.look(path)
        return after is not None and stamp_of(after) == stamp_of(before)


def stamp_of(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
