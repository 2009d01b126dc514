"""Captures of a language's query → facts. The vocabulary is in ``languages/language.py``."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.index.bindings import sort_bindings
from planproof.index.definitions import Definitions, define
from planproof.index.facts import Facts, ImportFact
from planproof.index.keys import (
    LOW,
    columns_of,
    end_of,
    first_key_at,
    key,
    keys_of,
    start_of,
    starts_of,
)
from planproof.index.regions import find_regions
from planproof.index.relations import Said, relate, said_by, said_directly
from planproof.languages import Imported, Language
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
_OPAQUE = OPAQUE.encode()
_PLAIN = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz.\n"
_DIRECT = (("same", Tie.SAME), ("made", Tie.MADE))
_NO_PLACES = frozenset(
    {"reference", "relation", "same.name", "same.of", "made.name", "made.of", "import", "tokens"}
)
"""Captures that are read as nodes."""

_SIMPLE = ("decorator", "base", "assignment", "parameter", "keyword", "annotation")


class _Rows(Struct):
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


def assemble(
    captures: Mapping[str, list[Node]],
    source: bytes,
    language: Language,
    broken: tuple[tuple[int, int], ...],
) -> Facts:
    """The facts of one source. ``broken`` are the merged ranges of :func:`broken.find_broken`."""
    places = _places(captures, language)
    sort_bindings(places)
    rows = _rows(captures.get("reference", ()), places, source)
    imported = _imported(captures, source, language)
    order = _drop_import_statements(_order(rows), captures.get("import", ()), rows)
    order = _add_imports(order, rows, imported)
    _add_annotations(order, rows, places.get("annotation.within", ()))
    at = dict(zip(order, range(len(order)), strict=True))
    starts, ends = columns_of(order)
    written = [source[start:end] for start, end in zip(starts, ends, strict=True)]
    _put_opaque(written, at, rows.opaque, language)
    names, name_ids = _names(written, language)
    definitions = Definitions(places, at, rows.opaque, names, name_ids, source, language)
    return Facts(
        names=names,
        starts=starts,
        ends=ends,
        name_ids=name_ids,
        roles=_roles(at, rows),
        definitions=define(definitions),
        imports=_import_facts(imported),
        relations=relate(at, _said(captures, source, language), _alone(places), rows.opaque),
        regions=find_regions(places),
        broken=broken,
    )


def _places(captures: Mapping[str, list[Node]], language: Language) -> dict[str, list[int]]:
    """Captures by name without their ``.placed``, and those of tokens, each as keys of places."""
    places = {
        name: keys_of(nodes)
        for name, nodes in captures.items()
        if name not in _NO_PLACES and name[-7:] != _PLACED
    }
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
    for word in ("attribute", "chain", "object", "call", "assignment"):
        places[word] = [
            key(later.get(start_of(place), start_of(place)), end_of(place))
            for place in places.get(word, ())
        ]


def _rows(references: Iterable[Node], places: Mapping[str, list[int]], source: bytes) -> _Rows:
    """What is an occurrence, and its roles; imports and annotations are not looked at yet."""
    last = set(map(end_of, places.get("chain", ())))
    plain = {
        (node.start_byte << 32) - end for node in references if (end := node.end_byte) not in last
    }
    plain.update(places.get("reference", ()))
    rows = _Rows(plain)
    _add_chains(rows, places, source)
    _add_simple_roles(rows, places)
    for place in places.get("inner", ()):
        rows.drop(place)
    return rows


def _add_chains(rows: _Rows, places: Mapping[str, list[int]], source: bytes) -> None:
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


def _order(rows: _Rows) -> list[int]:
    """All places, sorted. What has a role is not plain."""
    rows.plain.difference_update(rows.roles)
    return sorted([*rows.plain, *rows.roles])


def _imported(
    captures: Mapping[str, list[Node]], source: bytes, language: Language
) -> list[Imported]:
    nodes = [*captures.get("import", ()), *captures.get("import.expression", ())]
    found = [imported for node in nodes for imported in language.imports(node, source)]
    return sorted(found, key=_import_place)


def _said(captures: Mapping[str, list[Node]], source: bytes, language: Language) -> Iterator[Said]:
    """What is said of names by other names."""
    for word, tie in _DIRECT:
        yield from said_directly(
            tie,
            captures.get(f"{word}.name", ()),
            captures.get(f"{word}.of", ()),
            lambda node: language.relations(node, source),
        )
    for node in captures.get("relation", ()):
        yield from map(said_by, language.relations(node, source))


def _alone(places: Mapping[str, list[int]]) -> dict[Tie, Iterable[int]]:
    """The places of names of which something is said without another name."""
    return {Tie.OUTER: places.get("rebound", ()), Tie.DECLARED: places.get("declared", ())}


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
                rows.drop(place)
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
    order.extend(place for place in added if place not in rows)
    order.sort()
    for place, bit in added.items():
        rows.say(place, bit)
    return order


def _add_annotations(order: list[int], rows: _Rows, regions: Iterable[int]) -> None:
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


def _put_opaque(
    written: list[bytes], at: Mapping[int, int], opaque: Mapping[int, bytes], language: Language
) -> None:
    """Chains that begin with no name; many of them run over several lines."""
    for place, text in opaque.items():
        if place in at:
            name = language.name_of(text).encode("utf-8", "surrogatepass")
            written[at[place]] = name if name.translate(None, _PLAIN) == _OPAQUE else text


def _names(written: list[bytes], language: Language) -> tuple[tuple[str, ...], array[int]]:
    """The distinct names in order of first appearance, and the number of each row's name."""
    texts = list(dict.fromkeys(written))
    names = _plain_names(texts)
    ids: dict[str, int] = {}
    if names is None:
        names = [language.name_of(text) for text in texts]
    numbers = [ids.setdefault(name, len(ids)) for name in names]
    by_text = dict(zip(texts, numbers, strict=True))
    return tuple(ids), array("I", map(by_text.__getitem__, written))


def _plain_names(texts: list[bytes]) -> list[str] | None:
    """The names, decoded in one go, if each of them is written as it is read; else None.

    What is left without the characters of plain names may only be one root of each nameless chain.
    """
    joined = b"\n".join(texts)
    odd = joined.translate(None, _PLAIN)
    if odd and odd != _OPAQUE * sum(text.startswith(_OPAQUE) for text in texts):
        return None
    names = joined.decode("ascii").split("\n")
    return names if len(names) == len(texts) and all(names) else None


def _roles(at: Mapping[int, int], rows: _Rows) -> array[int]:
    """The roles of each row. A name that has no other one is a reference."""
    column = array("H", [_REFERENCE]) * len(at)
    for place, said in rows.roles.items():
        if said:
            column[at[place]] = said
    return column


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
