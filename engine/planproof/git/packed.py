"""Writing objects into a store: one stream to one git process, which unpacks it.

Source of the format: gitformat-pack(5).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import IO

from planproof.errors import TreeChangedError
from planproof.git import door
from planproof.git.blob import stream_id
from planproof.model.tree import Entry, Tree

_TREE, _BLOB = 2, 3


def write_objects(
    scene: door.Scene, tree: Tree, entries: Iterable[Entry], folders: Mapping[str, bytes]
) -> None:
    """Writes the contents of ``entries`` and of tree objects, each as an object of its own.

    What is there already is not written again, but counts as new for git's garbage collection.
    Raises TreeChangedError when a file is no longer what its entry says, and GitError.
    """
    blobs = list(entries)
    with door.start(["unpack-objects", "-q"], scene, feed=True) as running:
        pack = _Pack(running.stdin, tree.manifest.object_format, len(blobs) + len(folders))
        with suppress(BrokenPipeError):  # it has given up, and says why
            for entry in blobs:
                pack.add_file(tree, entry)
            for content in folders.values():
                pack.add(_TREE, len(content), [content])
            pack.end()
        running.finish().require()


class _Pack:
    """A pack on its way. Nothing is compressed here: git does that when it writes the objects."""

    def __init__(self, pipe: IO[bytes], object_format: str, count: int) -> None:
        self._pipe = pipe
        self._object_format = object_format
        self._digest = hashlib.new(object_format, usedforsecurity=False)
        self._write(b"PACK" + struct.pack(">II", 2, count))

    def add_file(self, tree: Tree, entry: Entry) -> None:
        """One blob, checked on its way: what is stored is what the manifest promised."""
        size = tree.size(entry)
        if size is None:
            raise changed(entry)
        chunks: list[bytes] = []
        found = stream_id(_passing(chunks, tree.stream(entry)), size, self._object_format)
        if found != entry.blob:
            raise changed(entry)
        self.add(_BLOB, size, chunks)

    def add(self, kind: int, size: int, chunks: Iterable[bytes]) -> None:
        self._write(_head(kind, size))
        deflate = zlib.compressobj(0)
        for chunk in chunks:
            self._write(deflate.compress(chunk))
        self._write(deflate.flush())

    def end(self) -> None:
        self._pipe.write(self._digest.digest())
        self._pipe.flush()

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._pipe.write(data)


def _passing(kept: list[bytes], chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        kept.append(chunk)
        yield chunk


def _head(kind: int, size: int) -> bytes:
    """Kind and length: four bits of it in the first byte, seven in each one after."""
    first, size = kind << 4 | size & 15, size >> 4
    row = bytearray()
    while size:
        row.append(first | 128)
        first, size = size & 127, size >> 7
    row.append(first)
    return bytes(row)


def changed(entry: Entry) -> TreeChangedError:
    return TreeChangedError(
        f"{entry.path} changed while it was being stored",
        fix="Wait until nothing writes to these files, then run this again",
    )
