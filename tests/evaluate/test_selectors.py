"""Selectors over trees, as YAML says them: what counts, what is required, what proves them."""

from __future__ import annotations

import pytest

from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Verdict
from planproof.model.violation import Mark
from planproof.rules import compile_rules
from planproof.spec import load_spec

HEAD = "refactor_name: a\nrules:\n  - id: r\n    description: d\n"


@pytest.fixture
def verdict(tree):
    """``verdict(clauses, files)`` → the evaluation of a rule of these lines of YAML."""

    def judged(clauses: str, files: dict[str, str]) -> Evaluation:
        spec = load_spec(f"{HEAD}{clauses}".encode(), "spec.yaml")
        with Index.open(None, 1) as index:
            return evaluate(spec, compile_rules(spec), tree(files), index, Options(engine="1"))

    return judged


def test_what_cannot_be_told_forbids_and_says_so(verdict) -> None:
    found = verdict(
        "    match: {calls: [{name: open, without: [encoding]}]}\n",
        {"a.py": "open(p)\nopen(p, encoding=e)\nopen(p, **k)\n"},
    )
    assert [(v.place.start.line, v.mark) for v in found.violations] == [
        (0, Mark.PROVEN),
        (2, Mark.UNCERTAIN),
    ]
    assert found.violations[1].message == (
        "call of open, as far as can be told, is forbidden by calls: open without encoding"
    )


def test_no_expectation_is_met_by_what_cannot_be_told(verdict) -> None:
    expect = "    expect: {calls: [{name: open, with: [encoding]}]}\n"
    assert verdict(expect, {"a.py": "open(p, encoding=e)\n"}).verdict is Verdict.PASSED
    (unmet,) = verdict(expect, {"a.py": "open(p, **k)\n"}).violations
    assert unmet.message == (
        "expected calls: open with encoding: "
        "only found where it is not certain, or where the syntax is broken"
    )


def test_a_limit_counts_what_cannot_be_told(verdict) -> None:
    limit = "    expect: {calls: [{name: open, with: [encoding]}], at_most: 1}\n"
    files = {"a.py": "open(p, encoding=e)\nopen(p, **k)\n"}
    (unmet,) = verdict(limit, files).violations
    assert "found 2, at most 1 allowed" in unmet.message
    skipping = limit.replace("at_most", "uncertain: skip, at_most")
    assert verdict(skipping, files).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("clauses", "source"),
    [
        ("calls: [{name: open, without: [encoding]}]", "def f(p, **k):\n    return open(p, **k)\n"),
        ("calls: [{name: g, with: {k: '2'}}]", "def g(a, k): ...\n\n\n\ndef f():\n    g(1, 2)\n"),
        ("definitions: [{bases: [a.B]}]", "from a import B as X\n\n\nclass C(X):\n    pass\n"),
        ("literals: [/api/v1], inside: [f]", "def f():\n    return '/api/v1/users'\n"),
        ("comments: [TODO], not_inside: [g]", "def f():\n    pass  # TODO\n"),
    ],
)
def test_a_red_rule_leaves_a_witness_that_is_red_alone(
    verdict, tree, clauses: str, source: str
) -> None:
    spec = load_spec(f"{HEAD}    match: {{{clauses}}}\n".encode(), "spec.yaml")
    red = verdict(f"    match: {{{clauses}}}\n", {"a.py": source})
    assert red.verdict is Verdict.VIOLATED
    (witness,) = red.witnesses
    with Index.open(None, 1) as index:
        options = Options(engine="1", witnesses=(witness,))
        green = evaluate(spec, compile_rules(spec), tree({"b.py": "\n"}), index, options)
    assert green.verdict is Verdict.PASSED


def test_a_green_selector_must_be_proven(verdict) -> None:
    clauses = "    match: {calls: [{name: open, without: [encoding]}]}\n"
    files = {"a.py": "open(p, encoding=e)\n"}
    assert verdict(clauses, files).verdict is Verdict.INDETERMINATE
    proven = f"{clauses}    examples: {{bad: ['open(p)']}}\n"
    assert verdict(proven, files).verdict is Verdict.PASSED


def test_where_only_certain_calls_count_a_file_must_hold_their_keywords(verdict) -> None:
    files = {
        "written.py": "get(u, timeout=1)\n",
        "placed.py": "def get(u, timeout): ...\nget(u, 1)\n",
        "open.py": "get(u, **given)\n",
        "other.py": "get(u)\n",
        "broken.py": "def f(:\n    get(u, timeout=2\n",
    }
    clauses = "    match: {calls: [{name: get, with: [timeout], uncertain: skip}]}\n"
    found = verdict(clauses, files)
    assert {v.place.path for v in found.violations} == {"written.py", "placed.py", "broken.py"}
    assert found.rules[0].coverage.excluded_by_letters == 2
    unsure = verdict(clauses.replace(", uncertain: skip", ""), files)
    assert "open.py" in {v.place.path for v in unsure.violations}
