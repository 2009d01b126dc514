"""The identity of a spec: a hash of its meaning.

Comments, layout, quoting, the order of keys, and the order of rules, terms and languages do not
count; neither do the spelling of an alias, or a default that is written out. Everything else does,
prose too: what a person was shown is part of what was agreed. Globs keep their order, since in
gitignore's language a later one can take back an earlier.
"""

from __future__ import annotations

import hashlib
import json

from planproof.spec.wire import Clause, RuleSpec, TermSpec
from planproof.yamlio import Value


def digest_of(
    name: str,
    description: str,
    version: str,
    metadata: tuple[tuple[str, str], ...],
    rules: tuple[RuleSpec, ...],
) -> str:
    """SHA-256, in hex. Defaults of the whole spec have been written into ``rules``."""
    meaning: dict[str, Value] = {
        "name": name,
        "description": description,
        "version": version,
        "metadata": dict(metadata),
        "rules": [_rule(rule) for rule in sorted(rules, key=lambda rule: rule.id)],
    }
    return hashlib.sha256(canonical(_without_defaults(meaning)).encode()).hexdigest()


def canonical(value: Value) -> str:
    """JSON with sorted keys and no white space; not a number stays NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


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
            "terms": [[term.facet.value, term.text] for term in _sorted_terms(clause)],
            "at_least": clause.at_least if clause.at_least != 1 else None,
            "at_most": clause.at_most,
            "alternative": clause.alternative,
        }
    )


def _sorted_terms(clause: Clause) -> list[TermSpec]:
    return sorted(clause.terms, key=lambda term: (term.facet.value, term.text))


def _without_defaults(meaning: dict[str, Value]) -> dict[str, Value]:
    """Keys that a later version adds do not change the digests of specs that do not use them."""
    return {key: value for key, value in meaning.items() if value not in ("", None, [], {}, False)}
