"""Facts as bytes: what the database keeps of a blob, and what workers hand over.

Numbers are columns of fixed width, as deltas where that makes them small, split into planes of
equal significance, of which the highest are left out where they are zero; strings are JSON. All of
it is compressed by zlib, whose checksum tells damage. Reading it runs nothing that the file says.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from operator import sub
from typing import Any

from planproof.index.facts import Facts

_LEVEL = 3
"""Level 6 takes twice the time and saves a twentieth."""

WIDTH = 4
GROUPS = (4, 5, 3, 1, 4, 2)
"""Columns of the same length: those of rows, definitions, imports, broken edges, relations,
regions."""

TEXTS = 3
"""Names, the strings of definitions, those of imports."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(facts: Facts) -> bytes:
    """Facts → bytes; the same facts give the same bytes."""
    qualified, kinds, name_starts, name_ends, starts, ends, parents, *lists = _columns(
        facts.definitions, 10
    )
    locals_, targets, import_starts, import_ends, levels, stars, offered = _columns(
        facts.imports, 7
    )
    rows, others, ties, members = _columns(facts.relations, 4)
    columns = [
        _differences(facts.starts, array("I", [0]) + facts.starts[:-1]),
        _differences(facts.ends, facts.starts),
        facts.name_ids,
        array("I", facts.roles),
        _deltas(starts),
        array("I", map(sub, ends, starts)),
        array("I", map(sub, name_starts, starts)),
        array("I", map(sub, name_ends, name_starts)),
        array("I", [parent + 1 for parent in parents]),
        _deltas(import_starts),
        array("I", map(sub, import_ends, import_starts)),
        array("I", [level * 2 + star for level, star in zip(levels, stars, strict=True)]),
        _deltas([edge for region in facts.broken for edge in region]),
        _deltas(rows),
        array("I", [_unsigned(other - row) for row, other in zip(rows, others, strict=True)]),
        array("I", ties),
        array("I", [member + 1 for member in members]),
        _deltas([start for start, _ in facts.regions]),
        array("I", [end - start for start, end in facts.regions]),
    ]
    defined = list(zip(qualified, kinds, *lists, strict=True))
    texts = [_text(facts.names), _text(defined), _text([locals_, targets, offered])]
    sizes = array("I", [*map(len, columns), *map(len, texts)])
    numbers = b"".join([little(column).tobytes() for column in (sizes, *columns)])
    return zlib.compress(b"".join([*_spread(numbers), *texts]), _LEVEL)


def _text(value: Sequence[object]) -> bytes:
    return _encode(value).encode("utf-8", "surrogatepass")


def _unsigned(number: int) -> int:
    """0, -1, 1, -2, 2 … → 0, 1, 2, 3, 4 …: small numbers stay small."""
    return number * 2 if number >= 0 else -number * 2 - 1


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    """Rows → columns, also of no rows."""
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _deltas(values: Iterable[int]) -> array[int]:
    column = array("I", values)
    return array("I", map(sub, column, array("I", [0]) + column[:-1]))


def _differences(more: array[int], less: array[int]) -> array[int]:
    """What each number of a column is above that of another column, which is never larger.

    As one subtraction of two long numbers, which borrows nothing from one column to the next.
    """
    size = len(more) * WIDTH
    whole = int.from_bytes(more.tobytes(), sys.byteorder)
    return array(
        "I", (whole - int.from_bytes(less.tobytes(), sys.byteorder)).to_bytes(size, sys.byteorder)
    )


def _spread(numbers: bytes) -> list[bytes]:
    """How many numbers, how many planes, then all lowest bytes, all second bytes, and so on."""
    planes = [numbers[plane::WIDTH] for plane in range(WIDTH)]
    while len(planes) > 1 and not planes[-1].strip(b"\0"):
        planes.pop()
    return [(len(numbers) // WIDTH).to_bytes(WIDTH, "little"), bytes([len(planes)]), *planes]


def little(column: array[int]) -> array[int]:
    """The column with its bytes in little-endian order, whatever the machine's."""
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column
