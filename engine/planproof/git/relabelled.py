"""A tree in which some files stand at other paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from planproof.model.tree import Entry, Manifest, Tree


class RelabelledTree:
    """``labels`` are real paths of ``tree``, each with the one it is to stand at. What stands there
    otherwise is not seen."""

    def __init__(self, tree: Tree, labels: Mapping[str, str]) -> None:
        self._tree = tree
        self._labels = labels

    @cached_property
    def manifest(self) -> Manifest:
        """Without a mark: nobody shall take it for the tree that it is made from."""
        real = self._tree.manifest
        moved = {path: real.entries[path] for path in self._labels}
        entries = {path: one for path, one in real.entries.items() if path not in moved}
        for path, one in moved.items():
            entries[self._labels[path]] = one._replace(path=self._labels[path])
        return real._replace(entries=dict(sorted(entries.items())), mark=None, since=_unknown)

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        asked = list(entries)
        found = self._tree.read([self._real(one) for one in asked])
        for one, (_, content) in zip(asked, found, strict=True):
            yield one, content

    def size(self, entry: Entry) -> int | None:
        return self._tree.size(self._real(entry))

    def stream(self, entry: Entry) -> Iterator[bytes]:
        return self._tree.stream(self._real(entry))

    @cached_property
    def _origins(self) -> Mapping[str, str]:
        return {label: path for path, label in self._labels.items()}

    def _real(self, entry: Entry) -> Entry:
        return entry._replace(path=self._origins.get(entry.path, entry.path))


def _unknown(then: object) -> None:
    del then
