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
from collections.abc import Iterable
from itertools import accumulate
from operator import add, sub

from planproof.index.facts import DefinitionFact, Facts, ImportFact

_LEVEL = 3
"""Level 6 takes twice the time and saves a twentieth."""

_WIDTH = 4


class DamagedError(ValueError):
    """Bytes that no facts were packed into."""


def pack(facts: Facts) -> bytes:
    """Facts → bytes; the same facts give the same bytes."""
    definitions, imports = facts.definitions, facts.imports
    columns = [
        _deltas(facts.starts),
        array("I", map(sub, facts.ends, facts.starts)),
        facts.name_ids,
        array("I", facts.roles),
        _deltas([each.start for each in definitions]),
        array("I", [each.end - each.start for each in definitions]),
        array("I", [each.name_start - each.start for each in definitions]),
        array("I", [each.name_end - each.name_start for each in definitions]),
        array("I", [each.parent + 1 for each in definitions]),
        _deltas([each.start for each in imports]),
        array("I", [each.end - each.start for each in imports]),
        array("I", [each.level * 2 + each.star for each in imports]),
        _deltas([edge for region in facts.broken for edge in region]),
    ]
    strings = [
        facts.names,
        [(each.qualified, each.kind, *each[7:]) for each in definitions],
        [each[:2] for each in imports],
    ]
    text = json.dumps(strings, ensure_ascii=False, separators=(",", ":"))
    sizes = array("I", map(len, columns))
    planes = b"".join(map(_planes, [sizes, *columns]))
    return zlib.compress(planes + text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(packed: bytes) -> Facts:
    """Bytes → facts. Raises DamagedError."""
    try:
        return _unpack(zlib.decompress(packed))
    except (zlib.error, ValueError, TypeError, IndexError, OverflowError) as error:
        raise DamagedError(str(error)) from error


def _unpack(data: bytes) -> Facts:
    sizes = _column(data, 0, 13)
    columns = []
    at = 13 * _WIDTH
    for size in sizes:
        columns.append(_column(data, at, size))
        at += size * _WIDTH
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
        imports=_imports(columns[9:12], imported),
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


def _imports(columns: list[array[int]], strings: list[list[str]]) -> tuple[ImportFact, ...]:
    starts = accumulate(columns[0])
    rows = zip(starts, *columns[1:], strings, strict=True)
    return tuple(
        ImportFact(local, target, start, start + length, level >> 1, bool(level & 1))
        for start, length, level, (local, target) in rows
    )


def _deltas(values: Iterable[int]) -> array[int]:
    column = array("I", values)
    return array("I", map(sub, column, array("I", [0]) + column[:-1]))


def _planes(column: array[int]) -> bytes:
    """All lowest bytes, then all second bytes, and so on."""
    data = _little(column).tobytes()
    return b"".join([data[plane::_WIDTH] for plane in range(_WIDTH)])


def _column(data: bytes, at: int, count: int) -> array[int]:
    planes = data[at : at + count * _WIDTH]
    if len(planes) != count * _WIDTH:
        raise DamagedError("cut short")
    shuffled = bytearray(len(planes))
    for plane in range(_WIDTH):
        shuffled[plane::_WIDTH] = planes[plane * count : (plane + 1) * count]
    return _little(array("I", bytes(shuffled)))


def _little(column: array[int]) -> array[int]:
    """The column with its bytes in little-endian order, whatever the machine's."""
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column
