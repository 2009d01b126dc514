"""A source parsed again, for what its facts do not hold."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.encoding import OffsetMap, utf8_of
from planproof.index.scan import root_of
from planproof.languages import Language, by_name
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node


class Parsed(Struct, frozen=True):
    """A tree over UTF-8, and the way between its offsets and those of the file."""

    root: Node
    text: bytes
    language: Language
    offsets: OffsetMap | None

    def outside(self, start: int, end: int) -> Span:
        """Offsets of the tree → a span of the file."""
        if self.offsets is None:
            return Span(start, end)
        return Span(self.offsets(start), self.offsets(end))

    def inside(self, span: Span) -> Span:
        """A span of the file → offsets of the tree."""
        if self.offsets is None:
            return span
        back = self.offsets.reversed()
        return Span(back(span.start), back(span.end))


@lru_cache(maxsize=1)
def parse(source: bytes, language: str) -> Parsed:
    """The tree of a source that :func:`planproof.index.scan` makes a document of.

    Keeps the last one: many questions about one file follow each other.
    """
    known = by_name(language)
    if known is None:
        raise LookupError(f"no grammar called {language}")
    text, offsets = utf8_of(source, known)
    return Parsed(root_of(text, known), text, known, offsets)
