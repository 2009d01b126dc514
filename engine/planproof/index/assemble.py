"""Captures of a language's query → facts. The vocabulary is in ``languages/language.py``."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planproof.index.bindings import sort_bindings
from planproof.index.definitions import Definitions, define
from planproof.index.facts import Facts, ImportFact
from planproof.index.keys import (
    end_of,
    first_key_at,
    key,
    keys_of,
    start_of,
    starts_of,
)
from planproof.index.regions import find_regions
from planproof.index.relations import relate
from planproof.languages import Imported, Language, Related
from planproof.model.document import Role, Tie
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
_PLACED = ".placed"
_SIMPLE = ("decorator", "base", "assignment", "parameter", "keyword", "annotation")


@dataclass(slots=True)
class _Rows:
    """Occurrences while they are put together: key of the place → roles, and how names are read."""

    roles: dict[int, int]
    opaque: dict[int, int] = field(default_factory=dict)
    """Place → where the part that is no name ends; the text after it stands behind ``()``."""


def assemble(
    captures: Mapping[str, list[Node]],
    source: bytes,
    language: Language,
    broken: tuple[tuple[int, int], ...],
) -> Facts:
    """The facts of one source. ``broken`` are the merged ranges of :func:`broken.find_broken`."""
    places = _places(captures, language)
    sort_bindings(places)
    rows = _Rows(dict.fromkeys(places.get("reference", ()), 0))
    _add_chains(rows, places)
    _add_simple_roles(rows, places)
    for place in places.get("inner", ()):
        rows.roles.pop(place, None)
    imported = _imported(captures, source, language)
    order = _drop_import_statements(sorted(rows.roles), captures.get("import", ()), rows)
    order = _add_imports(order, rows, imported)
    _add_annotations(order, rows, places.get("annotation.within", ()))
    starts = starts_of(order)
    ends = [(start << 32) - place for start, place in zip(starts, order, strict=True)]
    written = [source[start:end] for start, end in zip(starts, ends, strict=True)]
    names, name_ids = _names(written, order, rows, source, language)
    definitions = Definitions(places, order, names, name_ids)
    related = _related(captures, source, language)
    return Facts(
        names=names,
        starts=array("I", starts),
        ends=array("I", ends),
        name_ids=name_ids,
        roles=array("H", [role or _REFERENCE for role in map(rows.roles.__getitem__, order)]),
        definitions=define(definitions, source, language),
        imports=_import_facts(imported),
        relations=relate(
            order,
            related,
            {Tie.OUTER: places.get("rebound", ()), Tie.DECLARED: places.get("declared", ())},
            lambda row: names[name_ids[row]][:2] != OPAQUE,
        ),
        regions=find_regions(places),
        broken=broken,
    )


def _places(captures: Mapping[str, list[Node]], language: Language) -> dict[str, list[int]]:
    """Captures by name without their ``.placed``, and those of tokens, each as keys of places."""
    places = {name: keys_of(nodes) for name, nodes in captures.items() if name[-7:] != _PLACED}
    for name, nodes in captures.items():
        if name[-7:] == _PLACED:
            word = name[:-7]
            placed = [key(*language.place(word, node)) for node in nodes]
            places[word] = places.get(word, []) + placed
    for node in captures.get("tokens", ()):
        for word, start, end in language.tokens(node):
            places.setdefault(word, []).append(key(start, end))
    early = ((n.start_byte, language.place("early", n)[0]) for n in captures.get("early", ()))
    if later := {start: really for start, really in early if start != really}:
        _start_later(places, later)
    return places


def _start_later(places: dict[str, list[int]], later: Mapping[int, int]) -> None:
    for word in ("attribute", "object", "call", "assignment"):
        places[word] = [
            key(later.get(start_of(place), start_of(place)), end_of(place))
            for place in places.get(word, ())
        ]


def _add_chains(rows: _Rows, places: Mapping[str, list[int]]) -> None:
    """Attributes and calls: only the longest chain counts, and none of its parts."""
    roles = rows.roles
    chains = set(places.get("attribute", ()))
    objects = set(places.get("object", ()))
    nameless = objects.difference(chains, roles, places.get("inner", ()))
    for place in objects.intersection(roles):
        del roles[place]
    chains -= objects
    roles.update(dict.fromkeys(chains, _ATTRIBUTE))
    calls = places.get("call", ())
    rows.opaque.update((place, end_of(place)) for place in set(calls).difference(roles))
    for place in calls:
        roles[place] = roles.get(place, 0) | _CALL
    _find_opaque_roots(rows.opaque, chains, nameless)


def _find_opaque_roots(opaque: dict[int, int], chains: Iterable[int], nameless: set[int]) -> None:
    """A chain starts anew behind a call, a subscript, a string …: the last one that begins it."""
    if not nameless:
        return
    roots = sorted(nameless)
    starts = set(starts_of(roots))
    for chain in chains:
        start = start_of(chain)
        if start in starts:
            at = bisect_right(roots, chain)
            if at < len(roots) and start_of(roots[at]) == start:
                opaque[chain] = end_of(roots[at])


def _add_simple_roles(rows: _Rows, places: Mapping[str, list[int]]) -> None:
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


def _imported(
    captures: Mapping[str, list[Node]], source: bytes, language: Language
) -> list[Imported]:
    nodes = [*captures.get("import", ()), *captures.get("import.expression", ())]
    found = [imported for node in nodes for imported in language.imports(node, source)]
    return sorted(found, key=_import_place)


def _related(
    captures: Mapping[str, list[Node]], source: bytes, language: Language
) -> Iterator[Related]:
    for node in captures.get("relation", ()):
        yield from language.relations(node, source)


def _import_place(imported: Imported) -> tuple[int, int, str]:
    span = imported.binding.span
    return (span.start, -span.end, imported.binding.local)


def _drop_import_statements(order: list[int], nodes: Iterable[Node], rows: _Rows) -> list[int]:
    """Identifiers inside an import statement are said by its imports, unless it is broken."""
    for node in nodes:
        if not node.has_error:
            low = bisect_left(order, key(node.start_byte, node.end_byte))
            high = bisect_left(order, first_key_at(node.end_byte))
            for place in order[low:high]:
                rows.roles.pop(place, None)
            del order[low:high]
    return order


def _add_imports(order: list[int], rows: _Rows, imported: list[Imported]) -> list[int]:
    if not imported:
        return order
    added: dict[int, int] = {}
    for each in imported:
        added[key(each.binding.span.start, each.binding.span.end)] = _IMPORT
        if each.alias is not None:
            added.setdefault(key(each.alias.start, each.alias.end), 0)
    order.extend(place for place in added if place not in rows.roles)
    order.sort()
    for place, bit in added.items():
        rows.roles[place] = rows.roles.get(place, 0) | bit
    return order


def _add_annotations(order: list[int], rows: _Rows, regions: Iterable[int]) -> None:
    roles = rows.roles
    for region in regions:
        end = end_of(region)
        for at in range(bisect_left(order, region), len(order)):
            place = order[at]
            if start_of(place) >= end:
                break
            if not roles[place] & _BINDS:
                roles[place] |= _ANNOTATION


def _names(
    written: list[bytes], order: list[int], rows: _Rows, source: bytes, language: Language
) -> tuple[tuple[str, ...], array[int]]:
    """The distinct names in order of first appearance, and the number of each row's name."""
    for place, root_end in rows.opaque.items():
        at = bisect_left(order, place)
        if at < len(order) and order[at] == place:
            written[at] = OPAQUE.encode() + source[root_end : end_of(place)]
    ids: dict[str, int] = {}
    by_text = {
        text: ids.setdefault(language.name_of(text), len(ids)) for text in dict.fromkeys(written)
    }
    return tuple(ids), array("I", map(by_text.__getitem__, written))


def _import_facts(imported: Iterable[Imported]) -> tuple[ImportFact, ...]:
    return tuple(
        ImportFact(
            each.local,
            each.target,
            each.span.start,
            each.span.end,
            each.level,
            each.star,
            each.offered,
        )
        for each in (imported_name.binding for imported_name in imported)
    )
