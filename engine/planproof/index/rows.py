"""What is an occurrence, and the roles that it has."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.index.keys import LOW, end_of, first_key_at, key, start_of, starts_of
from planproof.languages import Imported
from planproof.model.document import Role
from planproof.model.name import OPAQUE

if TYPE_CHECKING:
    from tree_sitter import Node

_CALL = int(Role.CALL)
_IMPORT = int(Role.IMPORT)
_ATTRIBUTE = int(Role.ATTRIBUTE)
_ANNOTATION = int(Role.ANNOTATION)
_REFERENCE = int(Role.REFERENCE)
_DEFINITION = int(Role.DEFINITION)
_BINDS = int(
    Role.BASE | Role.KEYWORD | Role.PARAMETER | Role.ASSIGNMENT | Role.DEFINITION | Role.IMPORT
)
_OPAQUE = OPAQUE.encode()
_SIMPLE = ("decorator", "base", "assignment", "parameter", "keyword", "annotation")


class Rows(Struct):
    """Occurrences while they are put together, by the keys of their places."""

    plain: set[int]
    """Those that nothing has been said about: most of them."""

    roles: dict[int, int] = field(default_factory=dict)
    opaque: dict[int, bytes] = field(default_factory=dict)
    """Place → what stands there instead of what is written."""

    def say(self, place: int, bit: int) -> None:
        self.roles[place] = self.roles.get(place, 0) | bit

    def drop(self, place: int) -> None:
        self.roles.pop(place, None)
        self.plain.discard(place)

    def __contains__(self, place: int) -> bool:
        return place in self.roles or place in self.plain


def rows_of(references: Iterable[Node], places: Mapping[str, list[int]], source: bytes) -> Rows:
    """What is an occurrence, and its roles; imports and annotations are not looked at yet."""
    last = set(map(end_of, places.get("chain", ())))
    plain = {
        (node.start_byte << 32) - end for node in references if (end := node.end_byte) not in last
    }
    plain.update(places.get("reference", ()))
    rows = Rows(plain)
    _add_chains(rows, places, source)
    _add_simple_roles(rows, places)
    for place in places.get("inner", ()):
        rows.drop(place)
    return rows


def _add_chains(rows: Rows, places: Mapping[str, list[int]], source: bytes) -> None:
    """Attributes and calls: only the longest chain counts, and none of its parts."""
    plain = rows.plain
    chains = set(places.get("attribute", ())).union(places.get("chain", ()))
    objects = set(places.get("object", ()))
    nameless = objects.difference(chains, plain, places.get("inner", ()))
    plain -= objects
    chains -= objects
    calls = set(places.get("call", ()))
    for place in calls.difference(chains, plain):
        rows.opaque[place] = _OPAQUE
    rows.roles.update(dict.fromkeys(calls - chains, _CALL))
    rows.roles.update(dict.fromkeys(chains - calls, _ATTRIBUTE))
    rows.roles.update(dict.fromkeys(chains & calls, _ATTRIBUTE | _CALL))
    _find_opaque_roots(rows.opaque, chains, nameless, source)


def _find_opaque_roots(
    opaque: dict[int, bytes], chains: Iterable[int], nameless: set[int], source: bytes
) -> None:
    """A chain starts anew behind a call, a subscript, a string …: the last one that begins it."""
    if not nameless:
        return
    roots = sorted(nameless)
    starts = set(starts_of(roots))
    for chain in chains:
        start = (chain + LOW) >> 32
        if start in starts:
            at = bisect_right(roots, chain)
            if at < len(roots) and start_of(roots[at]) == start:
                opaque[chain] = _OPAQUE + source[end_of(roots[at]) : end_of(chain)]


def _add_simple_roles(rows: Rows, places: Mapping[str, list[int]]) -> None:
    roles = rows.roles
    for name, found in places.items():
        word = name.partition(".")[0]
        if name == "definition.name":
            bit = _DEFINITION
        elif word in _SIMPLE and not name.endswith(".within"):
            bit = int(Role[word.upper()])
        else:
            continue
        for place in found:
            roles[place] = roles.get(place, 0) | bit


def in_order(rows: Rows) -> list[int]:
    """All places, sorted. What has a role is not plain."""
    rows.plain.difference_update(rows.roles)
    return sorted([*rows.plain, *rows.roles])


def drop_import_statements(order: list[int], nodes: Iterable[Node], rows: Rows) -> list[int]:
    """Identifiers inside an import statement are said by its imports, unless it is broken."""
    for node in nodes:
        if not node.has_error:
            low = bisect_left(order, key(node.start_byte, node.end_byte))
            high = bisect_left(order, first_key_at(node.end_byte))
            for place in order[low:high]:
                rows.drop(place)
            del order[low:high]
    return order


def add_imports(order: list[int], rows: Rows, imported: list[Imported]) -> list[int]:
    if not imported:
        return order
    added: dict[int, int] = {}
    for each in imported:
        added[key(each.binding.span.start, each.binding.span.end)] = _IMPORT
        if each.alias is not None:
            added.setdefault(key(each.alias.start, each.alias.end), 0)
    order.extend(place for place in added if place not in rows)
    order.sort()
    for place, bit in added.items():
        rows.say(place, bit)
    return order


def add_annotations(order: list[int], rows: Rows, regions: Iterable[int]) -> None:
    roles = rows.roles
    for region in regions:
        end = end_of(region)
        for at in range(bisect_left(order, region), len(order)):
            place = order[at]
            if start_of(place) >= end:
                break
            said = roles.get(place, 0)
            if not said & _BINDS:
                roles[place] = said | _ANNOTATION


def roles_of(at: Mapping[int, int], rows: Rows) -> array[int]:
    """The roles of each row. A name that has no other one is a reference."""
    column = array("H", [_REFERENCE]) * len(at)
    for place, said in rows.roles.items():
        if said:
            column[at[place]] = said
    return column
