"""The regions that a parser could not make sense of, searched by their letters.

A forbidden name that stands there is a hit, marked lexical. Nothing is required by one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from planproof.languages.markup.entities import ENTITY, meant_by
from planproof.model.location import Span
from planproof.model.name import segments
from planproof.model.violation import Mark
from planproof.rules.dedupe import outermost
from planproof.rules.hits import Hit, shortened
from planproof.rules.names import NAME_FACETS, imports_meant
from planproof.rules.offsets import codec_of, spans_of
from planproof.rules.refined import Refined
from planproof.rules.rule import Matcher, RuleTerm
from planproof.rules.structure import Structure
from planproof.rules.subject import Subject
from planproof.rules.tables import TableTerm
from planproof.rules.terms import NameTerm, RegexTerm, TextTerm

_ESCAPE = re.compile(r"\\u+(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))")
_LAST_CHARACTER = 0x10FFFF
_CHAIN = re.compile(r"[\w$]+(?:(?:\?\.|::|\.)[\w$]+)*")


def find_lexical(
    terms: Iterable[RuleTerm], subject: Subject, known: Sequence[Hit]
) -> Iterator[Hit]:
    """Hits in broken regions where ``known`` has none."""
    taken = [hit.span for hit in outermost(known)]
    codec = codec_of(subject.content, subject.language)
    for region in subject.document.broken:
        text = subject.content[region.start : region.end].decode(codec, "surrogateescape")
        for term in terms:
            places = sorted(_search_decoded(term, text, subject))
            for place, span in zip(places, spans_of(places, text, codec), strict=True):
                moved = Span(region.start + span.start, region.start + span.end)
                if not _is_taken(moved, taken):
                    name = shortened(text[place[0] : place[1]])
                    yield Hit(term.index, moved, name, mark=Mark.LEXICAL)


def _is_taken(span: Span, taken: Sequence[Span]) -> bool:
    """``taken`` is sorted and does not overlap."""
    near = bisect_right(taken, span)
    return any(one.overlaps(span) for one in taken[max(0, near - 1) : near + 1])


def undecided_in_broken(terms: Iterable[RuleTerm], subject: Subject) -> tuple[str, ...]:
    """Why terms without any letters cannot be judged in this file's broken regions."""
    hidden = what_may_hide(subject)
    if not hidden:
        return ()
    return tuple(
        f"{hidden}, and {term.label!r} has no letters to search it for"
        for term in terms
        if not term.letters and _needs_letters(term) and _applies(term.matcher, subject)
    )


def what_may_hide(subject: Subject) -> str:
    """Why there may be code in the file that nobody has parsed; empty where there is none."""
    regions = subject.document.broken
    if not regions:
        return ""
    known = {Span(*each) for each in subject.language.unread(subject.content)}
    names = (subject.content[each.start : each.end] for each in regions if each in known)
    if len(known.intersection(regions)) < len(regions):
        return "has a syntax error"
    if all(map(subject.language.is_name, names)):
        return ""
    return "has markup that is not read as code"


def _needs_letters(term: RuleTerm) -> bool:
    """Structures, and selectors of any name: every word would be a hit of them."""
    selects = isinstance(term.matcher, Refined) and isinstance(term.plain, NameTerm)
    return selects or isinstance(term.matcher, Structure)


def _search_decoded(term: RuleTerm, text: str, subject: Subject) -> Iterable[tuple[int, int]]:
    """Where the text has a term, also spelt with escapes, where the language allows that."""
    found = set(_search(term, text, subject))
    plain, starts = text, list(range(len(text) + 1))
    if subject.language.names_hold_entities and "&" in plain:
        plain, starts = _decoded(plain, starts, ENTITY, meant_by)
    if subject.language.names_hold_escapes and "\\u" in plain:
        plain, starts = _decoded(plain, starts, _ESCAPE, _escaped)
    if plain != text:
        for start, end in _search(term, plain, subject):
            found.add((starts[start], starts[end]))
    return found


def _escaped(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= _LAST_CHARACTER else escape[0]


def _decoded(
    text: str, before: list[int], escapes: re.Pattern[str], meant: Callable[[re.Match[str]], str]
) -> tuple[str, list[int]]:
    """The text without escapes, and where each of its characters, and its end, was ``before``."""
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for escape in escapes.finditer(text):
        letters = meant(escape)
        parts += (text[at : escape.start()], letters)
        starts += before[at : escape.start()]
        starts += before[escape.start() : escape.start() + 1] * len(letters)
        at = escape.end()
    parts.append(text[at:])
    starts += before[at:]
    return "".join(parts), starts


def _search(term: RuleTerm, text: str, subject: Subject) -> Iterable[tuple[int, int]]:
    if not _applies(term.matcher, subject) or (_needs_letters(term) and not term.letters):
        return ()
    match term.plain:
        case RegexTerm() as regex:
            return _regex(regex, text, names=term.facet in NAME_FACETS)
        case TextTerm() as literal:
            return literal.places(text)
        case TableTerm(regex=RegexTerm() as regex):
            return _regex(regex, text, names=True)
        case TableTerm() as table:
            return _words(table.word_patterns(), text)
        case NameTerm() as name:
            return _words((name.word_pattern(), *_aliases(name, subject)), text)
        case Structure(letters=str() as letters):
            return _words((_word(letters),), text)
        case _:
            return ()


def _applies(matcher: Matcher, subject: Subject) -> bool:
    """Whether there can be hits at all in the language."""
    match matcher:
        case Structure():
            return subject.language.name in matcher.languages
        case Refined():
            return matcher.applies(subject.language)
        case _:
            return True


def _regex(term: RegexTerm, text: str, *, names: bool) -> Iterator[tuple[int, int]]:
    """Names are tried one by one, so that anchors hold at their ends; source text has no ends."""
    if not names:
        yield from term.anywhere().spans(text)
        return
    for found in _CHAIN.finditer(text):
        if term.search(found.group()) or any(map(term.search, segments(found.group()))):
            yield found.start(), found.end()


def _aliases(term: NameTerm, subject: Subject) -> Iterator[str]:
    """Other words that mean the name in this file: ``import legacy as l``."""
    for binding in imports_meant(term, subject):
        if binding.local != binding.target.rpartition(".")[2]:
            yield _word(binding.local)


def _words(patterns: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    return _spans(re.compile("|".join(f"(?:{pattern})" for pattern in patterns)), text)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in pattern.finditer(text))


def _word(letters: str) -> str:
    return rf"(?<![\w$]){re.escape(letters)}(?![\w$])"
