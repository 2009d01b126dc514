"""The regions that a parser could not make sense of, searched by their letters.

A forbidden name that stands there is a hit, marked lexical. Nothing is required by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.rules.hits import Hit, shortened
from planproof.rules.names import imports_meant
from planproof.rules.offsets import codec_of
from planproof.rules.rule import RuleTerm
from planproof.rules.structure import Structure
from planproof.rules.subject import Subject
from planproof.rules.terms import NameTerm, RegexTerm, TextTerm


def find_lexical(
    terms: Iterable[RuleTerm], subject: Subject, known: Sequence[Hit]
) -> Iterator[Hit]:
    """Hits in broken regions where ``known`` has none."""
    for region in subject.document.broken:
        text = _Text(subject.content[region.start : region.end], region.start, subject)
        for term in terms:
            for span in _search(term, text, subject):
                if not any(hit.span.overlaps(span) for hit in known):
                    yield Hit(term.index, span, text.between(span), mark=Mark.LEXICAL)


def undecided_in_broken(terms: Iterable[RuleTerm], subject: Subject) -> tuple[str, ...]:
    """Why terms without any letters cannot be judged in this file's broken regions."""
    if not subject.document.broken:
        return ()
    return tuple(
        f"has a syntax error, and {term.text!r} has no letters to search it for"
        for term in terms
        if isinstance(term.matcher, Structure) and not term.letters
    )


class _Text:
    """A region as text, with the way back to the file's bytes."""

    def __init__(self, content: bytes, start: int, subject: Subject) -> None:
        self._encoding = codec_of(subject.content, subject.language)
        self._start = start
        self.text = content.decode(self._encoding, "surrogateescape")

    def span(self, start: int, end: int) -> Span:
        return Span(self._offset(start), self._offset(end))

    def between(self, span: Span) -> str:
        encoded = self.text.encode(self._encoding, "surrogateescape")
        found = encoded[span.start - self._start : span.end - self._start]
        return shortened(found.decode(self._encoding, "replace"))

    def _offset(self, at: int) -> int:
        return self._start + len(self.text[:at].encode(self._encoding, "surrogateescape"))


def _search(term: RuleTerm, text: _Text, subject: Subject) -> Iterator[Span]:
    matcher = term.matcher
    if isinstance(matcher, RegexTerm):
        found = matcher.spans(text.text)
    elif isinstance(matcher, TextTerm):
        found = _spaced(matcher, text.text)
    elif isinstance(matcher, NameTerm):
        found = _words((matcher.word_pattern(), *_aliases(term, subject)), text.text)
    elif isinstance(matcher, Structure) and matcher.letters:
        found = _words((_word(matcher.letters),), text.text)
    else:
        return
    for start, end in found:
        yield text.span(start, end)


def _aliases(term: RuleTerm, subject: Subject) -> Iterator[str]:
    """Other words that mean the name in this file: ``import legacy as l``."""
    if isinstance(term.matcher, NameTerm):
        for binding in imports_meant(term.matcher, subject):
            if binding.local != binding.target.rpartition(".")[2]:
                yield _word(binding.local)


def _words(patterns: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer("|".join(f"(?:{pattern})" for pattern in patterns), text):
        yield found.start(), found.end()


def _word(letters: str) -> str:
    return rf"(?<![\w$]){re.escape(letters)}(?![\w$])"


def _spaced(term: TextTerm, text: str) -> Iterator[tuple[int, int]]:
    """A text term whose blanks may be any white space."""
    yield from ((found.start(), found.end()) for found in _spaced_pattern(term).finditer(text))


@lru_cache(maxsize=256)
def _spaced_pattern(term: TextTerm) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in term.normal.split())
    before = r"(?<!\w)" if re.match(r"\w", term.normal) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", term.normal) else ""
    return re.compile(before + words + after)
