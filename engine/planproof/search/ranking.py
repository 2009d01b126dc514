"""Which units are most like one: field by field, by what is rare, whatever their length.

A term weighs the square of its rarity (the logarithm of how many units there are for each that has
it). In each field a unit scores the weight that it shares with the one asked for, as a part of all
of that one's, less where it is the longer of the two. Fields are added up by weights that were
found on other code than they are measured on; see docs/similar.md.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import chain
from math import log, sqrt
from operator import add, mul
from types import MappingProxyType

from msgspec import Struct

from planproof.search.features import FIELDS, Field
from planproof.search.similar_catalogue import Catalogue, Part

WEIGHTS: Mapping[Field, float] = MappingProxyType(
    {
        Field.LITERALS: 2.0,
        Field.CALLS: 1.0,
        Field.ATTRIBUTES: 2.0,
        Field.KEYWORDS: 0.5,
        Field.ASSIGNED: 1.0,
        Field.PARAMETERS: 1.0,
        Field.DECORATORS: 0.5,
        Field.BASES: 0.5,
        Field.SIBLINGS: 2.0,
        Field.NEIGHBOURS: 2.0,
        Field.MODULE: 1.0,
        Field.SHAPE3: 1.0,
        Field.SHAPE5: 2.0,
        Field.HEAD: 2.0,
        Field.NAME: 2.0,
    }
)

_COMMON = 0.1
_FEW = 200
_ENOUGH = 50_000
"""What more than a tenth of all units have says little, and costs most of the time: it is left out
where as much as this has been looked up."""

_SPARSE = 0.5
"""Fewer postings for each unit are quicker to go through by themselves."""

_MOST_POSTINGS = 3_000_000
SHORTER = 4.0
"""How many times more what a shorter unit shares may count."""

LEAST_SCORE = 0.02


class Ranked(Struct, frozen=True):
    """A unit of a part of the catalogue. A copy of what was asked for scores 1."""

    score: float
    part: Part
    unit: int


class _Term(Struct, frozen=True):
    weight: float
    lists: Mapping[int, array[int]]
    postings: int


class _FieldAsked(Struct, frozen=True):
    """``factors`` are what to multiply with, by the length of the other unit in the field."""

    field: Field
    features: list[int]
    factors: list[float]


class Words(Struct, frozen=True):
    """How words are looked up: ``forms`` are further features that stand for one; ``power`` is that
    of the logarithm of its rarity by which a term weighs."""

    forms: Mapping[int, Sequence[int]] = MappingProxyType({})
    power: float = 2


class Ranking(Struct, frozen=True):
    """The best units, in no order among those of equal score; and what each feature weighs."""

    best: tuple[Ranked, ...]
    weights: Mapping[int, float]


def rank(
    catalogue: Catalogue,
    features: Mapping[Field, Sequence[int]],
    most: int,
    weights: Mapping[Field, float] = WEIGHTS,
    shorter: float = SHORTER,
    words: Words | None = None,
) -> Ranking:
    """The ``most`` units that are most like the one with these features, best first.

    There are more where the last of them is as good as others. Those that score less than
    ``LEAST_SCORE`` are left out.
    """
    used = [one for one in FIELDS if weights.get(one) and features.get(one)]
    sorted_fields = {one: sorted(set(features[one])) for one in used}  # for the sums' last digits
    terms = _terms(catalogue, sorted_fields, words or Words())
    whole = sum(weights[one] * _share(terms, some) for one, some in sorted_fields.items()) or 1.0
    fields = [
        _FieldAsked(one, some, _factors(some, weights[one] / _mass(terms, some) / whole, shorter))
        for one, some in sorted_fields.items()
    ]
    scored = [(part, _scores(part, fields, terms)) for part in catalogue.parts]
    least = max(LEAST_SCORE, _least(scored, most))
    best = [
        Ranked(score, part, unit)
        for part, scores in scored
        for unit, score in enumerate(scores)
        if score >= least
    ]
    best.sort(key=lambda one: -one.score)
    return Ranking(tuple(best), {number: term.weight for number, term in terms.items()})


def _factors(features: Sequence[int], scale: float, shorter: float) -> list[float]:
    asked = min(len(features), 255)
    return [scale * min(sqrt(asked / max(other, 1)), shorter) for other in range(256)]


def _least(scored: Sequence[tuple[Part, list[float]]], most: int) -> float:
    """The score of the last one wanted; 0 where there are fewer."""
    best: list[float] = []
    for _, scores in scored:
        best = nlargest(most, chain(best, (one for one in scores if one >= LEAST_SCORE)))
    return best[-1] if len(best) == most else 0.0


def _terms(
    catalogue: Catalogue, fields: Mapping[Field, list[int]], words: Words
) -> dict[int, _Term]:
    """The terms that weigh something, and are not too common to be looked up; all others with no
    lists."""
    asked = set[int]().union(*fields.values()) if fields else set()
    every = asked.union(*words.forms.values())
    found = catalogue.table.postings(every, [part.batch for part in catalogue.parts])
    for one, forms in words.forms.items():
        found[one] = _united([found[each] for each in (one, *forms) if each in found])
    parts = {part.batch.number: part for part in catalogue.parts}
    terms = {one: _term(found.get(one, {}), parts, catalogue.count, words) for one in asked}
    limit = max(_FEW, int(catalogue.count * _COMMON))
    taken = 0
    for one in sorted(terms, key=lambda one: (terms[one].postings, one)):
        postings = terms[one].postings
        if (postings > limit and taken > _ENOUGH) or taken + postings > _MOST_POSTINGS:
            terms[one] = _Term(terms[one].weight, {}, postings)
        else:
            taken += postings
    return terms


def _united(some: Sequence[Mapping[int, array[int]]]) -> dict[int, array[int]]:
    """The units that are in any of the lists, by batch."""
    batches = {number for lists in some for number in lists}
    return {
        number: array("H", sorted({unit for lists in some for unit in lists.get(number, ())}))
        for number in batches
    }


def _term(
    lists: Mapping[int, array[int]], parts: Mapping[int, Part], count: int, words: Words
) -> _Term:
    known = {number: units for number, units in lists.items() if number in parts}
    frequency = sum(
        len(units) - len(parts[number].dead.intersection(units) if parts[number].dead else ())
        for number, units in known.items()
    )
    return _Term(log(1 + count / max(frequency, 1)) ** words.power, known, frequency)


def _mass(terms: Mapping[int, _Term], features: Sequence[int]) -> float:
    return sum(terms[one].weight for one in features) or 1.0


def _share(terms: Mapping[int, _Term], features: Sequence[int]) -> float:
    """What a copy would score in a field: not all of it, as what is common is not looked up."""
    weights = sum(terms[one].weight for one in features if terms[one].lists)
    return weights / _mass(terms, features)


def _scores(part: Part, fields: Sequence[_FieldAsked], terms: Mapping[int, _Term]) -> list[float]:
    total = [0.0] * part.units
    for one in fields:
        lists = _lists(part, one.features, terms)
        lengths = part.batch.lengths[one.field * part.units : (one.field + 1) * part.units]
        if sum(len(units) for _, units in lists) < part.units * _SPARSE:
            factors = one.factors
            for unit, shared in _shared_by_few(lists).items():
                total[unit] += shared * factors[lengths[unit]]
        else:
            shared_by_all = _shared(part, lists)
            factors_of_all = map(one.factors.__getitem__, lengths)
            total = list(map(add, total, map(mul, shared_by_all, factors_of_all)))
    for unit in part.dead:
        total[unit] = 0.0
    return total


_Lists = list[tuple[float, "array[int]"]]
"""What a term weighs, and the units of a part that have it."""


def _lists(part: Part, features: Sequence[int], terms: Mapping[int, _Term]) -> _Lists:
    found: _Lists = []
    for one in features:
        units = terms[one].lists.get(part.batch.number)
        if units and max(units) < part.units:  # else damaged, or another process has been at it
            found.append((terms[one].weight, units))
    return found


def _shared(part: Part, lists: _Lists) -> list[float]:
    """What each unit shares."""
    shared = [0.0] * part.units
    for weight, units in lists:
        for unit in units:
            shared[unit] += weight
    return shared


def _shared_by_few(lists: _Lists) -> dict[int, float]:
    """The same of those that share anything: the sums are the very same."""
    shared: dict[int, float] = {}
    for weight, units in lists:
        for unit in units:
            shared[unit] = shared.get(unit, 0.0) + weight
    return shared
