"""A rule in plain sentences: what makes it red, and what green."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planproof.model.evaluation import Proof
from planproof.rules import Rule, RuleClause, RuleTerm, TableTerm
from planproof.spec.wire import Facet

_DOES: Mapping[Facet, str] = {
    Facet.IDENTIFIERS: "uses the name {}, in whatever role",
    Facet.DEFINITIONS: "defines {}",
    Facet.CALLS: "calls {}",
    Facet.IMPORTS: "imports {}",
    Facet.ATTRIBUTES: "reads, sets or calls the attribute {}",
    Facet.DECORATORS: "is decorated with {}",
    Facet.BASES: "inherits from {}",
    Facet.ASSIGNMENTS: "assigns to {}",
    Facet.PARAMETERS: "has a parameter {}",
    Facet.KEYWORDS: "passes a keyword argument {}",
    Facet.ANNOTATIONS: "names {} in a type annotation",
    Facet.EXPRESSIONS: "passes or assigns the source text {}",
    Facet.LITERALS: "holds a string literal with {}",
    Facet.COMMENTS: "has a comment with {}",
    Facet.API_ROUTES: "declares the HTTP route {}",
    Facet.SQL_TABLES: "names the SQL table {}",
    Facet.TEXT: "holds the text {}",
    Facet.PATTERN: "has the structure {}",
    Facet.AST: "has the structure {}",
    Facet.DEPENDENCIES: "imports so that there is {}",
    Facet.METRICS: "breaks the limit {}",
}

_PROOFS: Mapping[Proof, str] = {
    Proof.RED_NOW: "It is red now, so it is known that it can be.",
    Proof.RED_AT_BASE: "It was red at the base commit, so it is known that it can be.",
    Proof.RED_IN_SNAPSHOT: "It was red in an earlier snapshot, so it is known that it can be.",
    Proof.WITNESS: "It is red on a piece of code that was kept from when it was red.",
    Proof.EXAMPLE: "It is red on its own bad example, so it is known that it can be.",
    Proof.GUARD: "It is a guard: what it forbids was never there, and it may be green at once.",
    Proof.EXPECTATION: "It only expects, and what it expects is green only by being found.",
    Proof.UNPROVEN: "Nothing shows yet that it can be red, so that green would prove nothing:"
    " name a commit where it is (--base REV), give it a bad example, or write guard: true.",
}


def proof_sentence(proof: Proof) -> str:
    """How it is known that the rule can be red at all."""
    return _PROOFS[proof]


def red_sentences(rule: Rule) -> Iterator[str]:
    """One for each thing that makes the rule red."""
    if rule.match is not None:
        where = _where(rule.match)
        yield from (_forbidden(term, where) for term in rule.match.terms)
    if rule.expect is not None:
        yield from _required(rule.expect, rule.for_each)


def green_sentence(rule: Rule) -> str:
    """When it is green, as far as the code is concerned."""
    parts = []
    if rule.match is not None:
        parts.append("none of what it forbids is left in its scope")
    if rule.for_each is not None:
        parts.append("each of these holds what it expects")
    elif rule.expect is not None:
        parts.append("everything it expects is found in its scope")
    return f"It is green when {' and '.join(parts)}."


def _forbidden(term: RuleTerm, where: str) -> str:
    if term.facet is Facet.FILES:
        return f"It is red for each path that fits {term.label}."
    return f"It is red wherever code {_does(term)}{where}."


def _required(expect: RuleClause, for_each: RuleClause | None) -> Iterator[str]:
    for_what = f" for each of {_candidates(for_each)}" if for_each is not None else ""
    inside = " inside it" if for_each is not None else ""
    where, often = _where(expect), _often(expect)
    needs = [_needs(term) for term in expect.terms]
    for need in [" or ".join(needs)] if expect.alternative else needs:
        yield f"It is red{for_what} unless{inside} {need}{often}{where}."


def _needs(term: RuleTerm) -> str:
    if term.facet is Facet.FILES:
        return f"there is a path that fits {term.label}"
    return f"something {_does(term)}"


def _does(term: RuleTerm) -> str:
    if isinstance(term.matcher, TableTerm) and term.matcher.act is not None:
        name = term.label.partition(" ")[2].strip()
        return f"names the SQL table {name} where it is {term.matcher.act.value}"
    return _DOES[term.facet].format(term.label)


def _often(expect: RuleClause) -> str:
    """How often, where it is not simply: once or more."""
    ends = []
    if expect.at_least != 1:
        ends.append(f"at least {expect.at_least}")
    if expect.at_most is not None:
        ends.append(f"at most {expect.at_most}")
    return f" {' and '.join(ends)} times" if ends else ""


def _candidates(for_each: RuleClause) -> str:
    listed = " or ".join(f"{term.facet.value} {term.label}" for term in for_each.terms)
    return f"{listed}{_where(for_each)}"


def _where(clause: RuleClause) -> str:
    inside = _names(term.text for term in clause.inside)
    outside = _names(term.text for term in clause.not_inside)
    parts = [f" inside a definition of {inside}" if inside else ""]
    parts.append(f" outside of every definition of {outside}" if outside else "")
    return "".join(parts)


def _names(texts: Iterator[str] | Sequence[str]) -> str:
    return " or ".join(texts)
