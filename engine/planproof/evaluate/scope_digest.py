"""A digest of a set of files that is brought up to date without looking at all of them.

The sum, modulo 2**4096, of a hash of each member. To find other members with the same sum is as
hard as the generalised birthday problem of that width, 2**128 steps (Bellare and Micciancio 1997,
"A new paradigm for collision-free hashing"; Wagner 2002).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from planproof.model.tree import Entry

_BYTES = 512
_MODULUS = 1 << (8 * _BYTES)


def added(entries: Iterable[Entry], to: int = 0) -> int:
    """The sum with these entries, none of which it holds."""
    return (to + sum(map(_hash, entries))) % _MODULUS


def removed(entries: Iterable[Entry], of: int) -> int:
    """The sum without these entries, all of which it holds."""
    return (of - sum(map(_hash, entries))) % _MODULUS


def digest(of: int) -> str:
    """64 hex digits."""
    return hashlib.sha256(of.to_bytes(_BYTES, "big")).hexdigest()


def _hash(entry: Entry) -> int:
    line = f"{entry.path}\0{entry.blob}\0{entry.kind.value}\n".encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.shake_128(line).digest(_BYTES), "big")
