"""The facets ``literals`` and ``comments``: what code quotes, and what is said beside it.

A literal is searched as it is written between its quotes, from one substitution to the next, and
as what it says, escapes decoded; a comment without the marks around it. Texts are found on word
boundaries, any white space standing for any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planproof.model.location import Span
from planproof.rules.hits import Hit, shortened
from planproof.rules.offsets import spans_of
from planproof.rules.refined import Refined
from planproof.rules.terms import RegexTerm, SourceTerm, parse_text
from planproof.spec.wire import Facet

if TYPE_CHECKING:
    from planproof.index import Literal

PASSAGES = frozenset({Facet.LITERALS, Facet.COMMENTS})

_WORD = re.compile(r"[A-Za-z0-9_]+")
_LINE_MARK = re.compile(r"#+[:!]?|//+!?|<!--")
_SHEBANG = "#!"


class PassageTerm(Refined, frozen=True):
    """A text or a regular expression, for what stands in literals or comments."""

    term: SourceTerm

    @property
    def plain(self) -> SourceTerm:
        """Where literals and comments cannot be told apart there are no ends to anchor at."""
        return self.term.anywhere() if isinstance(self.term, RegexTerm) else self.term

    @property
    def letters(self) -> str | None:
        return max(sorted(self.words), key=len, default=None)

    @property
    def words(self) -> frozenset[str]:
        """Words alone: all else may be written as an escape, or be cut."""
        if isinstance(self.term, RegexTerm):
            return self.term.words
        return frozenset(_WORD.findall(self.term.normal))

    def places(self, text: str) -> list[tuple[int, int]]:
        """Character offsets of all matches, in order, without overlap."""
        return list(self.term.places(text))

    def is_in(self, text: str) -> bool:
        return bool(self.places(text))


def parse_passage(text: str) -> PassageTerm:
    """``/…/`` and ``/…/i`` are regular expressions, all else literal. Raises BadTermError."""
    return PassageTerm(parse_text(text))


def find_literals(
    index: int, term: PassageTerm, literals: Iterable[Literal], codec: str
) -> Iterator[Hit]:
    """Where the term is written; the whole literal where it is only what that says."""
    for literal in literals:
        pieces = [(span, text) for span, text in literal.pieces if term.is_in(text)]
        for span, text in pieces:
            yield from _hits(index, term, span, text, codec)
        said = next((text for text in literal.said if term.is_in(text)), None)
        if said is not None and not pieces:
            yield Hit(index, literal.span, shortened(said))


def find_comments(
    index: int, term: PassageTerm, comments: Iterable[tuple[Span, str]], codec: str
) -> Iterator[Hit]:
    """``comments`` with their marks, as :func:`planproof.index.comments` lists them."""
    for span, text in comments:
        if span.start == 0 and text.startswith(_SHEBANG):
            continue
        start, inner = _inside(text)
        before = len(text[:start].encode(codec, "surrogateescape"))
        yield from _hits(index, term, Span(span.start + before, span.end), inner, codec)


def _inside(comment: str) -> tuple[int, str]:
    """A comment without its marks and the white space around it, and where that starts."""
    if comment.startswith("/*"):
        inner = comment[2:].removesuffix("*/").rstrip("*").lstrip("*!")
        start = comment.find(inner, 2)
    else:
        mark = _LINE_MARK.match(comment)
        start = mark.end() if mark else 0
        inner = comment[start:].rstrip().removesuffix("-->")
    text = inner.lstrip()
    return start + len(inner) - len(text), text.rstrip()


def _hits(index: int, term: PassageTerm, span: Span, text: str, codec: str) -> Iterator[Hit]:
    places = term.places(text)
    for (start, end), found in zip(places, spans_of(places, text, codec), strict=True):
        place = Span(span.start + found.start, span.start + found.end)
        yield Hit(index, place, shortened(text[start:end]))
