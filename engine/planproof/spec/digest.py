"""The identity of a spec: a hash of its meaning.

Comments, layout, quoting, the order of keys, and the order of rules, terms and languages do not
count; neither do the spelling of an alias, or a default that is written out. Everything else does,
prose too: what a person was shown is part of what was agreed. Globs keep their order, since in
gitignore's language a later one can take back an earlier.
"""

from __future__ import annotations

import hashlib
import json

from planproof.spec.wire import (
    Bounds,
    CallSelector,
    Clause,
    DefinitionSelector,
    DependencySelector,
    Members,
    MetricLimit,
    RuleSpec,
    Selector,
    TermSpec,
)
from planproof.yamlio import Value


def digest_of(
    name: str,
    description: str,
    version: str,
    metadata: tuple[tuple[str, str], ...],
    rules: tuple[RuleSpec, ...],
    *,
    enforce: bool,
) -> str:
    """SHA-256, in hex. Defaults of the whole spec have been written into ``rules``."""
    meaning: dict[str, Value] = {
        "name": name,
        "description": description,
        "version": version,
        "metadata": dict(metadata),
        "enforce": enforce,
        "rules": [_rule(rule) for rule in sorted(rules, key=lambda rule: rule.id)],
    }
    return hashlib.sha256(canonical(_without_defaults(meaning)).encode()).hexdigest()


def canonical(value: Value) -> str:
    """JSON with sorted keys and no white space; not a number stays NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def rule_meaning(rule: RuleSpec) -> str:
    """All that a rule says, as canonical JSON: the same text for the same rule."""
    return canonical(_rule(rule))


def _rule(rule: RuleSpec) -> Value:
    return _without_defaults(
        {
            "id": rule.id,
            "description": rule.description,
            "severity": rule.severity.value,
            "category": rule.category,
            "languages": [*sorted(set(rule.languages))],
            "include": [*rule.scope.include],
            "exclude": [*rule.scope.exclude],
            "match": _clause(rule.match),
            "expect": _clause(rule.expect),
            "for_each": _clause(rule.for_each),
            "guidance": rule.guidance,
            "guard": rule.guard,
            "bad": [*sorted(rule.examples.bad)],
            "good": [*sorted(rule.examples.good)],
        }
    )


def _clause(clause: Clause | None) -> Value:
    if clause is None:
        return None
    return _without_defaults(
        {
            "terms": [_term(term) for term in sorted(clause.terms, key=term_meaning)],
            "at_least": clause.at_least if clause.at_least != 1 else None,
            "at_most": clause.at_most,
            "alternative": clause.alternative,
            "inside": [*sorted(set(clause.inside))],
            "not_inside": [*sorted(set(clause.not_inside))],
            "skip_uncertain": clause.skip_uncertain,
        }
    )


def term_meaning(term: TermSpec) -> tuple[str, str, str]:
    """What tells a term from others: its facet, its name and its selector."""
    return (term.facet.value, _name(term), selector_text(term.selector))


def _term(term: TermSpec) -> Value:
    selector = _selector(term.selector)
    written: list[Value] = [term.facet.value, _name(term)]
    return [*written, selector] if selector else written


def _name(term: TermSpec) -> str:
    """Text that was made for people out of the selector has no meaning of its own."""
    return "" if isinstance(term.selector, DependencySelector | MetricLimit) else term.text


def selector_text(selector: Selector | None) -> str:
    """The meaning of a selector as canonical JSON; empty for none."""
    return canonical(_selector(selector)) if selector is not None else ""


def _selector(selector: Selector | None) -> dict[str, Value]:
    match selector:
        case CallSelector():
            return _without_defaults(
                {
                    "with": [[name, value] for name, value in sorted(set(selector.having))],
                    "without": [*sorted(set(selector.lacking))],
                    "args": _bounds(selector.args),
                    "skip_uncertain": selector.skip_uncertain,
                }
            )
        case DefinitionSelector():
            return _without_defaults(
                {
                    "kind": [*sorted(set(selector.kinds))],
                    "parameters": _members(selector.parameters),
                    "decorators": _members(selector.decorators),
                    "bases": _members(selector.bases),
                }
            )
        case DependencySelector():
            return _without_defaults(
                {
                    "from": [*sorted(set(selector.sources))],
                    "on": [*sorted(set(selector.targets))],
                    "transitive": selector.transitive,
                }
            )
        case MetricLimit():
            return {"metric": selector.metric, **_bounds(selector.limit)}
        case None:
            return {}


def _members(members: Members) -> Value:
    return _without_defaults(
        {
            "with": [*sorted(set(members.having))],
            "without": [*sorted(set(members.lacking))],
            **_bounds(members.count),
        }
    )


def _bounds(bounds: Bounds) -> dict[str, Value]:
    return _without_defaults({"at_least": bounds.at_least, "at_most": bounds.at_most})


def _without_defaults(meaning: dict[str, Value]) -> dict[str, Value]:
    """Keys that a later version adds do not change the digests of specs that do not use them."""
    defaults: tuple[Value, ...] = ("", None, [], {})
    return {
        key: value
        for key, value in meaning.items()
        if value is not False and value not in defaults  # 0 == False, and means something
    }
