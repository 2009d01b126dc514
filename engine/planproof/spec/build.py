"""Nodes of the right shape to a Spec."""

from __future__ import annotations

import json
from collections.abc import Iterator

from planproof.model.violation import Severity
from planproof.spec.digest import canonical, digest_of
from planproof.spec.forms import count_of
from planproof.spec.shape import EXPECT
from planproof.spec.wire import Clause, Examples, Facet, RuleSpec, Scope, Spec, TermSpec, Where
from planproof.yamlio import Kind, Mapping, Node, Scalar, Sequence, plain


def build_spec(root: Mapping, text: str, source: str) -> Spec:
    """The spec; ``root`` has passed every check."""
    scope = _scope(root.get("scope"), Scope())
    default = _flag(root.get("guard"), otherwise=False)
    rules = tuple(_rule(node, scope, guard=default) for node in _mappings(root.get("rules")))
    guard = default and all(rule.guard for rule in rules)  # what a rule says for itself wins
    name = _prose(root.get("refactor_name", "context_name"))
    description, version = _prose(root.get("description")), _prose(root.get("version"))
    metadata = _metadata(root.get("metadata"))
    digest = digest_of(name, description, version, metadata, rules)
    return Spec(name, rules, digest, text, source, description, version, metadata, guard)


def _rule(node: Mapping, scope: Scope, *, guard: bool) -> RuleSpec:
    return RuleSpec(
        id=_prose(node.get("id")),
        description=_prose(node.get("description")),
        where=_where(node),
        severity=Severity(_prose(node.get("severity")).lower() or Severity.MEDIUM.value),
        category=_prose(node.get("category")),
        languages=_texts(node.get("languages")),
        scope=_scope(node.get("scope"), scope),
        match=_united(_clause(node.get("match")), _clause(node.get("expect_not"))),
        expect=_clause(node.get("expect", "requires")),
        guidance=_prose(node.get("guidance")),
        guard=_flag(node.get("guard"), otherwise=guard),
        examples=_examples(node.get("examples")),
    )


def _clause(node: Node | None) -> Clause | None:
    if not isinstance(node, Mapping):
        return None
    return Clause(
        terms=_distinct(_terms(node)),
        where=_where(node),
        at_least=count_of(node.get("at_least")) or 1,
        at_most=count_of(node.get("at_most")),
        alternative=_prose(node.get("require")) == "any",
    )


def _united(match: Clause | None, expect_not: Clause | None) -> Clause | None:
    if match is None or expect_not is None:
        return match or expect_not
    return Clause(_distinct((*match.terms, *expect_not.terms)), match.where)


def _terms(node: Mapping) -> Iterator[TermSpec]:
    for entry in node.entries:
        key = EXPECT.key(entry.key.text)
        if key and key.name in _FACETS:
            facet = _FACETS[key.name]
            for item in _items(entry.value):
                yield TermSpec(facet, _term_text(item), _where(item))


_FACETS = {facet.value: facet for facet in Facet}


def _term_text(node: Node) -> str:
    """A line break at the end is layout: block texts have one."""
    return node.text.rstrip("\n") if isinstance(node, Scalar) else canonical(plain(node))


def _distinct(terms: Iterator[TermSpec] | tuple[TermSpec, ...]) -> tuple[TermSpec, ...]:
    """A term that is written twice counts once, where it first stands."""
    first: dict[tuple[Facet, str], TermSpec] = {}
    for term in terms:
        first.setdefault((term.facet, term.text), term)
    return tuple(first.values())


def _scope(node: Node | None, otherwise: Scope) -> Scope:
    if not isinstance(node, Mapping):
        return otherwise
    return Scope(_texts(node.get("include")), _texts(node.get("exclude")))


def _examples(node: Node | None) -> Examples:
    if not isinstance(node, Mapping):
        return Examples()
    return Examples(_texts(node.get("bad")), _texts(node.get("good")))


def _metadata(node: Node | None) -> tuple[tuple[str, str], ...]:
    """Keys and values as text; a value that is a list or mapping as JSON."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return tuple((entry.key.text, _metadata_text(entry.value)) for entry in entries)


def _metadata_text(node: Node) -> str:
    if isinstance(node, Scalar):
        return _prose(node)
    return json.dumps(plain(node), ensure_ascii=False)


def _prose(node: Node | None) -> str:
    is_something = isinstance(node, Scalar) and node.kind is not Kind.NULL
    return node.text.strip() if isinstance(node, Scalar) and is_something else ""


def _flag(node: Node | None, *, otherwise: bool) -> bool:
    return bool(node.value) if isinstance(node, Scalar) else otherwise


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(item.text for item in _items(node) if isinstance(item, Scalar))


def _items(node: Node | None) -> tuple[Node, ...]:
    """A single value where a list is expected is a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def _mappings(node: Node | None) -> Iterator[Mapping]:
    return (item for item in _items(node) if isinstance(item, Mapping))


def _where(node: Node) -> Where:
    return Where(node.at.line, node.at.column)
