"""Where names are bound and seen: the definitions of a document and its scopes without a name."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from planproof.model.document import Definition, Document
from planproof.model.location import Span

MODULE = -1
"""The scope of the whole file."""


class Scopes:
    """Scopes by number: definitions by theirs, then the regions of the document, then MODULE."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._definitions = document.definitions

    def at(self, span: Span) -> int:
        """The innermost scope around a span. No definition is around its own name."""
        index = bisect_left(self._starts, span.start + 1) - 1
        scope = self._order[index] if index >= 0 else MODULE
        while scope != MODULE and not self._holds(scope, span):
            scope = self._parents[scope]
        return scope

    def parent(self, scope: int) -> int:
        return self._parents[scope]

    def definition(self, scope: int) -> Definition | None:
        """The definition that is the scope; None for a region and for the module."""
        return self._definitions[scope] if 0 <= scope < len(self._definitions) else None

    def named(self, scope: int) -> int:
        """The innermost definition that is the scope or around it, or MODULE."""
        while scope >= len(self._definitions):
            scope = self._parents[scope]
        return scope

    def _holds(self, scope: int, span: Span) -> bool:
        definition = self.definition(scope)
        own = definition is not None and definition.name == span
        return not own and self._spans[scope].contains(span)

    @cached_property
    def _spans(self) -> list[Span]:
        return [*(each.extent for each in self._definitions), *self._document.regions]

    @cached_property
    def _order(self) -> list[int]:
        spans = self._spans
        return sorted(range(len(spans)), key=lambda at: (spans[at].start, -spans[at].end, at))

    @cached_property
    def _starts(self) -> list[int]:
        return [self._spans[scope].start for scope in self._order]

    @cached_property
    def _parents(self) -> list[int]:
        parents = [MODULE] * len(self._spans)
        stack: list[int] = []
        for scope in self._order:
            span = self._spans[scope]
            while stack and self._spans[stack[-1]].end <= span.start:
                stack.pop()
            parents[scope] = stack[-1] if stack else MODULE
            stack.append(scope)
        return parents
