"""Text files of whatever encoding: as UTF-8, and in pieces that fit into memory."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from msgspec import Struct

from planproof.index import MAX_BYTES

HEAD = 8192
"""So many bytes tell what kind of file it is."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FEW_CONTROLS = 8
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\b\t\n\f\r\x1b"))
_ENDLESS = 1 << 62
_MARK = "\ufeff"
_UNKNOWN = "\ufffd"


class Piece(Struct, frozen=True):
    """Some lines of a text. ``line`` and ``column`` are those of its first character, from 0.

    Not ``sure``: in no known encoding, and read byte by byte, so that only ASCII is what it seems.
    ``cut``: it ends within a line.
    """

    text: str
    line: int = 0
    column: int = 0
    sure: bool = True
    cut: bool = False


def wide_codec(head: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32, by its mark or by where its zeros are; else None."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    even, odd = head[:HEAD:2], head[1:HEAD:2]
    zeros = (even.count(0), odd.count(0))
    if 5 * zeros[1] > 2 * len(odd) and 20 * zeros[0] <= len(even):
        return "utf-16-le"
    if 5 * zeros[0] > 2 * len(even) and 20 * zeros[1] <= len(odd):
        return "utf-16-be"
    return None


def is_binary(head: bytes) -> bool:
    """Zeros among much else that no text holds: a few alone hide nothing."""
    head = head[:HEAD]
    if b"\0" not in head or wide_codec(head) is not None:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(_FEW_CONTROLS, len(head) // 50)


def decoded(content: bytes) -> tuple[str, bool]:
    """The text without its mark, and whether that is sure to be how it was written."""
    (piece,) = pieces([content], _ENDLESS)
    return piece.text, piece.sure


def as_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same; UTF-16 and UTF-32 as UTF-8."""
    waiting = iter(chunks)
    first = next(waiting, b"")
    convert = converter(first)
    for chunk in chain([first], waiting):
        yield convert(chunk)


def converter(head: bytes) -> Callable[[bytes], bytes]:
    """To UTF-8, one chunk after the other, for a file that begins with ``head``."""
    codec = wide_codec(head)
    if codec is None:
        return bytes
    decoder = codecs.getincrementaldecoder(codec)("replace")
    return lambda chunk: decoder.decode(chunk).encode("utf-8", "replace")


def pieces(chunks: Iterable[bytes], longest: int = MAX_BYTES) -> Iterator[Piece]:
    """The text line by line, in pieces of whole lines; only a line over ``longest`` bytes is cut.

    There is always one. Chunks are put together until they hold the end of a line.
    """
    waiting = iter(chunks)
    first = next(waiting, b"")
    wide = wide_codec(first) is not None
    line = column = 0
    for content, cut in _whole_lines(as_utf8(chain([first], waiting)), longest):
        text, sure = _decoded(content)
        if wide:
            sure = _UNKNOWN not in text
        if not line and not column:
            text = text.removeprefix(_MARK)
        yield Piece(text, line, column, sure, cut)
        starts = line_starts(text)
        column = len(text) - starts[-1] + (column if len(starts) == 1 else 0)
        line += len(starts) - 1


def _whole_lines(chunks: Iterable[bytes], longest: int) -> Iterator[tuple[bytes, bool]]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        end = rest.rfind(b"\n") + 1
        if not end and len(rest) > longest:
            yield rest, True
            rest = b""
        elif end and len(rest) > longest:
            yield rest[:end], False
            rest = rest[end:]
    yield rest, False


def _decoded(content: bytes) -> tuple[str, bool]:
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError:
        return content.decode("latin-1"), False


def line_starts(text: str) -> list[int]:
    """Where the lines begin, in characters, as :class:`planproof.model.location.LineMap` has it."""
    starts = [0]
    at = 0
    for line in text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n")[:-1]:
        at += len(line) + 1
        starts.append(at)
    return starts if "\r\n" not in text else [s for s in starts if text[s - 1 : s + 1] != "\r\n"]
