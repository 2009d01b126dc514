"""What a rule forbids, written again: the same meaning, of every spec that there is to try it on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from planproof.errors import SpecError
from planproof.spec import RuleSpec, load_spec
from planproof.spec.digest import canonical, selector_text
from planproof.spec.promotion import promotions_of
from planproof.spec.wire import Clause
from planproof.spec.written import clause_value
from planproof.yamlio import Value, write

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("examples", "specs", "tests", "docs") for path in (ROOT / folder).rglob("*.yaml"))  # fmt: skip
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs/spec-reference.md").read_text(), re.MULTILINE | re.DOTALL)  # fmt: skip


def rules() -> list[RuleSpec]:
    found = []
    for text in [*(path.read_bytes() for path in FILES), *(block.encode() for block in BLOCKS)]:
        try:
            found.extend(load_spec(text, "spec").rules)
        except SpecError:  # wrong on purpose, or no spec
            continue
    return [rule for rule in found if rule.match is not None]


RULES = rules()


def meaning(clause: Clause) -> object:
    terms = sorted((term.facet.value, term.text, selector_text(term.selector)) for term in clause.terms)  # fmt: skip
    return terms, clause.inside, clause.not_inside, clause.skip_uncertain


def loaded(entry: dict[str, Value]) -> RuleSpec:
    return load_spec(write({"refactor_name": "x", "rules": [entry]}).encode(), "spec").rules[0]


def test_there_are_rules_with_all_kinds_of_terms() -> None:
    facets = {term.facet for rule in RULES if rule.match for term in rule.match.terms}
    selectors = {type(t.selector) for rule in RULES if rule.match for t in rule.match.terms}

    assert len(RULES) > 60
    assert len(facets) >= 18
    assert len(selectors) == 5


@pytest.mark.parametrize("number", range(len(RULES)))
def test_a_clause_that_is_written_reads_as_it_was(number: int) -> None:
    rule = RULES[number]
    assert rule.match is not None

    again = loaded(
        {"id": "a", "description": "d", "match": clause_value(rule.match, rule.match.terms)}
    )

    assert again.match is not None
    assert meaning(again.match) == meaning(rule.match), canonical(clause_value(rule.match, ()))


@pytest.mark.parametrize("number", range(len(RULES)))
def test_what_is_kept_out_is_what_was_forbidden(number: int) -> None:
    spec = load_spec(b"refactor_name: x\nrules: [{id: a, description: d, match: {files: [a]}}]", "")
    (promotion,) = promotions_of(replace(spec, rules=(RULES[number],)))
    match = RULES[number].match
    assert match is not None

    assert len(promotion.kept) + sum(": " in left for left in promotion.left) >= len(match.terms)
    if promotion.kept:
        again = loaded(promotion.written(("bad()",), why="(gone)", guard=False))
        assert promotion.is_said_by(again)
        assert (again.id, again.scope, again.languages, again.severity) == (
            promotion.rule.id, promotion.rule.scope, promotion.rule.languages,
            promotion.rule.severity,
        )  # fmt: skip
        assert again.examples.bad == ("bad()",)
        assert again.guidance.endswith("(gone)")
        assert again.expect is None
