"""Expectations against what was counted over the whole scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from planproof.evaluate.tally import Tally
from planproof.evaluate.violations import unmet
from planproof.model.violation import Violation
from planproof.rules import RuleClause, RuleTerm

Nearest = Callable[[RuleTerm], Sequence[str]]
"""Existing names (or paths) that look like what a term asks for, best first."""


def judge_expectations(tally: Tally, source: str, nearest: Nearest) -> Iterator[Violation]:
    """One violation per term that is met too rarely or too often; one in all for alternatives.

    ``source`` names the spec file, in which the violations lie.
    """
    clause = tally.rule.expect
    if clause is None or tally.rule.for_each is not None:
        return
    wrong = [term for term in clause.terms if not _holds(clause, tally, term)]
    if clause.alternative:
        if len(wrong) == len(clause.terms):
            yield _no_alternative(clause, tally, source, nearest)
        return
    for term in wrong:
        brief = f"expected {_described(term)}"
        message = f"{brief}: {_found(clause, tally, term)}{_hint(tally, term, nearest)}"
        yield unmet(tally.rule, term, source, brief=brief, message=message)


def _no_alternative(clause: RuleClause, tally: Tally, source: str, nearest: Nearest) -> Violation:
    first = clause.terms[0]
    brief = f"expected one of {', '.join(_described(term) for term in clause.terms)}"
    message = f"{brief}: {_found(clause, tally, first)}{_hint(tally, first, nearest)}"
    return unmet(tally.rule, first, source, brief=brief, message=message)


def _holds(clause: RuleClause, tally: Tally, term: RuleTerm) -> bool:
    few = tally.met[term.index] < clause.at_least
    many = clause.at_most is not None and tally.seen[term.index] > clause.at_most
    return not (few or many)


def _described(term: RuleTerm) -> str:
    return f"{term.facet.value}: {term.label}"


def _found(clause: RuleClause, tally: Tally, term: RuleTerm) -> str:
    if not tally.in_scope:
        return "no file is in scope"
    if clause.at_most is not None and tally.seen[term.index] > clause.at_most:
        return f"found {tally.seen[term.index]}, at most {clause.at_most} allowed"
    found = tally.met[term.index]
    if found or clause.at_least > 1:
        return f"found {found} of at least {clause.at_least}"
    if not tally.seen[term.index]:
        return "not found"
    return "only found where it is not certain, or where the syntax is broken"


def _hint(tally: Tally, term: RuleTerm, nearest: Nearest) -> str:
    names = nearest(term) if not tally.seen[term.index] else ()
    return f"; nearest: {', '.join(names)}" if names else ""
