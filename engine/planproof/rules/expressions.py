"""The facet ``expressions``: source text of arguments and right-hand sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.model.location import Span
from planproof.rules.dedupe import innermost
from planproof.rules.hits import Hit, shortened
from planproof.rules.terms import SourceTerm

Expressions = Sequence[tuple[Span, str]]
"""Place and white-space-normalised text of every argument and right-hand side of a file."""


def find_expressions(index: int, term: SourceTerm, expressions: Expressions) -> Iterator[Hit]:
    """The innermost expressions that hold the term: an argument, not the call it is part of."""
    found = (Hit(index, span, shortened(text)) for span, text in expressions if term.search(text))
    yield from innermost(found)
