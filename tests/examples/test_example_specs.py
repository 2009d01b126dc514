"""Every spec in examples/ loads, compiles, and is right about its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof.evaluate import check_examples
from planproof.rules import compile_rules
from planproof.spec import load_spec

EXAMPLES = Path(__file__).parents[2] / "examples"
SPECS = sorted(EXAMPLES.rglob("*.yaml"))


def test_there_are_specs() -> None:
    assert len([path for path in SPECS if path.parent.name == "django-4.2-to-5.1"]) == 7


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_loads_and_compiles_without_a_warning(path: Path) -> None:
    spec = load_spec(path.read_bytes(), path.name)
    assert [rule.id for rule in compile_rules(spec)] == [rule.id for rule in spec.rules]
    assert not [warning for rule in compile_rules(spec) for warning in rule.warnings]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_rule_that_forbids_shows_what_is_bad_and_what_is_good(path: Path) -> None:
    for rule in load_spec(path.read_bytes(), path.name).rules:
        if rule.match is not None:
            assert rule.examples.bad, rule.id
            assert rule.examples.good, rule.id
        assert rule.guidance, rule.id


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_bad_examples_are_red_and_good_ones_green(path: Path) -> None:
    spec = load_spec(path.read_bytes(), path.name)
    results = [result for rule in compile_rules(spec) for result in check_examples(rule)]
    assert not [result for result in results if not result.ok]
