"""The object store by processes that stay open: for whoever asks about many trees in a row.

Source of the protocols: git-cat-file(1), BATCH OUTPUT; git-diff-tree(1), ``--stdin``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from types import TracebackType

from planproof.git import door
from planproof.git.folders import Folders
from planproof.git.objects import Reader, read_sizes
from planproof.git.raw import DIFF_TREE, Pair, objects_scene, read_raw
from planproof.git.repository import Repository
from planproof.model.tree import Entry

_SIZES = ("cat-file", "--batch-check=%(objectname) %(objectsize)")
_PIECE = 1 << 16
_REMEMBERED = 4
_WINDOW = 48
"""Ids asked for at once: few enough to fit in the smallest pipe, so that neither side waits."""


class OpenStore:
    """Contents, lengths, entries and differences, for one thread.

    Each process is started when it is first needed. They end with the ``with`` block, or else when
    nobody holds the store any more.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._owner = os.getpid()
        self._inherited: list[object] = []
        self._stack = ExitStack()
        self._scene: door.Scene | None = None
        self._reader: Reader | None = None
        self._reading = False
        self._running: dict[tuple[str, ...], door.Running] = {}
        self._folders = Folders(repository.object_format)
        self._changes: dict[tuple[str, str], dict[str, Pair] | None] = {}

    def __enter__(self) -> OpenStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for command in list(self._running):
            self._stop(command)
        self._stack.close()

    def contents(self, ids: Iterable[str]) -> Iterator[bytes | None]:
        """The bytes of each object in the order asked; None for one that is not there."""
        self._leave_inherited()
        if self._reading:  # somebody is between two objects: the next answers are theirs
            with Reader(self._repository, self._place()) as another:
                yield from another.contents(ids)
            return
        self._reading = True
        try:
            yield from self._open_reader().contents(ids)
            self._reading = False
        finally:
            if self._reading:  # nobody will read the answers that are on their way
                self._open_reader().stop()
                self._reading = False

    def sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """The length in bytes of each of these objects that is in the store."""
        found: dict[str, int] = {}
        waiting = iter(ids)
        while window := list(islice(waiting, _WINDOW)):
            try:
                running = self._process(_SIZES)
                running.stdin.write("".join(f"{id_}\n" for id_ in window).encode())
                running.stdin.flush()
                found |= read_sizes(running.stdout.readline().decode() for _ in window)
            except BrokenPipeError:
                self._stop(_SIZES)
        return found

    def entry(self, tree: str, path: str) -> Entry | None:
        """What a tree has at a path; None for nothing, or a folder. Raises GitError."""
        return self._folders.find(self.contents, tree, path)

    def changes(self, old: str, new: str) -> dict[str, Pair] | None:
        """{path → (entry in ``old``, entry in ``new``)} where two trees differ.

        None when git cannot tell. Folders have no entries of their own. The last answers are
        remembered.
        """
        if old == new:
            return {}
        if (old, new) not in self._changes:
            while len(self._changes) >= _REMEMBERED:
                del self._changes[next(iter(self._changes))]
            self._changes[old, new] = self._ask_changes(old, new)
        return self._changes[old, new]

    def _ask_changes(self, old: str, new: str) -> dict[str, Pair] | None:
        """git repeats the line of a pair that it can read; a line that is none it says as it is."""
        running = self._process(_CHANGES)
        try:
            running.stdin.write(f"{old} {new}\n{_END}".encode())
            running.stdin.flush()
            listed = _read_to_end(running.stdout.fileno(), f"{old} {new}\n".encode())
        except (BrokenPipeError, EOFError):
            self._stop(_CHANGES)
            return None
        return None if listed is None else dict(read_raw(listed))

    def _leave_inherited(self) -> None:
        """In a forked process: what is open belongs to the parent, and so do the answers. It is
        neither asked nor ended here."""
        if self._owner != os.getpid():
            self._inherited += [self._stack, self._reader, self._running, self._scene]
            self._owner, self._reading = os.getpid(), False
            self._stack, self._running = ExitStack(), {}
            self._reader = self._scene = None

    def _open_reader(self) -> Reader:
        if self._reader is None:
            self._reader = self._stack.enter_context(Reader(self._repository, self._place()))
        return self._reader

    def _process(self, command: tuple[str, ...]) -> door.Running:
        self._leave_inherited()
        if command not in self._running:
            self._running[command] = door.start(command, self._place(), feed=True, mute=True)
        return self._running[command]

    def _stop(self, command: tuple[str, ...]) -> None:
        self._running.pop(command).__exit__(None, None, None)

    def _place(self) -> door.Scene:
        if self._scene is None:
            self._scene = self._stack.enter_context(objects_scene(self._repository))
            if self._repository.settings.promised:  # there it is a scratch folder
                from weakref import finalize

                finalize(self, self._stack.close)
        return self._scene


_CHANGES = (*DIFF_TREE, "--stdin")
_END = ".\n"


def _read_to_end(pipe: int, head: bytes) -> bytes | None:
    """What stands between the repeated line and the end; None where the line is not repeated."""
    data = _more(pipe, b"")
    while len(data) < len(head) and not data.startswith(_END.encode()):
        data = _more(pipe, data)
    if not data.startswith(head):
        return None
    start = place = len(head)
    while True:
        item = _item_end(data, place)
        if item:
            place = item
        elif data[place:] == _END.encode():
            return data[start:place]
        else:
            data = _more(pipe, data)


def _item_end(data: bytes, place: int) -> int:
    """Behind the description and the path that begin at ``place``; 0 while they are not there."""
    if data[place : place + 1] != b":":
        return 0
    return data.find(b"\0", data.find(b"\0", place) + 1) + 1 if b"\0" in data[place:] else 0


def _more(pipe: int, data: bytes) -> bytes:
    piece = os.read(pipe, _PIECE)
    if not piece:
        raise EOFError
    return data + piece
