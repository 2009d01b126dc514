"""A parsed file, and what violations quote from it."""

from __future__ import annotations

from functools import cached_property

from planproof.index import statement_span
from planproof.model.document import Role
from planproof.model.location import LineMap, Place, Span
from planproof.rules import Reading, Subject

_LONGEST_SNIPPET = 200


class Page:
    """One file while it is judged. What it says is computed once, and only if there is a hit."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.subject: Subject = reading.subject

    @cached_property
    def lines(self) -> LineMap:
        return LineMap(self.subject.content, self.reading.codec)

    def place(self, span: Span) -> Place:
        return self.lines.place(self.subject.path, span)

    def snippet(self, span: Span) -> str:
        """The line on which the span begins, trimmed, at most 200 characters."""
        text = self.text(self.lines.line_span(self.lines.line_of(span.start)))
        return text if len(text) <= _LONGEST_SNIPPET else f"{text[: _LONGEST_SNIPPET - 1]}…"

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
        """How many ``import *`` leave open what names mean."""
        return sum(binding.star for binding in self.subject.document.imports)
