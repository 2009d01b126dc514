"""Which of the rules' letters a file holds: the sieve that keeps most files from being parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from planproof.evaluate.decoding import decoded
from planproof.evaluate.folding import fold, folded_of
from planproof.evaluate.markers import MARKER
from planproof.evaluate.spelling import spellings
from planproof.languages import Language
from planproof.rules import (
    NAME_FACETS,
    FoldingMatcher,
    NameTerm,
    RegexTerm,
    RuleTerm,
    Structure,
    TextSearch,
)

if TYPE_CHECKING:
    import re2

_FEW = 3
"""Up to so many literals, looking for each is quicker than looking for all at once."""

_MEMORY = 64_000_000
_TOKEN = re.compile(rb"[^\s\"'`(){}\[\],;=<>|&+%!?]+")
_BEGINS = re.compile(r"\w", re.ASCII)
_ENDS = re.compile(r"\w\Z", re.ASCII)
_ANCHOR = re.compile(r"[$^]|\\[bBAzZ]")

Bare = RegexTerm | TextSearch
"""What has no letters by which it could be looked for."""


class Letters:
    """The letters of many terms, those of comments that suppress, and what has no letters."""

    def __init__(self, terms: Iterable[RuleTerm], more: Iterable[str] = ()) -> None:
        """``more`` are literals that other files make worth looking for."""
        terms = [term for term in terms if term.reads]
        words = {*more, *(word for term in terms for word in term.words)}
        self._literals = sorted(words - {MARKER})
        loose = {word for term in terms for word in term.words - names_in(term)}
        self._names = frozenset().union(*map(names_in, terms)) - loose
        self._folded = sorted({word for term in terms for word in folded_of(term)})
        self._all = (MARKER, *self._literals, *map(fold, self._folded))
        self._regexes = sorted({r for term in terms if (r := bare_of(term))}, key=_key)
        self._searches = frozenset(r for r in self._regexes if isinstance(r, TextSearch))

    @property
    def words(self) -> tuple[str, ...]:
        """All that is looked for, in a fixed order: the same words find the same things."""
        return (*self._all, "", *sorted(self._names), "", *map(_key, self._regexes))

    def literals_at(self, numbers: Iterable[int]) -> frozenset[str]:
        return frozenset(self._all[number] for number in numbers)

    def regexes_at(self, numbers: Iterable[int]) -> frozenset[Bare]:
        return frozenset(self._regexes[number] for number in numbers)

    def numbers_of_literals(self, found: frozenset[str]) -> tuple[int, ...]:
        return tuple(number for number, each in enumerate(self._all) if each in found)

    def numbers_of_regexes(self, found: frozenset[Bare]) -> tuple[int, ...]:
        return tuple(number for number, each in enumerate(self._regexes) if each in found)

    @property
    def longest(self) -> int:
        """The length in bytes of the longest literal."""
        return max((len(literal.encode()) for literal in self._all), default=1)

    def find(self, content: bytes, language: Language | None) -> frozenset[str]:
        """The literals that the content holds, in whatever spelling: names as a whole."""
        found: set[str] = set()
        for text in spellings(content, language):
            found.update(self._search(text))
            found.update(self._search_folded(text))
            if MARKER.encode() in text:
                found.add(MARKER)
        return frozenset(found)

    def find_regexes(self, content: bytes, language: Language | None) -> frozenset[Bare]:
        """What has no letters and may be in the content: names only where there is no grammar."""
        found: set[Bare] = set(self._searches_in(content))
        if language is None:
            found.update(self._names_in(content))
        return frozenset(found)

    def find_regexes_in_part(self, content: bytes) -> frozenset[Bare]:
        """The same for one part of a content of any kind; a text search may cross its ends."""
        return frozenset((*self._names_in(content), *self._searches))

    def _names_in(self, content: bytes) -> Iterator[RegexTerm]:
        for term in self._regexes:
            if isinstance(term, RegexTerm) and _matches(term, content):
                yield term

    def _searches_in(self, content: bytes) -> Iterator[TextSearch]:
        text, sure = decoded(content) if self._searches else ("", True)
        for term in self._searches:
            if term.search(text) or (term.is_wide and not sure):
                yield term

    @cached_property
    def _search(self) -> Callable[[bytes], Iterable[str]]:
        if len(self._literals) <= _FEW:
            return self._one_by_one
        return self._all_at_once

    def _search_folded(self, content: bytes) -> Iterable[str]:
        lowered = content.lower() if self._folded else b""
        return [fold(word) for word in self._folded if word.encode() in lowered]

    def _one_by_one(self, content: bytes) -> Iterable[str]:
        return [word for word in self._literals if self._holds(content, word)]

    def _holds(self, content: bytes, word: str) -> bool:
        if word.encode() not in content:
            return False
        return word not in self._names or _as_name(word).search(content) is not None

    def _all_at_once(self, content: bytes) -> Iterable[str]:
        return [self._literals[number] for number in self._set.Match(content) or ()]

    @cached_property
    def _set(self) -> re2.Set:
        import re2

        options = re2.Options()
        options.max_mem = _MEMORY
        found = re2.Set.SearchSet(options)
        for word in self._literals:
            escaped = re2.escape(word)
            found.Add(_alone(word, escaped) if word in self._names else escaped)
        found.Compile()
        return found


def names_in(term: RuleTerm) -> frozenset[str]:
    """Those of a term's words that are names of their own: where they are a part of a longer name,
    that is another one."""
    plain = term.plain
    if isinstance(plain, Structure):
        return plain.names
    if not isinstance(plain, NameTerm) or term.facet not in NAME_FACETS:
        return frozenset()
    return plain.words.intersection(part for part in plain.parts if "*" not in part)


def _alone(word: str, escaped: str) -> str:
    """A pattern for a name between others. What a string writes as ``\\n`` ends one, too; letters
    outside of ASCII count as if they did."""
    before = r"(?:\b|\\[A-Za-z])" if _BEGINS.match(word) else ""
    return before + escaped + (r"\b" if _ENDS.search(word) else "")


@lru_cache(maxsize=1024)
def _as_name(word: str) -> re.Pattern[bytes]:
    return re.compile(_alone(word, re.escape(word)).encode())


def bare_of(term: RuleTerm) -> Bare | None:
    match term.plain:
        case RegexTerm() as regex if not regex.letters:
            return regex
        case TextSearch() as search if not search.words:
            return search
        case _:
            return None


def may_hit(term: RuleTerm, letters: frozenset[str], regexes: frozenset[Bare], path: str) -> bool:
    """Whether a file with a grammar can hold a hit: module names come from its path.

    Not for terms of the whole tree, of which it is known where they hit.
    """
    if isinstance(term.matcher, TextSearch):
        return may_stand(term, letters, regexes)
    if not all(fold(word) in letters or word in path.lower() for word in term.folded):
        return False
    return term.reads and all(word in letters or word in path for word in term.words)


def may_stand(term: RuleTerm, letters: frozenset[str], regexes: frozenset[Bare]) -> bool:
    """Whether what the term looks for may stand in a file that has no grammar.

    A term of the whole tree says itself which files it could not judge. A name is looked for by
    its last literal segment: how such a file imports is not known. A structure without words means
    nothing outside of its languages.
    """
    if term.whole:
        return False
    match term.plain:
        case NameTerm():
            return _may_stand_by_letters(term, letters)
        case Structure() as structure:
            return bool(structure.words) and structure.words <= letters
        case TextSearch() as search if search.words:
            return search.words <= letters
        case TextSearch() as search:
            return search in regexes
        case RegexTerm() as regex if not regex.letters:
            return regex in regexes
        case FoldingMatcher() as folding:  # a protocol: asked last, for that takes long
            return folding.standing is None or fold(folding.standing) in letters
        case _:
            return _may_stand_by_letters(term, letters)


def _may_stand_by_letters(term: RuleTerm, letters: frozenset[str]) -> bool:
    return term.reads and (term.letters is None or term.letters in letters)


def _key(term: Bare) -> str:
    if isinstance(term, TextSearch):
        return f"text {term.text}"
    return f"{term.body}/{term.ignore_case:d}"


def _matches(term: RegexTerm, content: bytes) -> bool:
    """Anchors hold at the ends of names, so that an anchored expression is tried word by word."""
    if not _ANCHOR.search(term.body):
        return term.search(content.decode("utf-8", "replace"))
    words = {word.decode("utf-8", "replace") for word in _TOKEN.findall(content)}
    return any(_matches_part(term, word) for word in words)


def _matches_part(term: RegexTerm, word: str) -> bool:
    return term.search(word) or any(term.search(part) for part in re.split(r"[.:#/]+", word))
