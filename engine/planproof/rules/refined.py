"""Matchers that ask for more than letters, and what is left of them without a syntax tree."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from enum import IntEnum

from msgspec import Struct

from planproof.languages import Language
from planproof.rules.terms import NameTerm, RegexTerm, TextTerm
from planproof.spec.wire import Bounds


class Refined(Struct, frozen=True):
    """A matcher that only a syntax tree can answer."""

    @property
    @abstractmethod
    def plain(self) -> NameTerm | RegexTerm | TextTerm:
        """What files without a grammar and broken regions are searched for."""

    @property
    def letters(self) -> str | None:
        """The word that a lexical search looks for; None when there is none."""
        return self.plain.letters

    @property
    def words(self) -> frozenset[str]:
        """Literals all of which every file with a hit holds, in its bytes or its path."""
        return self.plain.words

    def applies(self, language: Language) -> bool:
        """Whether there can be hits at all in a language."""
        del language
        return True


class Certainty(IntEnum):
    """Whether something is what a selector asks for."""

    NO = 0
    PERHAPS = 1
    YES = 2


def every(answers: Iterable[Certainty]) -> Certainty:
    """Whether all of it is so: the least of the answers."""
    return min(answers, default=Certainty.YES)


def within(bounds: Bounds, count: int, *, more: bool = False) -> Certainty:
    """Whether a number is within bounds; with ``more`` it may be any that is not less."""
    least, most = bounds.at_least or 0, bounds.at_most
    if most is not None and count > most:
        return Certainty.NO
    if count >= least and not (more and most is not None):
        return Certainty.YES
    return Certainty.PERHAPS if more else Certainty.NO
