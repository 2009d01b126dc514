"""Definitions from their captures: what belongs to which, and what each is called."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from planproof.index.facts import DefinitionFact
from planproof.index.keys import end_of, key, start_of
from planproof.languages import Language
from planproof.model.document import Role

_SCOPE = ""
"""The kind of a region that qualifies names and is no definition."""

_NOT_KINDS = frozenset({"name", "owner", "extent"})


@dataclass(frozen=True, slots=True)
class Definitions:
    """What definitions are made of: captured places and the occurrences in order."""

    places: Mapping[str, list[int]]
    order: list[int]
    roles: Mapping[int, int]
    names: tuple[str, ...]
    name_ids: array[int]


@dataclass(slots=True)
class _Region:
    """A definition or scope while it is put together. ``name`` is the key of the name's place."""

    extent: int
    kind: str
    name: int | None = None
    owner: int | None = None
    parent: _Region | None = None
    qualified: str = ""
    number: int = -1
    parameters: list[str] = field(default_factory=list)
    decorators: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)


def define(found: Definitions, source: bytes, language: Language) -> tuple[DefinitionFact, ...]:
    """The definitions of one source, sorted by (start, -end)."""
    regions = _regions(found.places)
    if not regions:
        return ()
    _name(regions, found.places)
    regions = [region for region in regions if region.name is not None]
    _widen(regions, found.places.get("definition.extent", ()))
    _nest(regions)
    _qualify(regions, source, language)
    _hand_out(regions, found)
    return tuple(_fact(region) for region in regions if region.kind != _SCOPE)


def _regions(places: Mapping[str, list[int]]) -> list[_Region]:
    regions = [_Region(place, _SCOPE) for place in places.get("scope", ())]
    for name, found in places.items():
        word, _, kind = name.partition(".")
        if word == "definition" and kind not in _NOT_KINDS:
            regions.extend(_Region(place, kind) for place in set(found))
    return sorted(regions, key=_extent)


def _extent(region: _Region) -> int:
    return region.extent


def _name(regions: list[_Region], places: Mapping[str, list[int]]) -> None:
    """Each name goes to the innermost region around it, which is the one that it names."""
    for kind in ("definition.name", "scope.name", "definition.owner"):
        names = sorted(places.get(kind, ()))
        for place, region in zip(names, _innermost(regions, names), strict=True):
            if region is None:
                continue
            if kind == "definition.owner":
                region.owner = place
            elif region.name is None:
                region.name = place


def _innermost(regions: list[_Region], places: list[int]) -> list[_Region | None]:
    """The innermost region around each of the sorted places."""
    found: list[_Region | None] = []
    stack: list[_Region] = []
    at = 0
    for place in places:
        while at < len(regions) and regions[at].extent <= place:
            stack = _closed(stack, start_of(regions[at].extent))
            stack.append(regions[at])
            at += 1
        stack = _closed(stack, start_of(place))
        found.append(stack[-1] if stack else None)
    return found


def _closed(stack: list[_Region], start: int) -> list[_Region]:
    while stack and end_of(stack[-1].extent) <= start:
        stack.pop()
    return stack


def _widen(regions: list[_Region], around: list[int] | tuple[()]) -> None:
    """A node around a definition belongs to the first definition inside it."""
    starts = [start_of(region.extent) for region in regions]
    for place in sorted(around, reverse=True):
        at = bisect_left(starts, start_of(place))
        if at < len(regions) and end_of(regions[at].extent) <= end_of(place):
            regions[at].extent = key(start_of(place), end_of(place))


def _nest(regions: list[_Region]) -> None:
    """Parents and numbers. Widening has kept the order: nothing starts between the two nodes."""
    stack: list[_Region] = []
    number = 0
    for region in regions:
        stack = _closed(stack, start_of(region.extent))
        region.parent = stack[-1] if stack else None
        stack.append(region)
        if region.kind != _SCOPE:
            region.number = number
            number += 1


def _qualify(regions: list[_Region], source: bytes, language: Language) -> None:
    for region in regions:
        parts = [region.parent.qualified] if region.parent else []
        for place in (region.owner, region.name):
            if place is not None:
                written = source[start_of(place) : end_of(place)].decode("utf-8", "replace")
                parts.append(language.clean(written))
        region.qualified = ".".join(parts)
        owner = region.parent.kind if region.parent else None
        if region.kind == "function" and owner in language.function_owners:
            region.kind = "method"


def _hand_out(regions: list[_Region], found: Definitions) -> None:
    """Parameters, decorators and bases, to the definitions they stand in."""
    parameters = set(found.places.get("parameter", ()))
    wanted = int(Role.DECORATOR | Role.BASE)
    roles = found.roles
    rows = [
        at for at, place in enumerate(found.order) if place in parameters or roles[place] & wanted
    ]
    places = [found.order[at] for at in rows]
    definitions = [region for region in regions if region.kind != _SCOPE]
    for at, place, region in zip(rows, places, _innermost(definitions, places), strict=True):
        if region is None or region.name is None:
            continue
        name = found.names[found.name_ids[at]]
        before = start_of(place) < start_of(region.name)
        if place in parameters:
            region.parameters.append(name)
        elif roles[place] & Role.DECORATOR and before:
            region.decorators.append(name)
        elif roles[place] & Role.BASE and not before:
            region.bases.append(name)


def _fact(region: _Region) -> DefinitionFact:
    name = region.name or 0
    parent = region.parent
    while parent is not None and parent.kind == _SCOPE:
        parent = parent.parent
    return DefinitionFact(
        region.qualified,
        region.kind,
        start_of(name),
        end_of(name),
        start_of(region.extent),
        end_of(region.extent),
        parent.number if parent is not None else -1,
        tuple(region.parameters),
        tuple(region.decorators),
        tuple(region.bases),
    )
