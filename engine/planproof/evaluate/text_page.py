"""A piece of a file that has no document, judged by what stands in its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.evaluate.decoding import Piece, line_starts
from planproof.evaluate.markers import MARKER, Marker, markers_in_lines
from planproof.evaluate.page import LONGEST_SNIPPET, Page, Quote
from planproof.languages import is_code
from planproof.model.location import Place, Position, Span
from planproof.rules import (
    Findings,
    Hit,
    RuleClause,
    RuleTerm,
    TableTerm,
    TextSearch,
    Wanted,
    always,
    find_tables,
    find_text,
    outermost,
)

if TYPE_CHECKING:
    from planproof.index import PlainTables

_BEFORE = 60
"""Characters of a long line that are quoted before the place in question."""


def is_in_lines(term: RuleTerm, path: str) -> bool:
    """Whether a term is looked for in the lines of a file that has no document."""
    if isinstance(term.matcher, TableTerm):
        from planproof.index import names_tables

        return names_tables(path)
    return isinstance(term.matcher, TextSearch)


class TextPage:
    """Its spans count characters of the piece, not bytes of the file."""

    unresolved = 0

    def __init__(self, path: str, piece: Piece) -> None:
        self.path = path
        self.piece = piece

    @property
    def text(self) -> str:
        return self.piece.text

    def find(self, clause: RuleClause, wanted: Wanted = always) -> Findings:
        """The hits of a clause's terms that are looked for in lines, and why some are undecided.

        Nothing is inside of a definition here, unless this is code that could not be parsed.
        """
        hits: list[Hit] = []
        undecided: list[str] = []
        for term in clause.terms:
            if not is_in_lines(term, self.path) or not wanted(term):
                continue
            found = self._find(term)
            if isinstance(found, str):
                undecided.append(found)
            else:
                hits.extend(outermost(found))
            undecided.extend(self._doubts(term))
        if hits and (clause.inside or clause.not_inside) and is_code(self.path):
            undecided.append("not parsed, so that nobody can tell what is inside of what")
        return Findings(() if clause.inside else tuple(hits), tuple(undecided))

    def _find(self, term: RuleTerm) -> Iterable[Hit] | str:
        match term.matcher:
            case TextSearch() as search:
                return find_text(term.index, search, self.text)
            case TableTerm() as table:
                return find_tables(term.index, table, self._tables)
            case _:
                return ()

    @cached_property
    def _tables(self) -> PlainTables:
        from planproof.index import PlainTables

        return PlainTables(self.text, self.path)

    @property
    def computed_tables(self) -> int:
        from planproof.index import names_tables

        return self._tables.computed if names_tables(self.path) else 0

    def _doubts(self, term: RuleTerm) -> Iterator[str]:
        search = term.matcher
        if isinstance(search, TextSearch) and search.is_wide and not self.piece.sure:
            yield f"not in a known encoding, which {term.text!r} needs"
        if self.piece.cut:
            yield "has a line that is longer than 5 MB"

    def may_meet(self, hit: Hit, clause: RuleClause) -> bool:
        """Whether an expectation may rest on the hit: what stands in a line stands there."""
        del hit, clause
        return True

    def is_sound(self, span: Span) -> bool:
        """Whether a line is what it looks like: it always is."""
        del span
        return True

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        if MARKER not in self.text:
            return ()
        return markers_in_lines(self.path, self.text, self._starts)

    def quote(self, span: Span) -> Quote:
        place = self.place(span)
        line = self.line(span)
        return Quote(place, "", line, line, line)

    def place(self, span: Span) -> Place:
        return Place(self.path, self._position(span.start), self._position(span.end))

    def line(self, span: Span) -> str:
        """The line on which the span begins, each run of white space one blank; of a long one the
        part around the span."""
        number = self._line_of(span.start)
        start, end = self._starts[number], self._end_of(number)
        if end - start > 2 * LONGEST_SNIPPET:
            start = max(start, span.start - _BEFORE)
            end = min(end, start + LONGEST_SNIPPET)
        text = " ".join(self.text[start:end].split())
        return text if len(text) <= LONGEST_SNIPPET else f"{text[: LONGEST_SNIPPET - 1]}…"

    def snippets(self, spans: Sequence[Span]) -> Iterator[str]:
        """Ever longer parts of the piece in which the spans lie: their lines, then all of it."""
        numbers = sorted({self._line_of(span.start) for span in spans})
        lines = (self.text[self._starts[n] : self._end_of(n)] for n in numbers)
        yield "".join(f"{line.rstrip()}\n" for line in lines)
        yield self.text

    def _position(self, offset: int) -> Position:
        line = self._line_of(offset)
        column = offset - self._starts[line] + (0 if line else self.piece.column)
        return Position(self.piece.line + line, column)

    def _line_of(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _end_of(self, line: int) -> int:
        return self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)


AnyPage = Page | TextPage
