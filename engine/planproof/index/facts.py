"""Facts in columns: what an extraction makes, what the database packs, what a document is made of.

Values are plain numbers and strings, because building the engine's value objects for every blob
would cost as much as parsing does; :func:`document_of` builds them for those that are looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from planproof.model.document import Definition, Document, Import, Relation, Tie
from planproof.model.location import Span

_TIES = tuple(Tie)


class DefinitionFact(NamedTuple):
    """See :class:`planproof.model.document.Definition`; its two spans are four numbers here."""

    qualified: str
    kind: str
    name_start: int
    name_end: int
    start: int
    end: int
    parent: int
    parameters: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


class ImportFact(NamedTuple):
    """See :class:`planproof.model.document.Import`."""

    local: str
    target: str
    start: int
    end: int
    level: int
    star: bool
    offered: str = ""


class RelationFact(NamedTuple):
    """See :class:`planproof.model.document.Relation`; ``tie`` is its number."""

    row: int
    of: int
    tie: int
    member: int = -1


class Facts(Struct, frozen=True):
    """The columns of a :class:`planproof.model.document.Document`, in its order."""

    names: tuple[str, ...]
    starts: array[int]
    ends: array[int]
    name_ids: array[int]
    roles: array[int]
    definitions: tuple[DefinitionFact, ...]
    imports: tuple[ImportFact, ...]
    relations: tuple[RelationFact, ...]
    regions: tuple[tuple[int, int], ...]
    broken: tuple[tuple[int, int], ...]


def document_of(facts: Facts, language: str) -> Document:
    return Document(
        language=language,
        names=facts.names,
        starts=facts.starts,
        ends=facts.ends,
        name_ids=facts.name_ids,
        roles=facts.roles,
        definitions=definitions_of(facts.definitions),
        imports=imports_of(facts.imports),
        relations=relations_of(facts.relations),
        regions=spans_of(facts.regions),
        broken=spans_of(facts.broken),
    )


def definitions_of(facts: Iterable[DefinitionFact]) -> tuple[Definition, ...]:
    return tuple(
        Definition(
            qualified,
            kind,
            Span(name_start, name_end),
            Span(start, end),
            parent,
            *map(tuple, lists),
        )
        for qualified, kind, name_start, name_end, start, end, parent, *lists in facts
    )


def imports_of(facts: Iterable[ImportFact]) -> tuple[Import, ...]:
    return tuple(
        Import(local, target, Span(start, end), level, bool(star), offered)
        for local, target, start, end, level, star, offered in facts
    )


def relations_of(facts: Iterable[RelationFact]) -> tuple[Relation, ...]:
    return tuple(Relation(row, of, _TIES[tie], member) for row, of, tie, member in facts)


def spans_of(ranges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in ranges)
