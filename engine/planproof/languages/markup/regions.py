"""The parts of a component that are understood; what lies between them is not."""

from __future__ import annotations

from typing import NamedTuple

Range = tuple[int, int]


class Region(NamedTuple):
    """From ``start`` to ``end``, in bytes.

    ``forms`` are what may stand there instead, best first, each as long as the region: code that
    says the same. Where there are none the region holds no code. ``whole`` says that it is a
    script: statements of the module rather than one expression. ``binds`` holds the names that are
    bound for a part of the markup. ``counted``: it ends where braces were counted, which is certain
    only if it is sound. ``casts``: ``<T>`` is a cast in it, and nothing is JSX.
    """

    start: int
    end: int
    forms: tuple[bytes, ...] = ()
    whole: bool = False
    binds: bytes = b""
    counted: bool = False
    casts: bool = False


def script(source: bytes, start: int, end: int) -> Region:
    """The content of a ``<script>``, with the last byte of its tag and the first two of the closing
    one: there it is so ended that neither a comment nor an open statement reaches further."""
    return Region(start - 1, end + 2, (b";" + source[start:end] + b"\n;",), whole=True)


def comment(source: bytes, start: int, end: int) -> Region:
    """``<!-- … -->``, where ``end`` is past the closing mark; ``<!-->`` is one, too."""
    if end - start < len(b"<!---->"):
        return Region(start, end)
    inside = source[start + 4 : end - 3].replace(b"*/", b"* ")
    return Region(start, end, (b"/*  " + inside + b" */",))


def name(source: bytes, start: int, end: int, *, before: int = 0) -> Region:
    """A name that is used, with as many bytes before it, which say so, and the one behind it."""
    form = b";".rjust(before) if before else b""
    return Region(start - before, end + 1, (form + source[start:end] + b";",))
