"""What a source says about a name by another name, as pairs of rows."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from planproof.index.facts import RelationFact
from planproof.index.keys import end_of, key, keys_of, start_of
from planproof.languages import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

_NO_ROW = -1

Said = tuple[int, int, int, int | None]
"""A tie, and the places of the name, of what it is explained by and of the member, if any."""


def relate(
    at: Mapping[int, int],
    said: Iterable[Said],
    alone: Mapping[Tie, Iterable[int]],
    opaque: Container[int],
) -> tuple[RelationFact, ...]:
    """Sorted. ``at`` are the rows by their places, ``alone`` those of names of which something is
    said without another name; ``opaque`` are the places that hold no name from the beginning: what
    hangs on a call explains nothing."""
    relations = set(_related(at, said, opaque))
    for tie, places in alone.items():
        rows = (at[place] for place in places if place in at)
        relations.update((row, row, int(tie), _NO_ROW) for row in rows)
    return tuple(map(RelationFact._make, sorted(relations)))


def _related(
    at: Mapping[int, int], said: Iterable[Said], opaque: Container[int]
) -> Iterator[tuple[int, int, int, int]]:
    for tie, name, of, member in said:
        if name in opaque or of in opaque or name not in at or of not in at:
            continue
        if member is None:
            yield at[name], at[of], tie, _NO_ROW
        elif member in at:
            yield at[name], at[of], tie, at[member]


def said_by(related: Related) -> Said:
    tie, name, of, member = related
    return (
        int(tie),
        key(name.start_byte, name.end_byte),
        key(of.start_byte, of.end_byte),
        None if member is None else key(member.start_byte, member.end_byte),
    )


def said_directly(
    tie: Tie,
    names: Iterable[Node],
    of: Iterable[Node],
    ask: Callable[[Node], Iterable[Related]],
) -> Iterator[Said]:
    """What pairs of captures say. Statements follow each other, so that each name stands before
    what explains it; where code is too broken for that, the node around each name is asked."""
    left, right = sorted(keys_of(names)), sorted(keys_of(of))
    number = int(tie)
    if _alternate(left, right):
        yield from ((number, name, other, None) for name, other in zip(left, right, strict=True))
    else:
        around = (node.parent for node in names)
        for node in around:
            yield from map(said_by, ask(node) if node is not None else ())


def _alternate(left: list[int], right: list[int]) -> bool:
    if len(left) != len(right):
        return False
    turns = [place for pair in zip(left, right, strict=True) for place in pair]
    return all(end_of(first) <= start_of(then) for first, then in pairwise(turns))
