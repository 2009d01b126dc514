"""Nodes to a Spec. What has not the right shape is left out: it has been complained about."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec.structs import replace

from planproof.model.violation import Severity
from planproof.spec.digest import digest_of
from planproof.spec.forms import count_of
from planproof.spec.reading import flag, mappings, prose, text, texts, where
from planproof.spec.shape import EXPECT
from planproof.spec.terms import distinct, terms_of
from planproof.spec.wire import Clause, Examples, Facet, RuleSpec, Scope, Spec, TermSpec
from planproof.yamlio import Mapping, Node, Scalar, plain

_SEVERITIES = {severity.value: severity for severity in Severity}
_FACETS = {facet.value: facet for facet in Facet}


def build_spec(root: Mapping, written: str, source: str) -> Spec:
    """The spec, as far as it can be read."""
    scope = _scope(root.get("scope"), Scope())
    default = flag(root.get("guard"), otherwise=False)
    rules = tuple(_rule(node, scope, guard=default) for node in mappings(root.get("rules")))
    guard = default and all(rule.guard for rule in rules)  # what a rule says for itself wins
    name = prose(root.get("refactor_name", "context_name"))
    description, version = prose(root.get("description")), prose(root.get("version"))
    metadata = _metadata(root.get("metadata"))
    enforce = flag(root.get("enforce"), otherwise=False)
    digest = digest_of(name, description, version, metadata, rules, enforce=enforce)
    return Spec(
        name,
        rules,
        digest,
        written,
        source,
        description,
        version,
        metadata,
        guard=guard,
        enforce=enforce,
    )


def _rule(node: Mapping, scope: Scope, *, guard: bool) -> RuleSpec:
    match = united(clause_of(node.get("match")), clause_of(node.get("expect_not")))
    expect = clause_of(node.get("expect", "requires"))
    match, expect = _with_limits_forbidden(match, expect)
    match, expect = _renamed(node.get("rename"), match, expect)
    return RuleSpec(
        id=prose(node.get("id")),
        description=prose(node.get("description")),
        where=where(node),
        severity=_SEVERITIES.get(prose(node.get("severity")).lower(), Severity.MEDIUM),
        category=prose(node.get("category")),
        languages=texts(node.get("languages")),
        scope=_scope(node.get("scope"), scope),
        match=match,
        expect=expect,
        for_each=clause_of(node.get("for_each")),
        guidance=prose(node.get("guidance")),
        guard=flag(node.get("guard"), otherwise=guard),
        examples=_examples(node.get("examples")),
    )


def clause_of(node: Node | None) -> Clause | None:
    """None for a clause that has no terms."""
    if not isinstance(node, Mapping):
        return None
    skip = prose(node.get("uncertain")) == "skip"
    terms = distinct(tuple(_terms(node, skip=skip)))
    at_least = count_of(node.get("at_least"))
    clause = Clause(
        terms=terms,
        where=where(node),
        at_least=1 if at_least is None else at_least,
        at_most=count_of(node.get("at_most")),
        alternative=prose(node.get("require")) == "any",
        inside=texts(node.get("inside")),
        not_inside=texts(node.get("not_inside")),
        skip_uncertain=skip,
    )
    return clause if terms else None


def _terms(node: Mapping, *, skip: bool) -> Iterator[TermSpec]:
    for entry in node.entries:
        key = EXPECT.key(entry.key.text)
        if key and key.name in _FACETS:
            yield from terms_of(_FACETS[key.name], entry.value, skip=skip)


def united(one: Clause | None, other: Clause | None) -> Clause | None:
    """Both in one; what they say besides terms is the same, or it was complained about."""
    if one is None or other is None:
        return one or other
    return replace(one, terms=distinct((*one.terms, *other.terms)))


def _with_limits_forbidden(
    match: Clause | None, expect: Clause | None
) -> tuple[Clause | None, Clause | None]:
    """Metrics state limits that must hold, wherever they stand: what breaks one is forbidden."""
    limits = tuple(term for term in _all_terms(expect) if term.facet is Facet.METRICS)
    if expect is None or not limits:
        return match, expect
    others = tuple(term for term in expect.terms if term.facet is not Facet.METRICS)
    broken = replace(expect, terms=limits, at_least=1, at_most=None, alternative=False)
    return united(match, broken), replace(expect, terms=others) if others else None


def _all_terms(clause: Clause | None) -> tuple[TermSpec, ...]:
    return clause.terms if clause is not None else ()


def _renamed(
    node: Node | None, match: Clause | None, expect: Clause | None
) -> tuple[Clause | None, Clause | None]:
    """The old name is forbidden in every role, the new one required in any."""
    old, new = (node.get("from"), node.get("to")) if isinstance(node, Mapping) else (None, None)
    if not (isinstance(old, Scalar) and isinstance(new, Scalar)):
        return match, expect
    return united(_identifier(old), match), united(_identifier(new), expect)


def _identifier(node: Scalar) -> Clause:
    return Clause((TermSpec(Facet.IDENTIFIERS, text(node), where(node)),), where(node))


def _scope(node: Node | None, otherwise: Scope) -> Scope:
    if not isinstance(node, Mapping):
        return otherwise
    return Scope(texts(node.get("include")), texts(node.get("exclude")))


def _examples(node: Node | None) -> Examples:
    if not isinstance(node, Mapping):
        return Examples()
    return Examples(texts(node.get("bad")), texts(node.get("good")))


def _metadata(node: Node | None) -> tuple[tuple[str, str], ...]:
    """Keys and values as text; a value that is a list or mapping as JSON."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return tuple((entry.key.text, _metadata_text(entry.value)) for entry in entries)


def _metadata_text(node: Node) -> str:
    if isinstance(node, Scalar):
        return prose(node)
    return json.dumps(plain(node), ensure_ascii=False)
