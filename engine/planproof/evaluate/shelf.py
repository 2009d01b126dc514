"""What is known of blobs while trees are judged: by one tree, or by many that follow each other."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection

from planproof.evaluate.blob_memo import BlobMemo
from planproof.evaluate.kept_folders import KeptFolders
from planproof.evaluate.memory import Memo
from planproof.evaluate.opened import Opened

_MOST_OPENED = 2_000
"""Files whose offers are held; what is forgotten is opened again."""

Offering = tuple[str, str, str]
"""A blob, its path and its language."""


class Shelf:
    """Memories by their keys, and what files offer to others.

    ``late``: nothing is written down before :meth:`save`. So a memory that many trees add to is
    read and written once.
    """

    def __init__(self, memo: Memo, *, late: bool = False) -> None:
        self.memo = memo
        self.folders = KeptFolders(memo)
        self._late = late
        self._memos: dict[str, BlobMemo] = {}
        self._opened: OrderedDict[Offering, Opened] = OrderedDict()

    def memory(self, key: str, digits: int = 1) -> BlobMemo:
        """The one under a key."""
        if key not in self._memos:
            self._memos[key] = BlobMemo(self.memo, key, digits)
        return self._memos[key]

    def note(self, memory: BlobMemo, living: Collection[str] | None) -> None:
        """Writes a memory down as :meth:`BlobMemo.save`, unless that is for later."""
        if not self._late:
            memory.save(living)

    def save(self) -> None:
        """Writes down what waits. Nothing is dropped: it is not known which blobs live."""
        for memory in self._memos.values():
            memory.save(None)

    def opened(self, asked: Offering, open_: Callable[[], Opened | None]) -> Opened | None:
        """What ``open_`` gives, a function of what is asked, or gave not long ago; that there is
        nothing is not held: it may be there another time."""
        found = self._opened.get(asked)
        if found is not None:
            self._opened.move_to_end(asked)
            return found
        found = open_()
        if found is not None:
            self._opened[asked] = found
            if len(self._opened) > _MOST_OPENED:
                self._opened.popitem(last=False)
        return found
