"""What an answer took from the files of a tree: kept with it, it tells when to ask again.

Whatever is looked at is noted as a *mark*, a short text. A file as a whole has one (what it is, all
its stars), each name that was asked of a file, each place where a module was looked for, and each
beginning of a chain that might lead into the tree. A change of the tree is a set of such marks too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from zlib import crc32

from msgspec import Struct, field

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MASK = len(_DIGITS) - 1


LATE = "\0late"
"""Something that only the process knows that judged the file: what it rests on may be forgotten."""


def of_file(path: str) -> str:
    return path


def of_name(path: str, name: str) -> str:
    """Something that a file may have: a name, or a chain of them."""
    return f"{path}\0{name}"


def of_place(space: str, place: str) -> str:
    """Whether there is a module. Places that end alike share a mark."""
    return f"{space}\0|{'.'.join(place.rsplit('.', 2)[-2:])}"


def of_first(space: str, first: str) -> str:
    """Where chains that begin so may lead."""
    return f"{space}\0>{first}"


class Log(Struct):
    """Notes what is looked at; ``seen`` are the marks of what is looked at just now."""

    seen: set[str] = field(default_factory=set)

    @contextmanager
    def apart(self) -> Iterator[set[str]]:
        """What is looked at inside is noted by itself, and as a part of what is around."""
        around, self.seen = self.seen, set()
        try:
            yield self.seen
        finally:
            around |= self.seen
            self.seen = around

    @contextmanager
    def aside(self) -> Iterator[set[str]]:
        """What is looked at inside is noted by itself alone."""
        around, self.seen = self.seen, set()
        try:
            yield self.seen
        finally:
            self.seen = around


class Trail(Struct):
    """What one file's result rests on: known when it is complete.

    ``text`` are its marks, each five characters. ``gave_up``: a chain of the file leads to more
    others than were followed.
    """

    text: str = ""
    gave_up: bool = False


def pack_marks(marks: Iterable[str]) -> str:
    return "".join(sorted({short(mark) for mark in marks}))


@lru_cache(maxsize=65536)
def short(mark: str) -> str:
    """Five characters for a mark: two that are taken for one another only cost time."""
    number = crc32(mark.encode("utf-8", "surrogatepass"))
    digits = (_DIGITS[number >> shift & _MASK] for shift in (0, 6, 12, 18, 24))
    return "".join(digits)


def holds_any(text: str, marks: Iterable[str]) -> bool:
    """Whether packed marks hold one of these, or are taken for it."""
    return any(short(mark) in text for mark in marks)
