"""Files of a folder, read without following a link and without opening what could hang.

A path counts as missing when any folder on its way is a symbolic link: it then lies elsewhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from planproof.errors import TreeChangedError
from planproof.git.blob import blob_id, stream_id
from planproof.model.tree import EntryKind

CHUNK = 1 << 20
"""Bytes per chunk of a stream; smaller files are read whole."""

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


class Disk:
    """One folder for the length of one pass: what its folders are is looked up only once."""

    def __init__(self, top: Path, *, file_mode: bool = True) -> None:
        self._top = os.fspath(top)
        self._file_mode = file_mode
        self._real = {"": True}

    def look(self, path: str) -> os.stat_result | None:
        """What is at ``path`` itself, None when nothing is. Raises OSError when it is hidden."""
        if not self._is_real(path.rpartition("/")[0]):
            return None
        return self._lstat(path)

    def is_missing(self, path: str) -> bool:
        """Whether there is certainly nothing at ``path``."""
        try:
            return self.look(path) is None
        except OSError:
            return False

    def kind(self, found: os.stat_result, tracked: EntryKind = EntryKind.FILE) -> EntryKind | None:
        """What a file of that status is in a tree; None for a folder, a pipe, a device …

        ``tracked`` decides where the file system has no executable bit.
        """
        if _is_link(found):
            return EntryKind.SYMLINK
        if not stat.S_ISREG(found.st_mode):
            return None
        if not self._file_mode:
            return tracked if tracked is EntryKind.EXECUTABLE else EntryKind.FILE
        return EntryKind.EXECUTABLE if found.st_mode & stat.S_IXUSR else EntryKind.FILE

    def read(self, path: str) -> bytes | None:
        """All bytes of a file, or the text of a link; None when it cannot be read."""
        try:
            found = self.look(path)
            if found is None or not (_is_link(found) or stat.S_ISREG(found.st_mode)):
                return None
            if _is_link(found):
                return self._link_text(path)
            return b"".join(self._chunks(path, found.st_size + 1))
        except OSError:
            return None

    def size(self, path: str) -> int | None:
        """The length of a file or of the text of a link; None when neither is there."""
        try:
            found = self.look(path)
        except OSError:
            return None
        return found.st_size if found is not None and self.kind(found) else None

    def stream(self, path: str) -> Iterator[bytes]:
        """The bytes of a file or of the text of a link, chunk by chunk.

        Raises TreeChangedError when there is nothing to read, or not to the end.
        """
        try:
            found = self.look(path)
            if found is None or self.kind(found) is None:
                raise FileNotFoundError(path)
            if _is_link(found):
                yield self._link_text(path)
            else:
                yield from self._chunks(path, CHUNK)
        except OSError as error:
            raise TreeChangedError(
                f"{path} can no longer be read: {error.strerror or error}",
                fix="Wait until nothing writes to these files, then run this again",
            ) from error

    def blob(self, path: str, found: os.stat_result, object_format: str) -> str | None:
        """The id of what is on disk; None when it changes while it is read. Raises OSError."""
        if _is_link(found):
            return blob_id(self._link_text(path), object_format)
        if found.st_size >= CHUNK:
            return stream_id(self._chunks(path, CHUNK), found.st_size, object_format)
        data = b"".join(self._chunks(path, found.st_size + 1))
        return blob_id(data, object_format)

    def _chunks(self, path: str, size: int) -> Iterator[bytes]:
        handle = os.open(self._place(path), _FLAGS)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(f"{path} is not a file")
            while chunk := os.read(handle, min(size, CHUNK)):
                yield chunk
        finally:
            os.close(handle)

    def _link_text(self, path: str) -> bytes:
        return os.fsencode(os.readlink(self._place(path)))  # noqa: PTH115 - a Path would tidy it

    def _is_real(self, folder: str) -> bool:
        unknown: list[str] = []
        while (known := self._real.get(folder)) is None:
            unknown.append(folder)
            folder = folder.rpartition("/")[0]
        for deeper in reversed(unknown):
            known = known and self._is_folder(deeper)
            self._real[deeper] = known
        return known

    def _is_folder(self, folder: str) -> bool:
        found = self._lstat(folder)
        return found is not None and stat.S_ISDIR(found.st_mode) and not _is_link(found)

    def _lstat(self, path: str) -> os.stat_result | None:
        try:
            return os.lstat(self._place(path))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _place(self, path: str) -> str:
        return f"{self._top}{os.sep}{path}"


def is_junction(found: os.DirEntry[str]) -> bool:
    """Whether it is Windows' kind of folder link, which does not call itself a symbolic link."""
    if os.name != "nt":
        return False
    return _is_link(found.stat(follow_symlinks=False))


_LINK_TAGS = frozenset({0xA000000C, 0xA0000003})
"""Windows: symbolic links, and junctions, which lstat shows as folders."""


def _is_link(found: os.stat_result) -> bool:
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _LINK_TAGS
