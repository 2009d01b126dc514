"""What a source says about a name by another name, as pairs of rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from planproof.index.facts import RelationFact
from planproof.index.keys import key
from planproof.languages import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

_NO_ROW = -1


def relate(
    order: list[int],
    found: Iterable[Related],
    alone: Mapping[Tie, Iterable[int]],
    is_name: Callable[[int], bool],
) -> tuple[RelationFact, ...]:
    """Sorted. ``order`` is the places of the rows, ``alone`` those of names of which something is
    said without another name; ``is_name`` tells whether a row is a name from its beginning: what
    hangs on a call explains nothing."""
    relations = set(_related(order, found, is_name))
    for tie, places in alone.items():
        rows = (_row_at(order, place) for place in places)
        relations.update(RelationFact(row, row, int(tie)) for row in rows if row >= 0)
    return tuple(sorted(relations))


def _related(
    order: list[int], found: Iterable[Related], is_name: Callable[[int], bool]
) -> Iterator[RelationFact]:
    for each in found:
        row, of = _row_of(order, each.name), _row_of(order, each.of)
        member = _NO_ROW if each.member is None else _row_of(order, each.member)
        is_whole = row >= 0 and of >= 0 and (member >= 0 or each.member is None)
        if is_whole and is_name(row) and is_name(of):
            yield RelationFact(row, of, int(each.tie), member)


def _row_of(order: list[int], node: Node) -> int:
    return _row_at(order, key(node.start_byte, node.end_byte))


def _row_at(order: list[int], place: int) -> int:
    at = bisect_left(order, place)
    return at if at < len(order) and order[at] == place else _NO_ROW
