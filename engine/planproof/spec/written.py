"""A clause back as plain values: what the loader makes of them is the same clause again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from planproof.spec.wire import (
    Bounds,
    CallSelector,
    Clause,
    DefinitionSelector,
    DependencySelector,
    Facet,
    Members,
    MetricLimit,
    TermSpec,
)
from planproof.yamlio import Value


def clause_value(clause: Clause, terms: Iterable[TermSpec]) -> dict[str, Value]:
    """``match`` with these of its terms, facet by facet, in their order."""
    facets: dict[str, list[Value]] = {}
    limits: dict[str, Value] = {}
    for term in terms:
        if isinstance(term.selector, MetricLimit):
            limits[term.selector.metric] = {**_bounds(term.selector.limit)}
        else:
            facets.setdefault(term.facet.value, []).append(_term(term, clause))
    narrowing: dict[str, Value] = {
        "metrics": limits,
        "inside": [*clause.inside],
        "not_inside": [*clause.not_inside],
        "uncertain": "skip" if clause.skip_uncertain else "",
    }
    return {**facets, **_filled(narrowing)}


def _term(term: TermSpec, clause: Clause) -> Value:
    match term.selector:
        case CallSelector():
            return {"name": term.text, **_call(term.selector, skip=clause.skip_uncertain)}
        case DefinitionSelector():
            return {"name": term.text, **_definition(term.selector)}
        case DependencySelector():
            return {
                "from": [*term.selector.sources],
                "on": [*term.selector.targets],
                **({"transitive": True} if term.selector.transitive else {}),
            }
        case _:
            is_object = term.facet is Facet.AST
            value: Value = json.loads(term.text) if is_object else term.text
            return value


def _call(selector: CallSelector, *, skip: bool) -> dict[str, Value]:
    """``uncertain`` is written where the entry says something else than its clause."""
    uncertain = "skip" if selector.skip_uncertain else "count"
    return _filled(
        {
            "with": dict(selector.having),
            "without": [*selector.lacking],
            "args": _bounds(selector.args),
            "uncertain": uncertain if selector.skip_uncertain is not skip else "",
        }
    )


def _definition(selector: DefinitionSelector) -> dict[str, Value]:
    return _filled(
        {
            "kind": [*selector.kinds],
            "parameters": _members(selector.parameters),
            "decorators": _members(selector.decorators),
            "bases": _members(selector.bases),
        }
    )


def _members(members: Members) -> dict[str, Value]:
    lists: dict[str, Value] = {"with": [*members.having], "without": [*members.lacking]}
    return {**_filled(lists), **_bounds(members.count)}


def _bounds(bounds: Bounds) -> dict[str, Value]:
    ends: dict[str, Value] = {"at_least": bounds.at_least, "at_most": bounds.at_most}
    return {name: end for name, end in ends.items() if end is not None}


def _filled(values: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value}
