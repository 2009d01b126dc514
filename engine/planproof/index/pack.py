"""Facts as bytes: what the database keeps of a blob, and what workers hand over.

Numbers are columns of fixed width, as deltas where that makes them small, split into planes of
equal significance because most high bytes are zero; strings are JSON. All of it is compressed by
zlib, whose checksum tells damage. Reading it runs nothing that the file says.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import add, sub
from typing import Any

from planproof.index.facts import DefinitionFact, Facts, ImportFact, RelationFact

_LEVEL = 3
"""Level 6 takes twice the time and saves a twentieth."""

_WIDTH = 4
_COLUMNS = 19
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class DamagedError(ValueError):
    """Bytes that no facts were packed into."""


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
        _deltas(facts.starts),
        array("I", map(sub, facts.ends, facts.starts)),
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
    strings = [
        facts.names,
        list(zip(qualified, kinds, *lists, strict=True)),
        [locals_, targets, offered],
    ]
    sizes = array("I", map(len, columns))
    numbers = b"".join([_little(column).tobytes() for column in (sizes, *columns)])
    text = _encode(strings).encode("utf-8", "surrogatepass")
    return zlib.compress(_spread(numbers) + text, _LEVEL)


def unpack(packed: bytes) -> Facts:
    """Bytes → facts. Raises DamagedError."""
    try:
        return _unpack(zlib.decompress(packed))
    except (zlib.error, ValueError, TypeError, IndexError, OverflowError) as error:
        raise DamagedError(str(error)) from error


def _unpack(data: bytes) -> Facts:
    columns, at = _read_columns(data)
    names, defined, imported = json.loads(data[at:].decode("utf-8", "surrogatepass"))
    starts = array("I", accumulate(columns[0]))
    edges = list(accumulate(columns[12]))
    return Facts(
        names=tuple(names),
        starts=starts,
        ends=array("I", map(add, starts, columns[1])),
        name_ids=columns[2],
        roles=array("H", columns[3]),
        definitions=_definitions(columns[4:9], defined),
        imports=_imports(columns[9:12], *imported),
        relations=_relations(*columns[13:17]),
        regions=_spans(*columns[17:19]),
        broken=tuple(zip(edges[::2], edges[1::2], strict=True)),
    )


def _definitions(columns: list[array[int]], strings: list[list[str]]) -> tuple[DefinitionFact, ...]:
    starts = accumulate(columns[0])
    rows = zip(starts, *columns[1:], strings, strict=True)
    return tuple(
        DefinitionFact(
            words[0],
            words[1],
            start + to_name,
            start + to_name + name_length,
            start,
            start + length,
            parent - 1,
            *map(tuple, words[2:]),
        )
        for start, length, to_name, name_length, parent, words in rows
    )


def _imports(
    columns: list[array[int]], locals_: list[str], targets: list[str], offered: list[str]
) -> tuple[ImportFact, ...]:
    starts = accumulate(columns[0])
    rows = zip(locals_, targets, offered, starts, *columns[1:], strict=True)
    return tuple(
        ImportFact(local, target, start, start + length, level >> 1, bool(level & 1), name)
        for local, target, name, start, length, level in rows
    )


def _relations(
    rows: array[int], others: array[int], ties: array[int], members: array[int]
) -> tuple[RelationFact, ...]:
    columns = zip(accumulate(rows), others, ties, members, strict=True)
    return tuple(
        RelationFact(row, row + _signed(other), tie, member - 1)
        for row, other, tie, member in columns
    )


def _spans(starts: array[int], lengths: array[int]) -> tuple[tuple[int, int], ...]:
    return tuple(
        (start, start + length) for start, length in zip(accumulate(starts), lengths, strict=True)
    )


def _unsigned(number: int) -> int:
    """0, -1, 1, -2, 2 … → 0, 1, 2, 3, 4 …: small numbers stay small."""
    return number * 2 if number >= 0 else -number * 2 - 1


def _signed(number: int) -> int:
    return -(number + 1 >> 1) if number & 1 else number >> 1


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    """Rows → columns, also of no rows."""
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _deltas(values: Iterable[int]) -> array[int]:
    column = array("I", values)
    return array("I", map(sub, column, array("I", [0]) + column[:-1]))


def _spread(numbers: bytes) -> bytes:
    """How many numbers, then all lowest bytes, all second bytes, and so on."""
    count = len(numbers) // _WIDTH
    planes = [numbers[plane::_WIDTH] for plane in range(_WIDTH)]
    return b"".join([count.to_bytes(_WIDTH, "little"), *planes])


def _read_columns(data: bytes) -> tuple[list[array[int]], int]:
    """The columns, and where the strings begin."""
    count = int.from_bytes(data[:_WIDTH], "little")
    end = _WIDTH + count * _WIDTH
    if len(data) < end:
        raise DamagedError("cut short")
    numbers = bytearray(count * _WIDTH)
    for plane in range(_WIDTH):
        numbers[plane::_WIDTH] = data[_WIDTH + plane * count : _WIDTH + (plane + 1) * count]
    whole = _little(array("I", bytes(numbers)))
    columns, at = [], _COLUMNS
    for size in whole[:_COLUMNS]:
        columns.append(whole[at : at + size])
        at += size
    return columns, end


def _little(column: array[int]) -> array[int]:
    """The column with its bytes in little-endian order, whatever the machine's."""
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column
