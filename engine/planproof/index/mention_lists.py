"""Lists of mentions, as they are kept: one for each segment and batch of units, in columns."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Callable, Iterator
from itertools import accumulate, islice

from planproof.index.mention import Mention, Row

_TYPES = "BHI"
_COLUMNS = 5
_HEAD = 8 + _COLUMNS


class MentionList:
    """The mentions of one segment in one batch. Units are added in their order."""

    __slots__ = ("_columns", "_last", "_texts")

    def __init__(self) -> None:
        self._texts: dict[tuple[str, ...], int] = {}
        self._columns = tuple(array("I") for _ in range(_COLUMNS))
        self._last = 0

    def add(self, unit: int, row: Row) -> None:
        units, texts, definitions, rows, roles = self._columns
        units.append(unit - self._last)
        texts.append(self._texts.setdefault(row.texts, len(self._texts)))
        definitions.append(row.definition + 1)
        rows.append(row.row)
        roles.append(row.roles)
        self._last = unit

    def packed(self) -> bytes:
        """How long the texts are, how many mentions; the type of each column; columns, texts."""
        texts = json.dumps([*self._texts], ensure_ascii=False, separators=(",", ":"))
        said = texts.encode("utf-8", "surrogatepass")
        columns = [_narrow(column) for column in self._columns]
        head = _little(array("I", [len(said), len(self._columns[0])])).tobytes()
        types = "".join(column.typecode for column in columns).encode()
        body = b"".join(_little(column).tobytes() for column in columns)
        return zlib.compress(head + types + body + said, 1)


def unpack_list(
    first: int,
    packed: bytes,
    fits: Callable[[tuple[str, ...]], bool] | None = None,
    holding: bytes = b"",
) -> Iterator[Mention]:
    """The mentions of a list whose texts fit. ``holding`` is in all texts that do: where they are
    ASCII, that is looked for first."""
    data = zlib.decompress(packed)
    length, size = _little(array("I", data[:8]))
    said = data[len(data) - length :]
    if holding and holding not in said and said.isascii():
        return
    texts = [tuple(each) for each in json.loads(said.decode("utf-8", "surrogatepass"))]
    columns = list(_columns(data, size))
    units = islice(accumulate(columns[0], initial=first), 1, None)
    rows = zip(units, map(texts.__getitem__, columns[1]), *columns[2:], strict=True)
    if fits is None:
        for unit, text, definition, row, roles in rows:
            yield Mention(unit, text, definition - 1, row, roles)
        return
    fitting = {text for text in texts if fits(text)}
    if fitting:
        for unit, text, definition, row, roles in rows:
            if text in fitting:
                yield Mention(unit, text, definition - 1, row, roles)


def _columns(data: bytes, size: int) -> Iterator[array[int]]:
    at = _HEAD
    for type_ in data[8:_HEAD].decode("ascii"):
        column = array(type_)
        end = at + size * column.itemsize
        column.frombytes(data[at:end])
        at = end
        yield _little(column)


def _narrow(column: array[int]) -> array[int]:
    """In as few bytes as hold the largest."""
    largest = max(column, default=0)
    type_ = next(t for t in _TYPES if largest < 1 << 8 * array(t).itemsize)
    return array(type_, column)


def _little(column: array[int]) -> array[int]:
    if sys.byteorder == "big":
        column.byteswap()
    return column
