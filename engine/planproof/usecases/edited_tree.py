"""A tree as it would be after a change that nobody makes: the new contents are in memory alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from planproof.git import blob_id
from planproof.model.tree import Entry, Manifest, Tree


class EditedTree(Struct, frozen=True):
    """A :class:`planproof.model.tree.Tree`. ``contents`` are those of the changed paths."""

    tree: Tree
    manifest: Manifest
    contents: Mapping[str, bytes]

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for changed, some in groupby(entries, self._is_changed):
            if changed:
                yield from ((entry, self.contents[entry.path]) for entry in some)
            else:
                yield from self.tree.read(some)

    def size(self, entry: Entry) -> int | None:
        if self._is_changed(entry):
            return len(self.contents[entry.path])
        return self.tree.size(entry)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        if self._is_changed(entry):
            return iter([self.contents[entry.path]])
        return self.tree.stream(entry)

    def _is_changed(self, entry: Entry) -> bool:
        return entry.path in self.contents


def edit_in_memory(tree: Tree, changes: Mapping[str, bytes | None]) -> EditedTree:
    """``tree`` with other contents at some paths; None for a path that is gone. It has no mark, so
    nothing is remembered of it."""
    before = tree.manifest
    contents = {path: content for path, content in changes.items() if content is not None}
    entries = {path: entry for path, entry in before.entries.items() if path not in changes}
    for path, content in contents.items():
        entries[path] = Entry(path, blob_id(content, before.object_format))
    in_order = {path: entries[path] for path in sorted(entries)}
    after = Manifest(
        in_order, before.revision, before.object_format, before.notes, before.unreadable
    )
    return EditedTree(tree, after, contents)
