"""Lists of units by feature, packed into blocks of a few hundred bytes that are read one by one.

A block holds the features with the same first bits: a checksum, how many of its lists are plain and
how many are steps, the features, how many units each has, and the lists. A plain list has two bytes
for each unit. One whose units follow each other within 256 is its first unit in two bytes, and a
byte for each step to the next.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import TypeAlias
from zlib import crc32

from msgspec import Struct

BITS = 16
"""A batch has at most so many bits of blocks."""

_FEATURE_BITS = 32
_TOGETHER = 16
"""Features of a block, about."""

_CHECKED = 4
_HEAD = _CHECKED + 4
_STEPS = 256

Postings: TypeAlias = "Mapping[int, Sequence[int]]"
"""Feature → the units that have it, in order."""


class Blocks(Struct, frozen=True):
    """``rows`` are the blocks with their numbers: the features of each without their last ``shift``
    bits."""

    shift: int
    rows: list[tuple[int, bytes]]


def pack_blocks(postings: Postings) -> Blocks:
    """All lists of a batch."""
    bits = min(max((len(postings) // _TOGETHER).bit_length(), 0), BITS)
    shift = _FEATURE_BITS - bits
    return Blocks(shift, list(_packed(postings, shift)))


def unpack_block(packed: bytes, features: Iterable[int]) -> Iterator[tuple[int, array[int]]]:
    """The lists of those of some features that a block has. Raises ValueError where it is
    damaged."""
    if len(packed) < _HEAD or _number(packed[:_CHECKED]) != crc32(packed[_CHECKED:]):
        raise ValueError("a block of features is damaged")
    plain, stepped = _little(array("H", packed[_CHECKED:_HEAD]))
    end = _HEAD + 4 * (plain + stepped)
    known = _little(array("I", packed[_HEAD:end]))
    start = end + 2 * (plain + stepped)
    counts = _little(array("H", packed[end:start]))
    for feature in features:
        at = bisect_left(known, feature, 0, plain)
        if at < plain and known[at] == feature:
            here = start + 2 * sum(counts[:at])
            yield feature, _little(array("H", packed[here : here + 2 * counts[at]]))
            continue
        at = bisect_left(known, feature, plain)
        if at < len(known) and known[at] == feature:
            here = start + 2 * sum(counts[:plain]) + sum(counts[plain:at]) + at - plain
            yield feature, _from_steps(packed[here : here + counts[at] + 1])


def _packed(postings: Postings, shift: int) -> Iterator[tuple[int, bytes]]:
    together: dict[int, list[int]] = {}
    for feature in sorted(postings):
        together.setdefault(feature >> shift, []).append(feature)
    for number, features in together.items():
        yield number, _block(postings, features)


def _block(postings: Postings, features: list[int]) -> bytes:
    plain: list[int] = []
    stepped: list[int] = []
    lists: list[bytes] = []
    steps: list[bytes] = []
    for feature in features:
        units = postings[feature]
        packed = _as_steps(units) if len(units) > 2 else None
        if packed is None:
            plain.append(feature)
            lists.append(_bytes(array("H", units)))
        else:
            stepped.append(feature)
            steps.append(packed)
    some = plain + stepped
    body = b"".join(
        (
            _bytes(array("H", (len(plain), len(stepped)))),
            _bytes(array("I", some)),
            _bytes(array("H", [len(postings[one]) for one in some])),
            *lists,
            *steps,
        )
    )
    return _bytes(array("I", (crc32(body),))) + body


def _as_steps(units: Sequence[int]) -> bytes | None:
    """None where a step is too long."""
    if units[-1] - units[0] >= _STEPS * (len(units) - 1):
        return None
    try:
        return _bytes(array("H", units[:1])) + bytes(map(sub, units[1:], units))
    except ValueError:
        return None


def _from_steps(packed: bytes) -> array[int]:
    (first,) = _little(array("H", packed[:2]))
    return array("H", accumulate(packed[2:], initial=first))


def _number(packed: bytes) -> int:
    return int.from_bytes(packed, "little")


def _bytes(numbers: array[int]) -> bytes:
    return _little(numbers).tobytes()


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
