"""Where something is."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of bytes in one blob."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """0-based line and column; columns count characters (code points)."""

    line: int
    column: int


class Place(NamedTuple):
    """A range in a file of the tree; ``end`` is exclusive."""

    path: str
    start: Position
    end: Position


class LineMap:
    """Turns byte offsets of one source into lines and columns.

    ``\\n``, ``\\r\\n`` and a lone ``\\r`` end a line, as every editor shows them. ``encoding`` is
    how the bytes are read for columns; undecodable bytes count as one character each.
    """

    def __init__(self, source: bytes, encoding: str = "utf-8") -> None:
        self._source = source
        self._encoding = encoding
        self._starts = _line_starts(source)
        self._last = (0, 0, 0)
        """Start of a line, an offset in it and its column: long lines are counted on from there."""

    def line_of(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def position(self, offset: int) -> Position:
        line = self.line_of(offset)
        start = self._starts[line]
        if start == 0 and self._source.startswith(b"\xef\xbb\xbf"):
            start = min(3, offset)
        at, column = self._last[1:] if self._is_past_last(start, offset) else (start, 0)
        column += len(self._source[at:offset].decode(self._encoding, "replace"))
        self._last = (start, offset, column)
        return Position(line, column)

    def _is_past_last(self, start: int, offset: int) -> bool:
        return self._last[0] == start and self._last[1] <= offset

    def place(self, path: str, span: Span) -> Place:
        return Place(path, self.position(span.start), self.position(span.end))

    def line_span(self, line: int) -> Span:
        """The bytes of one line, its ending included."""
        last = line + 1 >= len(self._starts)
        return Span(self._starts[line], len(self._source) if last else self._starts[line + 1])

    def __len__(self) -> int:
        return len(self._starts)


def _line_starts(source: bytes) -> list[int]:
    if b"\r" not in source:
        return [0, *_after_each(source, b"\n")]
    ends = set(_after_each(source, b"\n"))
    for after in _after_each(source, b"\r"):
        if source[after : after + 1] != b"\n":
            ends.add(after)
    return [0, *sorted(ends)]


def _after_each(source: bytes, mark: bytes) -> list[int]:
    found: list[int] = []
    at = source.find(mark)
    while at >= 0:
        found.append(at + 1)
        at = source.find(mark, at + 1)
    return found
