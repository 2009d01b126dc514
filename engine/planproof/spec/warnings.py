"""What is no mistake, and would surprise whoever does not hear of it."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.spec.digest import selector_text
from planproof.spec.profiles import meant_by, reads_as_source
from planproof.spec.reading import items, mappings
from planproof.spec.shape import EXPECT
from planproof.spec.wire import Clause, Facet, RuleSpec, Spec, TermSpec
from planproof.yamlio import Complaints, Mapping, Mark, Node, Scalar, Sequence, quoted

_CLAUSES = ("match", "expect_not", "expect", "requires")


def warn_of(spec: Spec, root: Mapping, complaints: Complaints) -> None:
    """Source where names are due, rules that can never be green, what a profile never judged."""
    for rule in spec.rules:
        _warn_of_contradictions(rule, complaints)
    rules = tuple(mappings(root.get("rules")))
    for rule_node in rules:
        _warn_of_source(rule_node, complaints)
    if root.entry("context_name") or any(map(_is_of_a_profile, rules)):
        _warn_of_new_verdicts(rules, complaints)


def _warn_of_contradictions(rule: RuleSpec, complaints: Complaints) -> None:
    if rule.expect is None or rule.expect.alternative or rule.for_each is not None:
        return
    forbidden = {_meaning(term) for term in _terms(rule.match)}
    for term in rule.expect.terms:
        if _meaning(term) in forbidden:
            complaints.warn(
                "contradiction",
                f"{rule.id}: {term.facet.value}: {term.label} is forbidden by match and required"
                " by expect, so the rule can never be green",
                "remove it from match; where a rule looks is said by scope or for_each",
                Mark(term.where.line, term.where.column),
            )


def _terms(clause: Clause | None) -> tuple[TermSpec, ...]:
    return clause.terms if clause is not None else ()


def _meaning(term: TermSpec) -> tuple[Facet, str, str]:
    return (term.facet, term.text, selector_text(term.selector))


def _warn_of_source(rule: Mapping, complaints: Complaints) -> None:
    for node in _written(rule, "identifiers"):
        if reads_as_source(node.text):
            facet, text = meant_by(node.text.rstrip("\n"))
            also = ", where comments count too" if facet is Facet.TEXT else ""
            complaints.warn(
                "read-as-source",
                f"identifiers: {quoted(node.text)} is no name; it is read as"
                f" {facet.value}: {quoted(text)}{also}",
                f"write {facet.value}: [{quoted(text)}]",
                node.at,
            )


def _is_of_a_profile(rule: Mapping) -> bool:
    """By what only files of that format hold."""
    own = rule.entry("expect_not", "requires") is not None
    return own or any(
        entry.key.text == "strings" or _is_empty(entry.value)
        for clause in _clauses(rule)
        for entry in clause.entries
    )


def _is_empty(node: Node) -> bool:
    return isinstance(node, Sequence) and not node.items


def _warn_of_new_verdicts(rules: tuple[Mapping, ...], complaints: Complaints) -> None:
    """Once for a file: what could never make a rule red, or green, in the format it comes from."""
    found = [part for rule in rules for part in _never_judged(rule)]
    words = dict.fromkeys(word for word, _ in found)
    for _, at in found[:1]:
        complaints.warn(
            "judged-here",
            f"a RefactorProfile never judged {', '.join(words)}; here they count",
            "expect other verdicts than before; planproof spec explain says what each term hits",
            at,
        )


def _never_judged(rule: Mapping) -> Iterator[tuple[str, Mark]]:
    for name in ("expect_not", "expect", "requires"):
        entry = rule.entry(name)
        if entry is not None and EXPECT.asks(entry.value):
            yield name, entry.key.at
    for node in _written(rule, "api_routes"):
        yield "api_routes", node.at


def _written(rule: Mapping, facet: str) -> Iterator[Scalar]:
    for clause in _clauses(rule):
        for item in items(clause.get(facet)):
            if isinstance(item, Scalar):
                yield item


def _clauses(rule: Mapping) -> Iterator[Mapping]:
    for name in _CLAUSES:
        yield from mappings(rule.get(name))
