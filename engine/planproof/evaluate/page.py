"""A parsed file, and what violations quote from it."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from planproof.evaluate.markers import Marker, markers_in_comments
from planproof.index import statement_span
from planproof.model.document import Role
from planproof.model.location import LineMap, Place, Span
from planproof.model.violation import Mark
from planproof.rules import Findings, Hit, Reading, RuleClause, Subject, Wanted, always, find_hits
from planproof.spec.wire import Facet

LONGEST_SNIPPET = 200


class Quote(Struct, frozen=True):
    """What a violation says of its place; ``text`` and ``shape`` are those of its identity."""

    place: Place
    symbol: str
    text: str
    shape: str
    snippet: str


class Page:
    """One parsed file while it is judged. What it says is computed once, if there is a hit."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.subject: Subject = reading.subject
        self.quoted: dict[Span, tuple[str, str]] = {}
        """Text and shape of statements: many places may lie in a long one."""
        self._snippets: dict[int, str] = {}

    @property
    def path(self) -> str:
        return self.subject.path

    def find(self, clause: RuleClause, wanted: Wanted = always) -> Findings:
        return find_hits(clause, self.reading, wanted)

    def may_meet(self, hit: Hit, clause: RuleClause) -> bool:
        """Whether an expectation may rest on the hit: not where the syntax is broken, except on
        text, which stands there all the same."""
        if hit.mark is not Mark.PROVEN:
            return False
        is_text = any(t.index == hit.term and t.facet is Facet.TEXT for t in clause.terms)
        bounded = clause.inside or clause.not_inside
        return (is_text and not bounded) or self.is_sound(hit.span)

    def is_sound(self, span: Span) -> bool:
        """Whether the parser understood what stands there."""
        return not self.subject.document.is_broken(span)

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        return markers_in_comments(self.subject, self.lines)

    @cached_property
    def lines(self) -> LineMap:
        return LineMap(self.subject.content, self.reading.codec)

    def place(self, span: Span) -> Place:
        return self.lines.place(self.subject.path, span)

    def snippet(self, span: Span) -> str:
        """The line on which the span begins, trimmed, at most 200 characters."""
        line = self.lines.line_of(span.start)
        if line not in self._snippets:
            text = self.text(self.lines.line_span(line))
            short = text if len(text) <= LONGEST_SNIPPET else f"{text[: LONGEST_SNIPPET - 1]}…"
            self._snippets[line] = short
        return self._snippets[line]

    def text(self, span: Span) -> str:
        """Source text on one line, each run of white space one blank."""
        return " ".join(self.decode(span).split())

    def decode(self, span: Span) -> str:
        content = self.subject.content[span.start : span.end]
        return content.decode(self.reading.codec, "replace")

    def statement(self, span: Span) -> Span:
        """The smallest statement around the span."""
        return statement_span(self.subject.content, self.subject.language.name, span)

    def symbol(self, span: Span) -> str:
        """The qualified name of the definition around the span; empty at module level."""
        number = self.subject.document.enclosing(span)
        return self.subject.document.definitions[number].qualified if number >= 0 else ""

    @cached_property
    def local_names(self) -> frozenset[str]:
        """What functions of this file bind: parameters and plain assigned names."""
        document, assigned = self.subject.document, int(Role.ASSIGNMENT)
        found = {name for each in document.definitions for name in each.parameters}
        for row, roles in enumerate(document.roles):
            if roles & assigned and "." not in document.names[document.name_ids[row]]:
                bound = document.occurrence(row)
                if self._is_in_function(bound.span):
                    found.add(bound.name)
        return frozenset(found)

    def _is_in_function(self, span: Span) -> bool:
        around = self.subject.document.enclosing(span)
        owners = self.subject.language.function_owners
        return around >= 0 and self.subject.document.definitions[around].kind not in owners

    @property
    def unresolved(self) -> int:
        """How many imports leave open what names mean."""
        return self.subject.naming.unresolved

    @property
    def computed_tables(self) -> int:
        """How many tables of SQL are only known at run time."""
        return self.reading.tables.computed
