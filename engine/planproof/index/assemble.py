"""Captures of a language's query → facts. The vocabulary is in ``languages/language.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from planproof.index.bindings import sort_bindings
from planproof.index.definitions import Definitions, define
from planproof.index.facts import Facts, ImportFact
from planproof.index.keys import columns_of
from planproof.index.places import places_of
from planproof.index.regions import find_regions
from planproof.index.relations import Said, relate, said_by, said_directly
from planproof.index.rows import (
    add_annotations,
    add_imports,
    drop_import_statements,
    in_order,
    roles_of,
    rows_of,
)
from planproof.index.written import names_of, put_opaque
from planproof.languages import Imported, Language
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

_DIRECT = (("same", Tie.SAME), ("made", Tie.MADE))


def assemble(
    captures: Mapping[str, list[Node]],
    source: bytes,
    language: Language,
    broken: tuple[tuple[int, int], ...],
) -> Facts:
    """The facts of one source. ``broken`` are the merged ranges of :func:`broken.find_broken`."""
    places = places_of(captures, language)
    sort_bindings(places)
    rows = rows_of(captures.get("reference", ()), places, source)
    imported = _imported(captures, source, language)
    order = drop_import_statements(in_order(rows), captures.get("import", ()), rows)
    order = add_imports(order, rows, imported)
    add_annotations(order, rows, places.get("annotation.within", ()))
    at = dict(zip(order, range(len(order)), strict=True))
    starts, ends = columns_of(order)
    written = [source[start:end] for start, end in zip(starts, ends, strict=True)]
    put_opaque(written, at, rows.opaque, language)
    names, name_ids = names_of(written, language)
    definitions = Definitions(places, at, rows.opaque, names, name_ids, source, language)
    return Facts(
        names=names,
        starts=starts,
        ends=ends,
        name_ids=name_ids,
        roles=roles_of(at, rows),
        definitions=define(definitions),
        imports=_import_facts(imported),
        relations=relate(at, _said(captures, source, language), _alone(places), rows.opaque),
        regions=find_regions(places),
        broken=broken,
    )


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
