"""Entries of a manifest that are listed when somebody goes through them."""

from __future__ import annotations

from collections.abc import Collection, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Protocol

from planproof.model.tree import Entry


class Source(Protocol):
    """Where entries come from."""

    def all(self) -> dict[str, Entry]: ...

    def some(self, paths: Collection[str]) -> dict[str, Entry]: ...


class LazyEntries(Mapping[str, Entry]):
    """The entries of ``source``, but for those that ``loose`` has other ones for, or None."""

    def __init__(self, source: Source, loose: Mapping[str, Entry | None]) -> None:
        self._source = source
        self._loose = loose
        self._built: dict[str, Entry] | None = None

    def __getitem__(self, path: str) -> Entry:
        if self._built is not None:
            return self._built[path]
        found = self._loose[path] if path in self._loose else self._source.some([path]).get(path)
        if found is None:
            raise KeyError(path)
        return found

    def some(self, paths: Collection[str]) -> dict[str, Entry]:
        """Those of the paths that there are, in the order asked: quicker than one by one."""
        stored = self._source.some([path for path in paths if path not in self._loose])
        found = ((path, self._loose.get(path, stored.get(path))) for path in paths)
        return {path: entry for path, entry in found if entry is not None}

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def keys(self) -> KeysView[str]:
        return self._all().keys()

    def values(self) -> ValuesView[Entry]:
        return self._all().values()

    def items(self) -> ItemsView[str, Entry]:
        return self._all().items()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyEntries):
            other = other._all()
        return self._all() == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> dict[str, Entry]:
        if self._built is None:
            found: dict[str, Entry | None] = {**self._source.all(), **self._loose}
            self._built = {path: one for path, one in sorted(found.items()) if one is not None}
        return self._built
