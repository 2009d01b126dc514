"""Batches of units, ready to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from planproof.index.mention import Row, Told, Unit
from planproof.index.mention_lists import MentionList
from planproof.index.told import pack_told

T = TypeVar("T")

MOST = 1024
"""Units of one batch."""


class Batch(NamedTuple):
    """Units, what each tells, and the lists of their mentions by segment: all but their numbers."""

    units: tuple[Unit, ...]
    told: tuple[bytes, ...]
    lists: dict[str, bytes]


def make_batch(read: Iterable[tuple[Unit, Told, Iterable[Row]]]) -> Batch:
    """At most :data:`MOST` units."""
    units: list[Unit] = []
    tellings: list[bytes] = []
    lists: dict[str, MentionList] = {}
    for at, (unit, told, rows) in enumerate(read):
        units.append(unit)
        tellings.append(pack_told(told))
        for row in rows:
            if (found := lists.get(row.key)) is None:
                found = lists[row.key] = MentionList()
            found.add(at, row)
    packed = {key: one.packed() for key, one in sorted(lists.items())}
    return Batch(tuple(units), tuple(tellings), packed)


def batches(units: Sequence[T], size: int = MOST) -> Iterator[Sequence[T]]:
    """So many at a time."""
    return (units[at : at + size] for at in range(0, len(units), size))
