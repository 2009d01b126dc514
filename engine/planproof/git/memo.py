"""A small memory for what is dear to ask git for, and a function of its name alone.

Few values are kept: each name has one of a few places, and the next name there takes it over.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")

_PLACES = 32

Sections = Sequence[Sequence[str]]


class Memo(Protocol):
    """Bytes by key. It may forget anything at any time, or hold what somebody damaged."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


class Shelf:
    """Values of one kind by name. ``version`` goes up when their form changes."""

    def __init__(self, memo: Memo | None, kind: str, version: int) -> None:
        self._memo = memo
        self._prefix = f"git {kind} {version}"

    def find(self, name: str, read: Callable[[Sections], T]) -> T | None:
        """What ``read`` makes of the value kept for ``name``; None for none, or a damaged one."""
        kept = None if self._memo is None else self._memo.get(self._place(name))
        sections = _unpack(kept) if kept else None
        if sections is None or list(sections[0]) != [name]:
            return None
        try:
            return read(sections[1:])
        except (ValueError, IndexError, KeyError):
            return None

    def keep(self, name: str, sections: Sections) -> None:
        if self._memo is not None:
            self._memo.put(self._place(name), _pack([[name], *sections]))

    def _place(self, name: str) -> str:
        return f"{self._prefix} {zlib.crc32(name.encode()) % _PLACES}"


def _pack(sections: Sections) -> bytes:
    """Every section as its length and its items, all of them NUL-terminated, compressed."""
    texts = (text for section in sections for text in (str(len(section)), *section))
    return zlib.compress(os.fsencode("".join(f"{text}\0" for text in texts)), 1)


def _unpack(kept: bytes) -> Sections | None:
    try:
        return list(_sections(os.fsdecode(zlib.decompress(kept)).split("\0")[:-1]))
    except (zlib.error, ValueError, IndexError):
        return None


def _sections(texts: list[str]) -> Iterable[list[str]]:
    start = 0
    while start < len(texts):
        end = start + 1 + int(texts[start])
        if not start < end <= len(texts):
            raise ValueError("a section ends beyond the value")
        yield texts[start + 1 : end]
        start = end
