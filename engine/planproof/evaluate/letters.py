"""Which of the rules' letters a file holds: the sieve that keeps most files from being parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.evaluate.spelling import spellings
from planproof.languages import Language
from planproof.rules import RegexTerm, RuleTerm, Structure

if TYPE_CHECKING:
    import re2

_FEW = 3
"""Up to so many literals, looking for each is quicker than looking for all at once."""

_MEMORY = 64_000_000
_TOKEN = re.compile(rb"[^\s\"'`(){}\[\],;=<>|&+%!?]+")
_ANCHOR = re.compile(r"[$^]|\\[bBAzZ]")

Needle = str | RegexTerm


class Letters:
    """The letters of many terms, and the regular expressions that have none."""

    def __init__(self, terms: Iterable[RuleTerm]) -> None:
        terms = [term for term in terms if term.reads]
        self._literals = sorted({word for term in terms for word in term.words})
        self._regexes = sorted({r for term in terms if (r := bare_regex(term))}, key=_body)

    @property
    def words(self) -> tuple[str, ...]:
        """All that is looked for, in a fixed order: the same words find the same things."""
        return (*self._literals, "", *(f"{body}/{folded:d}" for body, folded in self._bodies()))

    def literals_at(self, numbers: Iterable[int]) -> frozenset[str]:
        return frozenset(self._literals[number] for number in numbers)

    def regexes_at(self, numbers: Iterable[int]) -> frozenset[RegexTerm]:
        return frozenset(self._regexes[number] for number in numbers)

    def numbers_of_literals(self, found: frozenset[str]) -> tuple[int, ...]:
        return tuple(number for number, each in enumerate(self._literals) if each in found)

    def numbers_of_regexes(self, found: frozenset[RegexTerm]) -> tuple[int, ...]:
        return tuple(number for number, each in enumerate(self._regexes) if each in found)

    def _bodies(self) -> list[tuple[str, bool]]:
        return [_body(term) for term in self._regexes]

    @property
    def longest(self) -> int:
        """The length in bytes of the longest literal."""
        return max((len(literal.encode()) for literal in self._literals), default=1)

    def find(self, content: bytes, language: Language | None) -> frozenset[str]:
        """The literals that the content holds, in whatever spelling."""
        found: set[str] = set()
        for text in spellings(content, language):
            found.update(self._search(text))
        return frozenset(found)

    def find_regexes(self, content: bytes) -> frozenset[RegexTerm]:
        """The regular expressions without letters that match some word of the content."""
        return frozenset(term for term in self._regexes if _matches(term, content))

    @cached_property
    def _search(self) -> Callable[[bytes], Iterable[str]]:
        if len(self._literals) <= _FEW:
            return self._one_by_one
        return self._all_at_once

    def _one_by_one(self, content: bytes) -> Iterable[str]:
        return [literal for literal in self._literals if literal.encode() in content]

    def _all_at_once(self, content: bytes) -> Iterable[str]:
        return [self._literals[number] for number in self._set.Match(content) or ()]

    @cached_property
    def _set(self) -> re2.Set:
        import re2

        options = re2.Options()
        options.max_mem = _MEMORY
        found = re2.Set.SearchSet(options)
        for literal in self._literals:
            found.Add(re2.escape(literal))
        found.Compile()
        return found


def bare_regex(term: RuleTerm) -> RegexTerm | None:
    matcher = term.matcher
    return matcher if isinstance(matcher, RegexTerm) and not matcher.letters else None


def may_hit(term: RuleTerm, letters: frozenset[str], path: str) -> bool:
    """Whether a file with a grammar can hold a hit: module names come from its path.

    Not for terms of the whole tree, of which it is known where they hit.
    """
    return term.reads and all(word in letters or word in path for word in term.words)


def may_stand(term: RuleTerm, letters: frozenset[str], regexes: frozenset[RegexTerm]) -> bool:
    """Whether what the term looks for may stand in a file that has no grammar.

    A term of the whole tree says itself which files it could not judge. A name is looked for by
    its last literal segment: how such a file imports is not known. A structure without words means
    nothing outside of its languages.
    """
    if term.whole:
        return False
    match term.matcher:
        case Structure() as structure:
            return bool(structure.words) and structure.words <= letters
        case RegexTerm() as regex if not regex.letters:
            return regex in regexes
        case _:
            return term.reads and (term.letters is None or term.letters in letters)


def _body(term: RegexTerm) -> tuple[str, bool]:
    return (term.body, term.ignore_case)


def _matches(term: RegexTerm, content: bytes) -> bool:
    """Anchors hold at the ends of names, so that an anchored expression is tried word by word."""
    if not _ANCHOR.search(term.body):
        return term.search(content.decode("utf-8", "replace"))
    words = {word.decode("utf-8", "replace") for word in _TOKEN.findall(content)}
    return any(_matches_part(term, word) for word in words)


def _matches_part(term: RegexTerm, word: str) -> bool:
    return term.search(word) or any(term.search(part) for part in re.split(r"[.:#/]+", word))
