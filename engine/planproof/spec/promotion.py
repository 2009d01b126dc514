"""Which names a spec forbids, so that they can be kept out for ever after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from planproof.spec.digest import selector_text
from planproof.spec.wire import Clause, Facet, RuleSpec, Spec, TermSpec
from planproof.spec.written import clause_value
from planproof.yamlio import Value

NAMES = frozenset(
    {
        *(Facet.IDENTIFIERS, Facet.DEFINITIONS, Facet.CALLS, Facet.IMPORTS, Facet.ATTRIBUTES),
        *(Facet.DECORATORS, Facet.BASES, Facet.ASSIGNMENTS, Facet.PARAMETERS, Facet.KEYWORDS),
        *(Facet.ANNOTATIONS, Facet.API_ROUTES, Facet.SQL_TABLES, Facet.FILES),
    }
)
"""The facets whose terms are names: of code, of endpoints, of tables, of files."""

_REGEX = re.compile(r"/.*/[A-Za-z]*\Z", re.DOTALL)
_ROUTE_REGEX = re.compile(r"/\^.*/i?\Z", re.DOTALL)


class Promotion(Struct, frozen=True):
    """What becomes of one rule. ``kept`` are the names that it forbids; none: it is no guard.

    ``left`` says, for a person, what of the rule is not kept out and why.
    """

    rule: RuleSpec
    kept: tuple[TermSpec, ...]
    left: tuple[str, ...]

    def written(self, bad: Iterable[str], *, why: str, guard: bool) -> dict[str, Value]:
        """The rule as a guard: what it forbids, where it looked, ``bad`` examples of it.

        ``why`` is added to its guidance; ``guard`` says that it may be green from the start.
        """
        rule = self.rule
        assert rule.match is not None  # noqa: S101 - it keeps terms of it
        scope: dict[str, Value] = {
            "include": [*rule.scope.include],
            "exclude": [*rule.scope.exclude],
        }
        entry: dict[str, Value] = {
            "id": rule.id,
            "description": rule.description,
            "severity": rule.severity.value,
            "category": rule.category,
            "languages": [*rule.languages],
            "scope": {name: globs for name, globs in scope.items() if globs},
            "match": clause_value(rule.match, self.kept),
            "guidance": f"{rule.guidance}\n{why}".strip(),
            "guard": guard,
            "examples": {"bad": [*bad]} if bad else {},
        }
        return {key: value for key, value in entry.items() if value}

    def is_said_by(self, rule: RuleSpec) -> bool:
        """Whether ``rule`` forbids the very names that are kept, in the same places."""
        one, other = self.rule.match, rule.match
        if one is None or other is None or self.rule.scope != rule.scope:
            return False
        return _meaning(replace(one, terms=self.kept)) == _meaning(other)


def _meaning(clause: Clause) -> tuple[object, ...]:
    terms = {(term.facet, term.text, selector_text(term.selector)) for term in clause.terms}
    return terms, clause.inside, clause.not_inside, clause.skip_uncertain


def promotions_of(spec: Spec) -> tuple[Promotion, ...]:
    """Every rule of a spec, in its order, with the names in it that can be kept out."""
    return tuple(_promotion(rule) for rule in spec.rules)


def _promotion(rule: RuleSpec) -> Promotion:
    left = []
    if rule.for_each is not None:
        left.append("for_each asks for something in each candidate, which forbids no name")
    elif rule.expect is not None:
        left.append("expect asks for something to be there, which forbids no name")
    judged = [(term, _why_not(term)) for term in _terms(rule.match)]
    kept = tuple(term for term, reason in judged if not reason)
    left.extend(f"{term.facet.value}: {term.label} {reason}" for term, reason in judged if reason)
    return Promotion(rule, kept, tuple(left))


def _terms(clause: Clause | None) -> Iterator[TermSpec]:
    yield from clause.terms if clause is not None else ()


def _why_not(term: TermSpec) -> str:
    """Why a term is not kept out; empty for one that is."""
    if term.facet not in NAMES:
        return "is no name"
    regex = _ROUTE_REGEX if term.facet is Facet.API_ROUTES else _REGEX
    if regex.match(term.text):
        return "is a regular expression, which may mean names of the future, too"
    if not re.search(r"\w", term.text):
        return "means any name"
    return ""
