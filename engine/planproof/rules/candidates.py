"""``for_each``: the parts of one file that each must hold what a rule expects."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from planproof.model.location import Span
from planproof.rules.dedupe import outermost
from planproof.rules.find import Reading, Wanted, find_each
from planproof.rules.hits import Hit
from planproof.rules.lexical import find_lexical, what_may_hide
from planproof.rules.rule import RuleClause, RuleTerm
from planproof.rules.scopes import Glob
from planproof.rules.subject import Subject
from planproof.spec.wire import Facet

CANDIDATES = (
    *(Facet.FILES, Facet.DEFINITIONS, Facet.CALLS, Facet.DECORATORS, Facet.BASES),
    *(Facet.PATTERN, Facet.AST),
)
"""Facets whose hits are something that can hold other hits."""

_OF_DEFINITION = frozenset({Facet.DEFINITIONS, Facet.DECORATORS, Facet.BASES})
_HEAD = frozenset({Facet.DECORATORS, Facet.BASES, Facet.PARAMETERS})
"""What a definition has itself, and not through others that it holds."""

_NO_DEFINITION = -1


class Candidate(Struct, frozen=True):
    """A part of a file that must hold something. ``hit`` is what it was found by.

    ``definition`` is the number of the definition that it is, -1 if it is none. ``is_call``: then
    the keywords in it are its own, and not those of calls within.
    """

    hit: Hit
    extent: Span
    definition: int = _NO_DEFINITION
    is_call: bool = False


class Candidates(Struct, frozen=True):
    """Those of one file, by place, and why some could not be told."""

    all: tuple[Candidate, ...] = ()
    undecided: tuple[str, ...] = ()


class Hits:
    """Hits by place."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self.all = sorted(hits, key=lambda hit: (hit.span, hit.term))
        self._starts = [hit.span.start for hit in self.all]

    def within(self, span: Span) -> Sequence[Hit]:
        """Those that begin in a range."""
        low = bisect_left(self._starts, span.start)
        return self.all[low : bisect_left(self._starts, span.end, low)]


def whole_file(clause: RuleClause, path: str, size: int) -> Candidate | None:
    """The file itself, if a glob of the clause fits its path."""
    for term in clause.terms:
        if isinstance(term.matcher, Glob) and term.matcher.fits(path):
            return Candidate(Hit(term.index, Span(0, 0), path), Span(0, size))
    return None


class Holders:
    """Finds candidates in one file, and says what is inside of each."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @property
    def _subject(self) -> Subject:
        return self._reading.subject

    def find(self, clause: RuleClause, wanted: Wanted) -> Candidates:
        """Those of nested places are several; at one place there is one."""
        subject = self._subject
        file = whole_file(clause, subject.path, len(subject.content))
        found: dict[tuple[Span, int], Candidate] = {}
        undecided: list[str] = []
        known: list[Hit] = []
        for term in clause.terms:
            hits = find_each(term, clause, self._reading) if wanted(term) else ()
            if isinstance(hits, str):
                undecided.append(hits)
                continue
            known.extend(hits)
            for candidate in (self._candidate(term, hit) for hit in hits):
                found.setdefault((candidate.extent, candidate.definition), candidate)
        undecided.extend(self._hidden(clause))
        lexical = [t for t in clause.terms if t.letters and wanted(t)]
        hidden = [Candidate(h, h.span) for h in find_lexical(lexical, subject, known)]
        listed = sorted((*found.values(), *hidden), key=_place)
        return Candidates((*((file,) if file else ()), *listed), tuple(undecided))

    def inside(self, candidate: Candidate, expect: RuleClause, hits: Hits) -> Iterator[Hit]:
        """The hits of a clause that a candidate holds, each term's overlapping ones once."""
        facets = {term.index: term.facet for term in expect.terms}
        held: dict[int, list[Hit]] = {}
        for hit in hits.within(candidate.extent):
            if self._holds(candidate, facets[hit.term], hit.span):
                held.setdefault(hit.term, []).append(hit)
        for same in held.values():
            yield from outermost(same)

    def _holds(self, candidate: Candidate, facet: Facet, span: Span) -> bool:
        if not candidate.extent.contains(span):
            return False
        if candidate.definition != _NO_DEFINITION and facet in _HEAD:
            return self._subject.document.enclosing(span) == candidate.definition
        if candidate.is_call and facet is Facet.KEYWORDS:
            return self._is_argument_of(candidate.extent, span)
        return True

    def _candidate(self, term: RuleTerm, hit: Hit) -> Candidate:
        if term.facet in _OF_DEFINITION:
            return self._definition(term, hit)
        if term.facet is Facet.CALLS:
            call = self._calls.get(hit.span.end)
            return Candidate(hit, call or self._statement(hit.span), is_call=call is not None)
        return Candidate(hit, hit.span)

    def _definition(self, term: RuleTerm, hit: Hit) -> Candidate:
        """The definition that a name, a decorator or a base belongs to."""
        document = self._subject.document
        if term.facet is Facet.DEFINITIONS:
            number = self._numbers.get(hit.span, _NO_DEFINITION)
        else:
            number = document.enclosing(hit.span)
        if number == _NO_DEFINITION:
            return Candidate(hit, self._statement(hit.span))
        return Candidate(hit, document.definitions[number].extent, number)

    def _hidden(self, clause: RuleClause) -> Iterator[str]:
        if hidden := what_may_hide(self._subject):
            for term in clause.terms:
                if not term.letters and not isinstance(term.matcher, Glob):
                    yield f"{hidden}, and {term.label!r} has no letters to search it for"

    def _statement(self, span: Span) -> Span:
        from planproof.index import statement_span

        return statement_span(self._subject.content, self._subject.language.name, span)

    @cached_property
    def _numbers(self) -> Mapping[Span, int]:
        return {each.name: n for n, each in enumerate(self._subject.document.definitions)}

    @cached_property
    def _calls(self) -> Mapping[int, Span]:
        """Where a callee ends → the extent of its call."""
        from planproof.index import callees

        found = callees(self._subject.content, self._subject.language.name)
        return {callee.end: call for callee, call in found.items()}

    @cached_property
    def _arguments(self) -> Nested:
        """From the end of each callee to that of its call: where its arguments stand."""
        return Nested(Span(end, call.end) for end, call in self._calls.items())

    def _is_argument_of(self, call: Span, span: Span) -> bool:
        """Whether the innermost call among whose arguments a span stands is this one."""
        around = self._arguments.around(span)
        return around is not None and self._calls.get(around.start) == call


class Nested:
    """Ranges none of which cuts another one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self._spans]
        self._parents: list[int] = []
        open_ones: list[int] = []
        for number, span in enumerate(self._spans):
            while open_ones and self._spans[open_ones[-1]].end < span.end:
                open_ones.pop()
            self._parents.append(open_ones[-1] if open_ones else -1)
            open_ones.append(number)

    def around(self, span: Span) -> Span | None:
        """The innermost that holds the span."""
        at = bisect_right(self._starts, span.start) - 1
        while at >= 0 and self._spans[at].end < span.end:
            at = self._parents[at]
        return self._spans[at] if at >= 0 else None


def _place(candidate: Candidate) -> tuple[Span, int, int]:
    return (candidate.extent, -candidate.extent.end, candidate.hit.term)
