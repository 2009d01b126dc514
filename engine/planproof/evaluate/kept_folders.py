"""Whether a tree has folders whose names end like those of files: told without a look at all paths,
where the answer is known of a tree that differs little."""

from __future__ import annotations

from collections.abc import Iterable

from planproof.evaluate import packed
from planproof.evaluate.memory import Memo
from planproof.evaluate.packed import DAMAGED
from planproof.model.tree import Manifest, Mark


class KeptFolders:
    """Answers by endings, for one tree after the other."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._known: dict[str, tuple[Mark, bool]] = {}

    def may_have(self, ending: str, manifest: Manifest) -> bool:
        """Whether some path of the tree leads through a folder with such a name."""
        mark = manifest.mark
        if mark is None:
            return _is_in(ending, manifest.entries)
        known = self._known.get(ending) or self._recall(ending)
        if known is None or not _still_holds(ending, known[0], manifest):
            found = mark, _is_in(ending, manifest.entries)
            self._memo.put(_row(ending), packed.to_bytes([packed.pack_mark(mark), found[1]]))
        else:
            found = mark, known[1]
        self._known[ending] = found
        return found[1]

    def _recall(self, ending: str) -> tuple[Mark, bool] | None:
        try:
            mark, answer = packed.from_bytes(self._memo.get(_row(ending)) or b"")
            return (packed.unpack_mark(mark), answer) if isinstance(answer, bool) else None
        except DAMAGED:
            return None


def _still_holds(ending: str, then: Mark, manifest: Manifest) -> bool:
    if then == manifest.mark:
        return True
    changes = manifest.since(then)
    return changes is not None and not _is_in(ending, changes)


def _is_in(ending: str, paths: Iterable[str]) -> bool:
    return f"{ending}/" in "\n".join(paths)


def _row(ending: str) -> str:
    return f"folders called {ending}"
