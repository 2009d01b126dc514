"""What does the analogous thing: the units of a tree that are most like one, each with why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from planproof.index import Index
from planproof.model.tree import Tree
from planproof.search.features import (
    Field,
    Kind,
    Unit,
    feature_of,
    parts_of,
    piece_of,
    pieces_numbered,
    rows_of,
    unit_at,
)
from planproof.search.features_lex import words_of
from planproof.search.ranking import SHORTER, WEIGHTS, Ranked, Words, rank
from planproof.search.similar_catalogue import Catalogue, UnitPlace, open_catalogue
from planproof.search.similar_copies import (
    COPY_WEIGHTS,
    LEAST_ALIKE,
    LEAST_COPY,
    MOST_LOOKED_AT,
    Written,
    copy_score,
    written_in,
)
from planproof.search.similar_files import OnProgress, key_of
from planproof.search.similar_places import Found, find_units
from planproof.search.word_forms import forms_of

MOST = 1_000
"""Matches that are counted and can be asked for."""

WORD_WEIGHTS: Mapping[Field, float] = MappingProxyType({Field.PARTS: 1.0, Field.NAME: 1.0})
"""Of a question in words: nothing else can be read out of them."""

_WORD_POWER = 1.25
_WORD_SHORTER = 2**0.5
"""See docs/similar.md for how well they do; found on celery and SQLAlchemy."""

_MOST_REASONS = 5
_MOST_TERMS = 6
_LEAST_PART = 0.05
_TOGETHER = 10
"""Files that are read at once: one may have 5 MB."""


class Reason(Struct, frozen=True):
    """What a match shares in one field.

    ``part`` is how much of the field's weight, between 0 and 1. ``total`` counts the terms that are
    shared, of which ``terms`` are the rarest; pieces of shape are no words, and are not listed.
    """

    field: Field
    part: float
    total: int
    terms: tuple[str, ...] = ()


class Match(Struct, frozen=True):
    """A unit that is like the one asked for. ``others`` are further paths of the same contents."""

    score: float
    found: Found
    why: tuple[Reason, ...]
    others: tuple[str, ...] = ()


class Answer(Struct, frozen=True):
    """``matches`` are the page that was asked for, of ``total``; ``units`` were compared.

    ``unseen`` more may be copies, but were not looked at."""

    matches: tuple[Match, ...]
    total: int
    units: int
    unseen: int = 0


class Asked(Struct, frozen=True):
    """What others are compared with. ``found`` is None where it is in no file of the tree."""

    unit: Unit
    weights: Mapping[Field, float] = WEIGHTS
    found: Found | None = None
    place: UnitPlace | None = None
    shorter: float = SHORTER
    least: float = 0.0
    """What scores less is no match."""

    forms: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Of a question in words: what each of them may be written as instead."""

    code: Found | None = None
    """Where it is written, in a file or on stdin; None for words."""

    written: Written | None = None
    """Where only copies are wanted: what they have to have, in this order."""

    def words(self) -> Words | None:
        """None for all but a question in words."""
        if not self.forms:
            return None
        kind = self.unit.kind
        return Words(
            {
                feature_of(kind, field, word): [feature_of(kind, field, one) for one in forms]
                for field in self.unit.terms
                for word, forms in self.forms.items()
            },
            _WORD_POWER,
        )


class Page(Struct, frozen=True):
    offset: int
    limit: int


class _Candidate(Struct, frozen=True):
    score: float
    paths: tuple[str, ...]
    place: UnitPlace


def find_similar(
    index: Index,
    tree: Tree,
    asked: Asked,
    page: Page,
    on_progress: OnProgress,
    catalogue: Catalogue | None = None,
) -> Answer:
    """The units of the same kind that are most like the one asked for; not itself, nor what is
    inside it or around it.

    By score, then path and place: the same tree gives the same answer. New files are read first;
    ``on_progress`` is told (files done, files in all). ``catalogue`` is that of the tree, for who
    has opened it.
    """
    catalogue = catalogue or open_catalogue(index, tree, on_progress)
    generation = catalogue.table.generation
    answer = _answer(index, tree, catalogue, asked, page)
    if catalogue.table.generation == generation:
        return answer
    return _answer(index, tree, open_catalogue(index, tree, on_progress), asked, page)


def _answer(index: Index, tree: Tree, catalogue: Catalogue, asked: Asked, page: Page) -> Answer:
    features = asked.unit.features()
    ranking = rank(catalogue, features, MOST + 1, asked.weights, asked.shorter, asked.words())
    masses = {
        field: sum(ranking.weights.get(one, 0.0) for one in sorted(set(numbers)))
        for field, numbers in features.items()
    }
    candidates = list(_candidates(catalogue, asked, ranking.best))
    candidates.sort(key=lambda one: (-one.score, one.paths, one.place.number))
    candidates = [one for one in candidates[:MOST] if one.score >= asked.least]
    unseen = 0
    if asked.written is not None:
        candidates, unseen = _copies(index, tree, catalogue, asked.written, candidates)
    shown = candidates[page.offset : page.offset + page.limit]
    files = find_units(index, tree, catalogue, [one.place for one in shown])
    matches = tuple(
        Match(
            round(min(one.score, 1.0), 4),
            replace(files[one.place], path=one.paths[0]),
            tuple(_reasons(asked, files[one.place], masses, ranking.weights)),
            one.paths[1:],
        )
        for one in shown
        if one.place in files
    )
    return Answer(matches, len(candidates), catalogue.count, unseen)


def _copies(
    index: Index, tree: Tree, catalogue: Catalogue, written: Written, some: Sequence[_Candidate]
) -> tuple[list[_Candidate], int]:
    """Those that are copies, best first, and how many were not looked at. Their files are read a
    few at a time."""
    copies, seen = [], 0
    for at in range(0, min(len(some), MOST_LOOKED_AT), _TOGETHER):
        few = some[at : min(at + _TOGETHER, MOST_LOOKED_AT)]
        files = find_units(index, tree, catalogue, [one.place for one in few])
        for one in few:
            if one.place in files:
                score = copy_score(written, written_in(files[one.place]))
                copies.append(replace(one, score=round(score, 9)))
                seen += 1
    copies = [one for one in copies if one.score >= LEAST_COPY]
    copies.sort(key=lambda one: (-one.score, one.paths, one.place.number))
    return copies, len(some) - seen


def asked_for(found: Found, tree: Tree) -> Asked:
    """A unit of the tree."""
    rows = [-1, *rows_of(found.document)]
    key = key_of(tree.manifest.entries[found.path])
    place = UnitPlace(*key, rows.index(found.row)) if key is not None else None
    unit = unit_at(found.document, found.source, found.row)
    return Asked(unit, found=found, place=place, code=found)


def asked_piece(found: Found) -> Asked:
    """A unit of code that is in no file of the tree, or all of that code for row -1."""
    document, source, row = found.document, found.source, found.row
    unit = piece_of(document, source) if row < 0 else unit_at(document, source, row)
    return Asked(_alone(unit), code=found)


def _alone(unit: Unit) -> Unit:
    """Without what stands beside it, which is nothing only because it was given alone."""
    beside = {Field.NEIGHBOURS, Field.MODULE}
    if unit.kind is not Kind.CLASS:  # the methods of a class stand in it
        beside.add(Field.SIBLINGS)
    terms = {field: some for field, some in unit.terms.items() if field not in beside}
    return replace(unit, terms=terms)


def only_copies(asked: Asked) -> Asked:
    """The same, where only copies are wanted: other names and edits are forgiven, no more."""
    written = written_in(asked.code) if asked.code is not None else None
    return replace(asked, weights=COPY_WEIGHTS, shorter=1.0, least=LEAST_ALIKE, written=written)


def words_asked(text: str) -> Asked:
    """What is compared for a sentence: its words, with what is in functions."""
    words = words_of(text)
    parts = frozenset(part for word in words for part in parts_of(word))
    forms: dict[str, tuple[str, ...]] = {}
    for part in sorted(parts - _STOP or parts):
        if not any(part in known for known in forms.values()):
            forms[part] = forms_of(part)
    own = frozenset(forms)
    unit = Unit(-1, Kind.FUNCTION, {Field.PARTS: own, Field.NAME: own}, {})
    return Asked(unit, WORD_WEIGHTS, shorter=_WORD_SHORTER, forms=forms)


_STOP_WORDS = (
    "a an and are as at be by does for from has have how in into is it its of on or that the this "
    "to was what when where which with"
)
_STOP = frozenset(_STOP_WORDS.split())


def _candidates(
    catalogue: Catalogue, asked: Asked, ranked: Sequence[Ranked]
) -> Iterator[_Candidate]:
    near = _near(asked)
    for one in ranked:
        place = catalogue.place(one.part, one.unit)
        paths = catalogue.paths_of(place)
        if place in near and asked.found is not None:
            paths = tuple(path for path in paths if path != asked.found.path)
        if paths:
            yield _Candidate(round(one.score, 9), paths, place)


def _near(asked: Asked) -> frozenset[UnitPlace]:
    """Itself, what is inside it, and what is around it."""
    found, place = asked.found, asked.place
    if found is None or place is None:
        return frozenset()
    definitions = found.document.definitions
    near = {place}
    for number, row in enumerate(rows_of(found.document), 1):
        if found.row >= 0 and definitions[row].extent.overlaps(found.span):
            near.add(replace(place, number=number))
    return frozenset(near)


def _reasons(
    asked: Asked, found: Found, masses: Mapping[Field, float], weights: Mapping[int, float]
) -> list[Reason]:
    """The most important ones, by how much they add to the score."""
    unit = unit_at(found.document, found.source, found.row)
    reasons = [
        reason
        for field in asked.weights
        if field is not Field.SHAPE3
        and (reason := _reason(asked, unit, field, masses.get(field, 0.0), weights))
    ]
    reasons.sort(key=lambda one: (-one.part * asked.weights[one.field], one.field))
    return reasons[:_MOST_REASONS]


def _reason(
    asked: Asked, unit: Unit, field: Field, whole: float, weights: Mapping[int, float]
) -> Reason | None:
    """``whole`` is what all of the field weighs."""
    own, kind = asked.unit, asked.unit.kind
    known = {
        said: weights.get(feature_of(kind, field, term), 0.0)
        for term, said in _shared_terms(asked, unit, field)
    }
    if field in own.pieces:
        both = own.pieces[field] & unit.pieces.get(field, frozenset())
        shared = sum(weights.get(one, 0.0) for one in sorted(pieces_numbered(kind, field, both)))
        count = len(both)
    else:
        shared, count = sum(known.values()), len(known)
    if not count or not whole or shared / whole < _LEAST_PART:
        return None
    terms = sorted(known, key=lambda term: (-known[term], term))
    return Reason(field, round(shared / whole, 4), count, tuple(terms[:_MOST_TERMS]))


def _shared_terms(asked: Asked, unit: Unit, field: Field) -> Iterator[tuple[str, str]]:
    """What both have: as it was asked, and as the other one says it."""
    said = unit.terms.get(field, frozenset())
    for term in sorted(asked.unit.terms.get(field, frozenset())):
        form = next((one for one in (term, *asked.forms.get(term, ())) if one in said), None)
        if form is not None:
            yield term, form
