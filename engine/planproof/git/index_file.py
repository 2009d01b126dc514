"""git's index as one file: a short name for what it says, and whether it held still.

Source of the format: gitformat-index(5).
"""

from __future__ import annotations

import hashlib
import os
import zlib
from pathlib import Path
from typing import NamedTuple

from planproof.git.repository import Repository

_ID_LENGTH = {"sha1": 20, "sha256": 32}
_SMALL = 1 << 20
"""Bytes of an index that could be written twice within one tick of a file system's clock."""

Stamp = tuple[int, int, int]


class IndexFile(NamedTuple):
    """``name`` stands for all bytes of the index, and of the one that it shares if it is split."""

    stamp: Stamp | None
    name: str

    def is_still(self, repository: Repository) -> bool:
        """Whether the index is the same as when it was read."""
        if index_stamp(repository) != self.stamp:
            return False
        small = self.stamp is not None and self.stamp[1] < _SMALL
        return not small or read_index_file(repository) == self


def index_stamp(repository: Repository) -> Stamp | None:
    try:
        found = repository.index_file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_index_file(repository: Repository) -> IndexFile:
    """The index as it is now. One that cannot be read has a name that no other index has."""
    stamp = index_stamp(repository)
    try:
        data = repository.index_file.read_bytes() if stamp else b""
        names = [_name(data, _ID_LENGTH[repository.object_format])]
        names += [_name(one.read_bytes(), 0) for one in _shared(repository.git_dir, data)]
    except OSError:
        return IndexFile(stamp, f"unread {os.urandom(16).hex()}")
    return IndexFile(stamp, " ".join(names))


def _name(data: bytes, length: int) -> str:
    """By the checksum that git writes at the end, checked by one of ours.

    ``index.skipHash`` leaves zeros there: then we hash, which takes ten times as long.
    """
    end = data[len(data) - length :]
    if not any(end):
        return hashlib.sha256(data).hexdigest()
    return f"{end.hex()}-{len(data)}-{zlib.crc32(data):08x}"


def _shared(git_dir: Path, data: bytes) -> list[Path]:
    """The files beside a split index that it may name (its extension ``link`` holds the id)."""
    if b"link" not in data:
        return []
    return [place for place in sorted(git_dir.glob("sharedindex.*")) if _names(data, place)]


def _names(data: bytes, place: Path) -> bool:
    try:
        return bytes.fromhex(place.suffix[1:]) in data
    except ValueError:
        return False
