"""A few texts as a tree: what terms of the whole tree are run over for examples and witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from planproof.evaluate.tree_files import TreeFiles
from planproof.git import blob_id
from planproof.index import Source
from planproof.index.scan import scan
from planproof.model.document import Document, Unparsed
from planproof.model.tree import Entry, Manifest


def small_tree(contents: Mapping[str, bytes]) -> TreeFiles:
    """The files of a tree that is not on disk; what is found in them is not kept."""
    entries = {path: Entry(path, blob_id(contents[path])) for path in sorted(contents)}
    return TreeFiles(_Texts(Manifest(entries), contents), _Forgetful(), _scanned)


class _Texts(Struct, frozen=True):
    """A :class:`planproof.model.tree.Tree`."""

    manifest: Manifest
    contents: Mapping[str, bytes]

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        return ((entry, self.contents.get(entry.path)) for entry in entries)

    def size(self, entry: Entry) -> int | None:
        return len(self.contents[entry.path])

    def stream(self, entry: Entry) -> Iterator[bytes]:
        yield self.contents[entry.path]


class _Forgetful:
    """A :class:`planproof.evaluate.memory.Memo` for what is quicker to work out than to keep."""

    def get(self, key: str) -> bytes | None:
        del key
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keeps nothing."""


def _scanned(sources: Iterable[Source]) -> Iterator[tuple[Source, Document | Unparsed]]:
    return ((source, scan(source.content, source.language)) for source in sources)
