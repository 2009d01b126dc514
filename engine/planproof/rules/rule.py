"""Compiled rules: what a spec's rules become before anything is judged."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import force_setattr

from planproof.errors import Diagnostic
from planproof.rules.refined import Refined
from planproof.rules.scopes import PathScope
from planproof.rules.terms import Term
from planproof.spec.wire import Facet, RuleSpec, Where

MEASURED = frozenset({Facet.METRICS})
"""Facets whose hits are told from facts that are kept of each file by itself."""

TREE_FACETS = frozenset({Facet.DEPENDENCIES, Facet.API_ROUTES}) | MEASURED
"""Facets whose hits are found before the files are judged, most of them because they depend on
other files of the tree."""


class Matcher(Protocol):
    """What a term looks for. The finder of the facet knows the rest of it."""

    @property
    def letters(self) -> str | None:
        """The word that a lexical search looks for; None when there is none."""
        ...

    @property
    def words(self) -> frozenset[str]:
        """Literals all of which every file with a hit holds, in its bytes or its path."""
        ...


@runtime_checkable
class FoldingMatcher(Protocol):
    """A matcher that takes names in any case. Its literals are in lower case."""

    @property
    def folded(self) -> frozenset[str]:
        """Literals all of which every file with a hit holds, in some case, or has in its path."""
        ...

    @property
    def standing(self) -> str | None:
        """What a file without a grammar must hold, in some case; None when nothing is certain."""
        ...


class RuleTerm(Struct, frozen=True):
    """One compiled term; ``index`` is its number in the clause.

    ``label`` is the whole of it for people to read: its text, and what its selector says.
    ``words`` are literals all of which every file with a hit holds, in its bytes or its path;
    ``folded`` the same in lower case, where the file may write them in any.
    """

    index: int
    facet: Facet
    text: str
    where: Where
    matcher: Matcher
    label: str = ""
    words: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        matcher = self.matcher
        force_setattr(self, "label", self.label or self.text)
        force_setattr(self, "words", matcher.words)
        if isinstance(matcher, FoldingMatcher):
            force_setattr(self, "folded", matcher.folded)

    @property
    def letters(self) -> str | None:
        """The word that a lexical search looks for; None when there is none."""
        return self.matcher.letters

    @property
    def plain(self) -> Matcher:
        """What files without a grammar and broken regions are searched for."""
        return self.matcher.plain if isinstance(self.matcher, Refined) else self.matcher

    @property
    def reads(self) -> bool:
        """Whether the term looks into files; ``files`` looks at paths only."""
        return self.facet is not Facet.FILES

    @property
    def whole(self) -> bool:
        """Whether its hits are found in the tree before the files are judged."""
        return self.facet in TREE_FACETS


class RuleClause(Struct, frozen=True):
    """``match``, ``expect`` or ``for_each``, compiled; see :class:`planproof.spec.wire.Clause`."""

    terms: tuple[RuleTerm, ...]
    where: Where
    at_least: int = 1
    at_most: int | None = None
    alternative: bool = False
    inside: tuple[Term, ...] = ()
    not_inside: tuple[Term, ...] = ()
    skip_uncertain: bool = False


class Rule(Struct, frozen=True):
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
    for_each: RuleClause | None = None
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def forbidding(self) -> tuple[RuleTerm, ...]:
        """The terms by which it is red: of ``match`` for each hit, of ``for_each`` for a candidate
        that lacks what is expected. No two have one index."""
        clauses = (self.match, self.for_each)
        return tuple(term for clause in clauses if clause is not None for term in clause.terms)

    @property
    def id(self) -> str:
        return self.spec.id
