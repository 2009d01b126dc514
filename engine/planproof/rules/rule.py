"""Compiled rules: what a spec's rules become before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from planproof.errors import Diagnostic
from planproof.rules.scopes import Glob, PathScope
from planproof.rules.structure import Structure
from planproof.rules.terms import NameTerm, RegexTerm, TextTerm
from planproof.spec.wire import Facet, RuleSpec, Where

Matcher = NameTerm | RegexTerm | TextTerm | Glob | Structure


@dataclass(frozen=True, slots=True)
class RuleTerm:
    """One compiled term; ``index`` is its number in the clause.

    ``words`` are literals all of which every file with a hit holds, in its bytes or its path.
    """

    index: int
    facet: Facet
    text: str
    where: Where
    matcher: Matcher
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", _words_of(self.matcher))

    @property
    def letters(self) -> str | None:
        """The word that a lexical search looks for; None when there is none."""
        return self.matcher.letters

    @property
    def reads(self) -> bool:
        """Whether the term looks into files; ``files`` looks at paths only."""
        return self.facet is not Facet.FILES


def _words_of(matcher: Matcher) -> frozenset[str]:
    if isinstance(matcher, NameTerm | Structure):
        return matcher.words
    return frozenset({matcher.letters} if matcher.letters else ())


@dataclass(frozen=True, slots=True)
class RuleClause:
    """``match`` or ``expect``, compiled; see :class:`planproof.spec.wire.Clause`."""

    terms: tuple[RuleTerm, ...]
    where: Where
    at_least: int = 1
    at_most: int | None = None
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be evaluated.

    ``languages`` is empty for all; a rule for typescript holds tsx too. ``guard`` is the rule's own
    or the spec's. ``warnings`` are what compilation had to leave out.
    """

    spec: RuleSpec
    scope: PathScope
    languages: frozenset[str]
    match: RuleClause | None
    expect: RuleClause | None
    guard: bool
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def id(self) -> str:
        return self.spec.id
