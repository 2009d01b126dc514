"""Definitions from their captures: what belongs to which, and what each is called."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Container, Mapping

from msgspec import Struct, field

from planproof.index.facts import DefinitionFact
from planproof.index.keys import LOW, end_of, key, start_of
from planproof.languages import Language

_SCOPE = ""
"""The kind of a region that qualifies names and is no definition."""

_NOT_KINDS = frozenset({"name", "owner", "extent", "parameters", "prefix"})
_WITHOUT_BASES = frozenset({"function", "method", "field"})


class Definitions(Struct, frozen=True):
    """What definitions are made of: captured places, and the rows by their places.

    ``opaque`` are the places of rows whose name is not the one that is written there.
    """

    places: Mapping[str, list[int]]
    at: Mapping[int, int]
    opaque: Container[int]
    names: tuple[str, ...]
    name_ids: array[int]
    source: bytes
    language: Language

    def name_of(self, place: int) -> str:
        """The name that is written there."""
        row = self.at.get(place)
        if row is None or place in self.opaque:
            return self.language.name_of(self.source[start_of(place) : end_of(place)])
        return self.names[self.name_ids[row]]

    def name_at(self, place: int) -> str | None:
        """The name of the occurrence there; None where broken code left none."""
        row = self.at.get(place)
        return None if row is None else self.names[self.name_ids[row]]


class _Region(Struct):
    """A definition or scope while it is put together. ``name`` is the key of the name's place."""

    extent: int
    kind: str
    end: int
    name: int | None = None
    owner: int | None = None
    parent: _Region | None = None
    qualified: str = ""
    number: int = -1
    parameters: list[str] = field(default_factory=list)
    decorators: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)


def define(found: Definitions) -> tuple[DefinitionFact, ...]:
    """The definitions of one source, sorted by (start, -end)."""
    regions = _regions(found.places)
    if not regions:
        return ()
    _name(regions, found.places)
    regions = [region for region in regions if region.name is not None]
    _widen(regions, found.places.get("definition.extent", ()))
    _take_in(regions, found.places.get("definition.prefix", ()))
    _nest(regions)
    _qualify(regions, found)
    _hand_out(regions, found)
    _join_scopes(regions)
    return tuple(_fact(region) for region in regions if region.kind != _SCOPE)


def _regions(places: Mapping[str, list[int]]) -> list[_Region]:
    regions = [_Region(place, _SCOPE, end_of(place)) for place in places.get("scope", ())]
    for name, found in places.items():
        word, _, kind = name.partition(".")
        if word == "definition" and kind not in _NOT_KINDS:
            regions.extend(_Region(place, kind, end_of(place)) for place in set(found))
    return sorted(regions, key=_order)


def _order(region: _Region) -> tuple[int, str]:
    return region.extent, region.kind


def _name(regions: list[_Region], places: Mapping[str, list[int]]) -> None:
    """Each name goes to the innermost region around it, which is the one that it names."""
    words = _by_place(places, ("definition.name", "scope.name", "definition.owner"))
    names = sorted(words)
    for place, region in zip(names, _innermost(regions, names), strict=True):
        if region is None:
            continue
        if words[place] == "definition.owner":
            region.owner = place
        elif region.name is None:
            region.name = place


def _innermost(regions: list[_Region], places: list[int]) -> list[_Region | None]:
    """The innermost region around each of the sorted places."""
    found: list[_Region | None] = []
    stack: list[_Region] = []
    waiting = iter(regions)
    after = next(waiting, None)
    for place in places:
        while after is not None and after.extent <= place:
            _close(stack, after.extent)
            stack.append(after)
            after = next(waiting, None)
        start = (place + LOW) >> 32
        while stack and stack[-1].end <= start:
            stack.pop()
        found.append(stack[-1] if stack else None)
    return found


def _close(stack: list[_Region], place: int) -> None:
    """Leave the regions that end before the place starts."""
    start = (place + LOW) >> 32
    while stack and stack[-1].end <= start:
        stack.pop()


def _widen(regions: list[_Region], around: list[int] | tuple[()]) -> None:
    """A node around a definition belongs to the first definition inside it."""
    starts = [start_of(region.extent) for region in regions]
    for place in sorted(around, reverse=True):
        at = bisect_left(starts, start_of(place))
        if at < len(regions) and end_of(regions[at].extent) <= end_of(place):
            regions[at].extent, regions[at].end = place, end_of(place)


def _take_in(regions: list[_Region], before: list[int] | tuple[()]) -> None:
    """A node before a definition belongs to the first definition behind it."""
    starts = [start_of(region.extent) for region in regions]
    for place in sorted(before, reverse=True):
        at = bisect_left(starts, end_of(place))
        if at < len(regions):
            regions[at].extent = key(start_of(place), regions[at].end)
    if before:  # what the node holds now starts behind the definition
        regions.sort(key=_order)


def _nest(regions: list[_Region]) -> None:
    """Parents and numbers."""
    stack: list[_Region] = []
    number = 0
    for region in regions:
        _close(stack, region.extent)
        region.parent = stack[-1] if stack else None
        stack.append(region)
        if region.kind != _SCOPE:
            region.number = number
            number += 1


def _qualify(regions: list[_Region], found: Definitions) -> None:
    for region in regions:
        around, owner, name = region.parent, region.owner, found.name_of(region.name or 0)
        if owner is not None:
            name = f"{found.name_of(owner)}.{name}"
        region.qualified = f"{around.qualified}.{name}" if around is not None else name
        if around is not None and region.kind == "function":
            owners = found.language.function_owners
            region.kind = "method" if around.kind in owners else region.kind


def _hand_out(regions: list[_Region], found: Definitions) -> None:
    """Parameters, decorators and bases, to the definitions they stand in."""
    words = _by_place(found.places, ("parameter", "decorator", "base"))
    places = sorted(words)
    for place, region in zip(places, _innermost(regions, places), strict=True):
        name = found.name_at(place)
        if region is not None and region.name is not None and name is not None:
            before = start_of(place) < start_of(region.name)
            _hand(region, words[place], name, before=before)


def _by_place(places: Mapping[str, list[int]], words: tuple[str, ...]) -> dict[int, str]:
    """Place → which of the captures it is; no place is several of them."""
    found: dict[int, str] = {}
    for word in words:
        found.update(dict.fromkeys(places.get(word, ()), word))
    return found


def _hand(region: _Region, word: str, name: str, *, before: bool) -> None:
    if word == "parameter":
        region.parameters.append(name)
    elif word == "decorator" and before:
        region.decorators.append(name)
    elif word == "base" and _takes_bases(region, before=before):
        region.bases.append(name)


def _takes_bases(region: _Region, *, before: bool) -> bool:
    """A base inside a function belongs to a nameless class in it."""
    return region.kind == _SCOPE or not (before or region.kind in _WITHOUT_BASES)


def _join_scopes(regions: list[_Region]) -> None:
    """What a scope extends, the definition of the same name extends."""
    named = {region.qualified: region for region in regions if region.kind != _SCOPE}
    for scope in regions:
        joined = named.get(scope.qualified) if scope.kind == _SCOPE else None
        if joined is not None:
            joined.bases.extend(base for base in scope.bases if base not in joined.bases)


def _fact(region: _Region) -> DefinitionFact:
    name_start, start = start_of(region.name or 0), start_of(region.extent)
    parent = region.parent
    while parent is not None and parent.kind == _SCOPE:
        parent = parent.parent
    return DefinitionFact(
        region.qualified,
        region.kind,
        name_start,
        (name_start << 32) - (region.name or 0),
        start,
        region.end,
        parent.number if parent is not None else -1,
        tuple(region.parameters),
        tuple(region.decorators),
        tuple(region.bases),
    )
