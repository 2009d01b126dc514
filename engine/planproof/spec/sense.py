"""What no shape can say: what must agree between places of a spec."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planproof.spec.agreement import check_clauses
from planproof.spec.renames import check_rename
from planproof.spec.suggest import did_you_mean
from planproof.yamlio import Complaints, Kind, Mapping, Node, Scalar, Sequence, quoted


def check_sense(root: Node, known_languages: Collection[str], complaints: Complaints) -> None:
    """Unique ids, clauses that go together, renames that can succeed, languages that exist.

    Looks only at what has the right shape; the rest has been complained about. No
    ``known_languages`` means that languages are not checked.
    """
    rules = tuple(_rules_of(root))
    _check_ids(rules, complaints)
    for rule in rules:
        check_clauses(rule, complaints)
        check_rename(rule, complaints)
        if known_languages:
            _check_languages(rule, known_languages, complaints)


def _rules_of(root: Node) -> Iterator[Mapping]:
    rules = root.get("rules") if isinstance(root, Mapping) else None
    for rule in rules.items if isinstance(rules, Sequence) else ():
        if isinstance(rule, Mapping):
            yield rule


def _check_ids(rules: tuple[Mapping, ...], complaints: Complaints) -> None:
    first: dict[str, Scalar] = {}
    for rule in rules:
        node = rule.get("id")
        if isinstance(node, Scalar) and node.kind is not Kind.NULL:
            name = node.text.strip()
            before = first.setdefault(name, node)
            if before is not node:
                message = f"the rule id {quoted(name)} is already taken at line {before.at.line}"
                complaints.add("duplicate-rule", message, "give each rule its own id", node.at)


def _check_languages(rule: Mapping, known: Collection[str], complaints: Complaints) -> None:
    node = rule.get("languages")
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and item.kind is Kind.TEXT and item.text not in known:
            names = ", ".join(sorted(known))
            fix = did_you_mean(item.text, known, f"known languages: {names}")
            message = f"there is no language {quoted(item.text)}"
            complaints.add("unknown-language", message, fix, item.at)
