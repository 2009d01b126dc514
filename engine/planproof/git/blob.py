"""Ids of contents, in git's object form (gitformat-loose: ``<type> <size>\\0<bytes>``)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

_HASHES: dict[str, Callable[..., _Hash]] = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}


def blob_id(data: bytes, object_format: str = "sha1") -> str:
    """The id git gives to ``data`` as a blob: 40 hex digits for sha1, 64 for sha256."""
    return object_id("blob", data, object_format)


def object_id(kind: str, data: bytes, object_format: str = "sha1") -> str:
    """The id of an object of any kind: ``blob``, ``tree``, ``commit``, ``tag``."""
    digest = _begin(kind, len(data), object_format)
    digest.update(data)
    return digest.hexdigest()


def stream_id(chunks: Iterable[bytes], size: int, object_format: str = "sha1") -> str | None:
    """The blob id of ``size`` bytes that arrive in chunks; None when more or fewer arrive."""
    digest = BlobDigest(size, object_format)
    for chunk in chunks:
        digest.update(chunk)
    return digest.id


class BlobDigest:
    """The id of a blob of ``size`` bytes, while they are on their way to somebody else."""

    def __init__(self, size: int, object_format: str = "sha1") -> None:
        self._digest = _begin("blob", size, object_format)
        self._missing = size

    def update(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        self._missing -= len(chunk)

    @property
    def id(self) -> str | None:
        """None while more or fewer bytes have arrived than there should be."""
        return None if self._missing else self._digest.hexdigest()


def _begin(kind: str, size: int, object_format: str) -> _Hash:
    return _HASHES[object_format](b"%s %d\0" % (kind.encode(), size), usedforsecurity=False)
