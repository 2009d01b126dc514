"""What a function or a class does that a rule can ask for: its traits, each as a term of a facet.

A trait is named as shortly as its last segment and as fully as what it is known to mean: both are
terms that hit it. What is behind something unknown (``f().run``) is named by what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from planproof.index import Resolver, callees
from planproof.languages import by_name
from planproof.model.document import Document, Role
from planproof.model.location import Span
from planproof.model.name import OPAQUE, canonical, last_segment
from planproof.rules.candidates import Nested
from planproof.search.features import kind_of
from planproof.spec.wire import Facet

MOST_ROWS = 2_000
"""Names of one definition that are looked at; of a longer one only the first."""

_MOST_MEANINGS = 4
_LONGEST = 200
_TERM = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)*")
_FUNCTIONS = frozenset({"constructor", "function", "method"})

_CALL, _KEYWORD, _ASSIGNMENT = int(Role.CALL), int(Role.KEYWORD), int(Role.ASSIGNMENT)
_HEAD = (
    (int(Role.DECORATOR), Facet.DECORATORS),
    (int(Role.BASE), Facet.BASES),
    (int(Role.PARAMETER), Facet.PARAMETERS),
)
_LOOKED_AT = _CALL | _KEYWORD | _ASSIGNMENT | sum(role for role, _ in _HEAD)


class Trait(Struct, frozen=True, order=True):
    """``name`` is the term. With a ``keyword``: a call that is given it."""

    kind: str
    name: str
    keyword: str = ""

    @property
    def facet(self) -> Facet:
        return Facet(self.kind)

    @property
    def short(self) -> Trait:
        """The same by the last segment alone, which all its names have in common."""
        return Trait(self.kind, last_segment(self.name), self.keyword)


class TraitReader:
    """Reads the definitions of one file at one path. With ``keywords`` it also tells what calls
    are given, for which the source is parsed."""

    def __init__(
        self, document: Document, source: bytes, path: str, *, keywords: bool = True
    ) -> None:
        self._document = document
        self._source = source
        self._wants_keywords = keywords
        self._resolver = Resolver(document, document.language, path)

    def of(self, row: int) -> frozenset[Trait]:
        """The traits of the definition of a row."""
        return frozenset(self._traits(row))

    def _traits(self, row: int) -> Iterator[Trait]:
        definition = self._document.definitions[row]
        yield from self._methods(row)
        for at in self._document.rows_in(definition.extent)[:MOST_ROWS]:
            roles = self._document.roles[at]
            if roles & _LOOKED_AT:
                yield from self._of_name(at, roles, row)

    def _methods(self, row: int) -> Iterator[Trait]:
        """What a class defines."""
        for each in self._children.get(row, ()):
            if kind_of(self._document.definitions[row]) is not None:
                yield Trait(Facet.DEFINITIONS.value, each)

    @cached_property
    def _children(self) -> Mapping[int, list[str]]:
        """Class → the names of its functions."""
        found: dict[int, list[str]] = {}
        for one in self._document.definitions:
            if one.kind in _FUNCTIONS and one.parent >= 0 and not self._is_function(one.parent):
                name = one.qualified.rpartition(".")[2]
                if _TERM.fullmatch(name):
                    found.setdefault(one.parent, []).append(name)
        return found

    def _of_name(self, at: int, roles: int, row: int) -> Iterator[Trait]:
        span = self._span(at)
        if roles & _CALL:
            for name in self._names(at):
                yield Trait(Facet.CALLS.value, name)
        if roles & _KEYWORD and self._wants_keywords:
            yield from self._given(at, span)
        if roles & _ASSIGNMENT and self._is_lasting(at, span, row):
            for name in self._names(at):
                yield Trait(Facet.ASSIGNMENTS.value, name)
        for role, facet in _HEAD:
            if roles & role and self._document.enclosing(span) == row:
                for name in self._names(at):
                    yield Trait(facet.value, name)

    def _is_lasting(self, at: int, span: Span, row: int) -> bool:
        """Whether more is assigned than a variable of a function."""
        if "." in canonical(self._written(at)):
            return True
        return not self._is_function(row) and self._document.enclosing(span) == row

    def _is_function(self, row: int) -> bool:
        return self._document.definitions[row].kind in _FUNCTIONS

    def _given(self, at: int, span: Span) -> Iterator[Trait]:
        keyword = self._written(at)
        around = self._arguments.around(span)
        callee = self._callee_ending.get(around.start) if around is not None else None
        if callee is None or not _TERM.fullmatch(keyword):
            return
        for name in self._names(callee):
            yield Trait(Facet.CALLS.value, name, keyword)

    def _names(self, at: int) -> Iterable[str]:
        """Every term by which a name can be asked for, each once."""
        written = canonical(self._written(at))
        meanings = self._resolver.candidates(at)[:_MOST_MEANINGS]
        found = dict.fromkeys(
            name
            for chain in (written, *meanings)
            if (name := self._term(chain)) and len(name) <= _LONGEST
        )
        for name in tuple(found):
            found.setdefault(last_segment(name))
        return found

    def _term(self, chain: str) -> str:
        """As far as it can be written in a spec: behind what is unknown, and behind ``self``."""
        known = chain.rpartition(OPAQUE)[2].lstrip(".")
        first, _, rest = known.partition(".")
        if rest and first in self._receivers:
            known = rest
        return known if _TERM.fullmatch(known) else ""

    @cached_property
    def _receivers(self) -> frozenset[str]:
        language = by_name(self._document.language)
        own = language.receivers if language is not None else ()
        return frozenset({*own, "self", "cls", "this"})

    def _written(self, at: int) -> str:
        return self._document.names[self._document.name_ids[at]]

    def _span(self, at: int) -> Span:
        return Span(self._document.starts[at], self._document.ends[at])

    @cached_property
    def _arguments(self) -> Nested:
        """From the end of each callee to that of its call: where its arguments stand."""
        found = callees(self._source, self._document.language)
        return Nested(Span(callee.end, call.end) for callee, call in found.items())

    @cached_property
    def _callee_ending(self) -> Mapping[int, int]:
        """Where a callee ends → its row."""
        document = self._document
        return {document.ends[at]: at for at in range(len(document)) if document.roles[at] & _CALL}
