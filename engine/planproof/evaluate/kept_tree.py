"""A tree whose files are read once though they are looked at several times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct, field

from planproof.model.tree import Entry, Manifest, Tree

_MOST_BYTES = 50_000_000
"""Bytes that are kept; what is read beyond them is read again."""


class KeptTree(Struct):
    """A :class:`planproof.model.tree.Tree` around another one, while that is looked at."""

    tree: Tree
    _kept: dict[str, bytes] = field(default_factory=dict)
    _bytes: int = 0

    @property
    def manifest(self) -> Manifest:
        return self.tree.manifest

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for is_kept, group in groupby(entries, lambda entry: entry.path in self._kept):
            if is_kept:
                yield from ((entry, self._kept[entry.path]) for entry in group)
            else:
                yield from self._read(group)

    def size(self, entry: Entry) -> int | None:
        return self.tree.size(entry)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        return self.tree.stream(entry)

    def _read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for entry, content in self.tree.read(entries):
            if content is not None and self._bytes + len(content) <= _MOST_BYTES:
                self._kept[entry.path] = content
                self._bytes += len(content)
            yield entry, content
