"""Facts from the bytes that :mod:`planproof.index.pack` makes of them: at once, or part by part.

A verdict asks most documents for their names and few for their definitions, so that a stored
document makes each of its parts when it is first asked for.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator
from itertools import accumulate
from operator import add
from typing import Any

from planproof.index.facts import (
    DefinitionFact,
    Facts,
    ImportFact,
    RelationFact,
    definitions_of,
    imports_of,
    relations_of,
    spans_of,
)
from planproof.index.pack import GROUPS, TEXTS, WIDTH, little
from planproof.model.document import Document

_HEAD = sum(GROUPS) + TEXTS
_EAGER = ("names", "starts", "ends", "name_ids", "roles")
_LAZY = ("definitions", "imports", "relations", "regions", "broken")


class DamagedError(ValueError):
    """Bytes that no facts were packed into."""


def unpack(packed: bytes) -> Facts:
    """Bytes → facts. Raises DamagedError."""
    parts = _read(packed)
    try:
        return Facts(**{name: getattr(parts, name)() for name in (*_EAGER, *_LAZY)})
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise DamagedError(str(error)) from error


def open_document(packed: bytes, language: str) -> Document:
    """Bytes → their document, whose parts are made when they are asked for. Raises DamagedError."""
    parts = _read(packed)
    try:
        return _Stored(parts, language)
    except (ValueError, TypeError, OverflowError) as error:
        raise DamagedError(str(error)) from error


class _Stored(Document):
    """Python asks ``__getattr__`` for what is not made yet."""

    __slots__ = ("_parts",)

    def __init__(self, parts: _Parts, language: str) -> None:  # no super: what is lazy stays unset
        self._parts = parts
        self.language = language
        for name in _EAGER:
            setattr(self, name, getattr(parts, name)())

    def __getattr__(self, name: str) -> object:
        if name not in _LAZY:
            raise AttributeError(name)
        made = _MAKE[name](getattr(self._parts, name)())
        setattr(self, name, made)
        return made


_MAKE: dict[str, Any] = {
    "definitions": definitions_of,
    "imports": imports_of,
    "relations": relations_of,
    "regions": spans_of,
    "broken": spans_of,
}


class _Parts:
    """Columns of numbers, by group, and texts."""

    __slots__ = ("_broken", "_defined", "_imported", "_regions", "_related", "_rows", "_texts")

    def __init__(self, groups: list[list[array[int]]], texts: list[bytes]) -> None:
        self._rows, self._defined, self._imported, broken, self._related, self._regions = groups
        (self._broken,) = broken
        self._texts = texts

    def names(self) -> tuple[str, ...]:
        return tuple(_strings(self._texts[0]))

    def starts(self) -> array[int]:
        return array("I", accumulate(self._rows[0]))

    def ends(self) -> array[int]:
        return array("I", map(add, self.starts(), self._rows[1]))

    def name_ids(self) -> array[int]:
        return self._rows[2]

    def roles(self) -> array[int]:
        return array("H", self._rows[3])

    def definitions(self) -> tuple[DefinitionFact, ...]:
        starts = accumulate(self._defined[0])
        rows = zip(starts, *self._defined[1:], _strings(self._texts[1]), strict=True)
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

    def imports(self) -> tuple[ImportFact, ...]:
        starts = accumulate(self._imported[0])
        locals_, targets, offered = _strings(self._texts[2])
        rows = zip(locals_, targets, offered, starts, *self._imported[1:], strict=True)
        return tuple(
            ImportFact(local, target, start, start + length, level >> 1, bool(level & 1), name)
            for local, target, name, start, length, level in rows
        )

    def relations(self) -> tuple[RelationFact, ...]:
        rows, others, ties, members = self._related
        columns = zip(accumulate(rows), others, ties, members, strict=True)
        return tuple(
            RelationFact(row, row + _signed(other), tie, member - 1)
            for row, other, tie, member in columns
        )

    def regions(self) -> tuple[tuple[int, int], ...]:
        starts, lengths = self._regions
        spans = zip(accumulate(starts), lengths, strict=True)
        return tuple((start, start + length) for start, length in spans)

    def broken(self) -> tuple[tuple[int, int], ...]:
        edges = list(accumulate(self._broken))
        return tuple(zip(edges[::2], edges[1::2], strict=True))


def _read(packed: bytes) -> _Parts:
    try:
        data = zlib.decompress(packed)
        numbers, at = _numbers(data)
    except (zlib.error, ValueError, IndexError) as error:
        raise DamagedError(str(error)) from error
    sizes = numbers[:_HEAD]
    if len(sizes) < _HEAD or _HEAD + sum(sizes[:-TEXTS]) != len(numbers):
        raise DamagedError("columns of other sizes")
    if at + sum(sizes[-TEXTS:]) != len(data):
        raise DamagedError("texts of other sizes")
    columns = _parts(numbers, _HEAD, sizes[:-TEXTS])
    groups = [[next(columns) for _ in range(count)] for count in GROUPS]
    if any(len({len(column) for column in group}) != 1 for group in groups):
        raise DamagedError("columns of different sizes")
    return _Parts(groups, list(_parts(data, at, sizes[-TEXTS:])))


def _parts(whole: Any, at: int, sizes: array[int]) -> Iterator[Any]:
    """The parts of a sequence, one after the other, from ``at``."""
    for size in sizes:
        yield whole[at : at + size]
        at += size


def _numbers(data: bytes) -> tuple[array[int], int]:
    """All numbers, and where the texts begin."""
    count, planes = int.from_bytes(data[:WIDTH], "little"), data[WIDTH]
    at = WIDTH + 1
    end = at + planes * count
    if planes > WIDTH or len(data) < end:
        raise DamagedError("cut short")
    numbers = bytearray(count * WIDTH)
    for plane in range(planes):
        numbers[plane::WIDTH] = data[at + plane * count : at + (plane + 1) * count]
    return little(array("I", bytes(numbers))), end


def _strings(text: bytes) -> Any:
    return json.loads(text.decode("utf-8", "surrogatepass"))


def _signed(number: int) -> int:
    return -(number + 1 >> 1) if number & 1 else number >> 1
