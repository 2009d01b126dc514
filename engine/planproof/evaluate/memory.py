"""What earlier passes found in blobs, so that a file that no rule can hit is not read again.

Which letters a file holds is a function of its bytes, its language and the letters asked for. It is
kept in the index by the digest of the letters, and only ever saves reading: a file that some rule
may hit is always read, and a file whose length is no longer that of its blob is, too.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from msgspec import Struct

from planproof.evaluate.letters import Letters

_VERSION = 3


class Memo(Protocol):
    """Bytes by key; :class:`planproof.index.Index` has one."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, value: bytes) -> None: ...


class Trace(NamedTuple):
    """What one blob holds: its length, its language by name, numbers of literals and regexes."""

    size: int
    language: str
    binary: bool
    large: bool
    literals: tuple[int, ...]
    regexes: tuple[int, ...]


class Memory(Struct):
    """Traces by blob, and by the language that the path told (``?``: only the content can).

    Without a ``key`` nothing is kept of it.
    """

    memo: Memo
    key: str
    traces: dict[tuple[str, str], Trace]
    changed: bool = False

    def recall(self, blob: str, hint: str) -> Trace | None:
        return self.traces.get((blob, hint))

    def note(self, blob: str, hint: str, trace: Trace) -> None:
        self.traces[blob, hint] = trace
        self.changed = True

    def save(self) -> None:
        """Keep what was learnt; where the index can keep nothing, nothing is lost but time."""
        if self.changed and self.key:
            self.memo.put(self.key, _pack(self.traces))
            self.changed = False


def open_memory(memo: Memo, letters: Letters) -> Memory:
    """The memory of these very letters; empty where there is none, or it is damaged."""
    key = f"sieve {_VERSION} {_digest(letters.words)}"
    stored = memo.get(key)
    try:
        traces = {} if stored is None else _unpack(stored)
    except (ValueError, TypeError, zlib.error):
        traces = {}
    return Memory(memo, key, traces)


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogateescape")).hexdigest()


def _pack(traces: dict[tuple[str, str], Trace]) -> bytes:
    rows = [[blob, hint, *trace] for (blob, hint), trace in sorted(traces.items())]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)


def _unpack(stored: bytes) -> dict[tuple[str, str], Trace]:
    return {
        (blob, hint): Trace(size, language, binary, large, tuple(literals), tuple(regexes))
        for blob, hint, size, language, binary, large, literals, regexes in json.loads(
            zlib.decompress(stored)
        )
    }
