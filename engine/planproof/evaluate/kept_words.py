"""The words of files that look like a wanted one, kept so that an edit costs one file."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from planproof.evaluate import packed
from planproof.evaluate.memory import Memo
from planproof.evaluate.options import Keep
from planproof.evaluate.packed import DAMAGED, Packed
from planproof.model.tree import Changes, Manifest

Words = Mapping[str, list[str]]
"""By path, of the files that hold any."""


class KeptWords(Struct, frozen=True):
    """What was seen in the trees of one spec. ``select`` tells which files are looked at."""

    memo: Memo
    keep: Keep | None
    manifest: Manifest

    def recall(self, question: str) -> tuple[Words, Changes] | None:
        """The words of an earlier tree, and what differs from it; None where that is not known."""
        if self.keep is None:
            return None
        stored = self.memo.get(self._row(question))
        try:
            key, mark, words = packed.from_bytes(stored or b"")
            if key != self.keep.key:
                return None
            changes = self.manifest.since(packed.unpack_mark(mark))
            known = {path: list(map(str, found)) for path, found in words}
        except DAMAGED:
            return None
        return None if changes is None else (known, changes)

    def save(self, question: str, words: Words) -> None:
        mark = self.manifest.mark
        if self.keep is not None and mark is not None:
            rows: Packed = [[path, found] for path, found in words.items()]
            value = [self.keep.key, packed.pack_mark(mark), rows]
            self.memo.put(self._row(question), packed.to_bytes(value))

    def _row(self, question: str) -> str:
        return f"words like {question} for {self.keep.name if self.keep else ''}"


def all_words(words: Words) -> set[str]:
    return {word for found in words.values() for word in found}
