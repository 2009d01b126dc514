"""What the bytes of many files tell, looked at by several processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.options import Sharing
from planproof.evaluate.slices import cut, tell_in_slices
from planproof.git import blob_id
from planproof.index import MAX_BYTES
from planproof.model.tree import Entry, Tree

Tell = Callable[[bytes], Json]
"""What some bytes tell, None for nothing."""


class ManyFiles(Struct, frozen=True):
    """Files of one tree; ``jobs`` processes at most look at them."""

    tree: Tree
    jobs: int = 1
    sharing: Sharing = Sharing()

    def tell(self, entries: Sequence[Entry], tell: Tell) -> Mapping[str, Json]:
        """By path, of files that can be read and are what the tree says; nothing at all where one
        process looks at them as quickly. Whatever is not told must be looked at by who asks."""
        sizes = [self.tree.size(entry) or 0 for entry in entries] if self.jobs > 1 else []
        if not sizes or sum(sizes) < self.sharing.least:
            return {}
        from planproof.index.pool import can_fork

        if not can_fork():
            return {}

        def tell_some(start: int, stop: int) -> Mapping[str, Json]:
            return self._told(entries[start:stop], tell)

        slices = list(cut(sizes, self.sharing.together))
        found: dict[str, Json] = {}
        for told in tell_in_slices(tell_some, slices, self.jobs):
            found |= told or {}
        return found

    def _told(self, entries: Sequence[Entry], tell: Tell) -> Mapping[str, Json]:
        small = [entry for entry in entries if (self.tree.size(entry) or 0) <= MAX_BYTES]
        found: dict[str, Json] = {}
        for entry, content in self.tree.read(small):
            if content is not None and self._is_of(entry, content):
                told = tell(content)
                if told is not None:
                    found[entry.path] = told
        return found

    def _is_of(self, entry: Entry, content: bytes) -> bool:
        return blob_id(content, self.tree.manifest.object_format) == entry.blob
