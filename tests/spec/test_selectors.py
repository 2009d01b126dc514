"""Entries that say more than a name: calls, definitions, dependencies, metrics."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import planproof.languages
from planproof.spec import Clause, RuleSpec, TermSpec, load_spec
from planproof.spec.selectors import KINDS
from planproof.spec.wire import (
    Bounds,
    CallSelector,
    DefinitionSelector,
    DependencySelector,
    Facet,
    Members,
    MetricLimit,
    Selector,
)

HEAD = "refactor_name: a\nrules: [{id: b, description: c, %s}]\n"


def rule_of(clauses: str) -> RuleSpec:
    return load_spec((HEAD % clauses).encode(), "f").rules[0]


def match_of(clause: str) -> Clause:
    found = rule_of(f"match: {clause}").match
    assert found is not None
    return found


def term_of(clause: str) -> TermSpec:
    (term,) = match_of(clause).terms
    return term


def test_the_kinds_are_those_that_the_languages_know() -> None:
    queries = Path(planproof.languages.__file__).parent / "queries"
    captured = {
        name
        for path in queries.rglob("*.scm")
        for name in re.findall(r"@definition\.([a-z_]+)", path.read_text())
    }
    assert captured - {"name", "extent", "owner", "parameters", "prefix"} == set(KINDS)


CALLS: list[tuple[str, str, CallSelector | None, str]] = [
    ("f", "f", None, "f"),
    ("{name: f}", "f", None, "f"),
    ("{name: open, without: [encoding]}", "open", CallSelector(lacking=("encoding",)), "open without encoding"),
    ("{name: f, without: a}", "f", CallSelector(lacking=("a",)), "f without a"),
    ("{name: run, with: {shell: 'True'}}", "run", CallSelector(having=(("shell", "True"),)), "run with shell=True"),
    ("{name: run, with: [shell, env]}", "run", CallSelector(having=(("shell", "*"), ("env", "*"))), "run with shell, env"),
    ("{name: run, with: {mode: '/^.w/'}}", "run", CallSelector(having=(("mode", "/^.w/"),)), "run with mode=/^.w/"),
    ("{name: K, args: {at_most: 1}, without: [on_delete]}", "K", CallSelector(lacking=("on_delete",), args=Bounds(None, 1)), "K without on_delete, with at most 1 positional arguments"),
    ("{name: K, args: {at_least: 0, at_most: 0}}", "K", CallSelector(args=Bounds(0, 0)), "K with at least 0 and at most 0 positional arguments"),
    ("{with: {verify: 'False'}}", "*", CallSelector(having=(("verify", "False"),)), "* with verify=False"),
    ("{name: f, without: [a], uncertain: skip}", "f", CallSelector(lacking=("a",), skip_uncertain=True), "f without a"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "text", "selector", "label"), CALLS)
def test_a_call(written: str, text: str, selector: Selector | None, label: str) -> None:
    term = term_of(f"{{calls: [{written}]}}")
    assert (term.facet, term.text, term.selector) == (Facet.CALLS, text, selector)
    assert term.label == label


DEFINITIONS: list[tuple[str, str, DefinitionSelector | None, str]] = [
    ("{name: f}", "f", None, "f"),
    ("{kind: method}", "*", DefinitionSelector(kinds=("method",)), "* (method)"),
    ("{name: '*View.get', kind: [method, function], parameters: [a, b]}", "*View.get", DefinitionSelector(kinds=("method", "function"), parameters=Members(("a", "b"))), "*View.get (method, function) with parameters a, b"),
    ("{decorators: {without: [login_required]}}", "*", DefinitionSelector(decorators=Members(lacking=("login_required",))), "* without decorators login_required"),
    ("{parameters: {with: a, without: [b], at_least: 1, at_most: 3}, bases: Model}", "*", DefinitionSelector(parameters=Members(("a",), ("b",), Bounds(1, 3)), bases=Members(("Model",))), "* with parameters a, without parameters b, with at least 1 and at most 3 parameters, with bases Model"),
    ("{parameters: {at_most: 0}}", "*", DefinitionSelector(parameters=Members(count=Bounds(None, 0))), "* with at most 0 parameters"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "text", "selector", "label"), DEFINITIONS)
def test_a_definition(written: str, text: str, selector: Selector | None, label: str) -> None:
    term = term_of(f"{{definitions: [{written}]}}")
    assert (term.facet, term.text, term.selector) == (Facet.DEFINITIONS, text, selector)
    assert term.label == label


def test_dependencies() -> None:
    one = term_of("{dependencies: {from: a.**, on: [b, c], transitive: true}}")
    assert one.selector == DependencySelector(("a.**",), ("b", "c"), transitive=True)
    assert one.text == one.label == "a.** on b, c (transitive)"
    several = match_of("{dependencies: [{from: a, on: b}, {from: b, on: a}, {on: b, from: a}]}")
    assert [term.text for term in several.terms] == ["a on b", "b on a"]


def test_metrics_under_match() -> None:
    terms = match_of("{metrics: {nesting: {at_most: 4}, methods: {at_least: 1}}}").terms
    assert [term.selector for term in terms] == [
        MetricLimit("nesting", Bounds(None, 4)),
        MetricLimit("methods", Bounds(1, None)),
    ]
    assert [term.label for term in terms] == ["nesting at most 4", "methods at least 1"]


def test_metrics_mean_the_same_under_expect() -> None:
    """A limit is stated, so both words forbid what breaks it."""
    limit = "metrics: {nesting: {at_most: 4}}"
    forbidden, required = rule_of(f"match: {{{limit}}}"), rule_of(f"expect: {{{limit}}}")
    assert required.expect is None
    assert forbidden.match is not None
    assert required.match is not None
    assert required.match.terms[0].selector == forbidden.match.terms[0].selector
    both = rule_of(f"match: {{calls: x}}, expect: {{calls: y, at_least: 3, {limit}}}")
    assert both.match is not None
    assert both.expect is not None
    assert [term.label for term in both.match.terms] == ["x", "nesting at most 4"]
    assert [term.label for term in both.expect.terms] == ["y"]
    assert (both.match.at_least, both.expect.at_least) == (1, 3)


def test_terms_differ_by_what_their_selectors_mean() -> None:
    terms = match_of(
        "{calls: [f, {name: f}, {name: f, with: [a, b]}, {name: f, with: {b: '*', a: '*'}},"
        " {name: f, without: [a, b]}]}"
    ).terms
    assert [term.label for term in terms] == ["f", "f with a, b", "f without a, b"]


def test_what_a_clause_says_of_all_its_terms() -> None:
    clause = match_of("{calls: f, inside: ['*View'], not_inside: Old, uncertain: skip}")
    assert (clause.inside, clause.not_inside) == (("*View",), ("Old",))
    assert clause.skip_uncertain
    assert not match_of("{calls: f, uncertain: count}").skip_uncertain


@pytest.mark.parametrize(
    ("clause", "own", "skips"),
    [("skip", "", True), ("skip", "count", False), ("count", "skip", True), ("count", "", False)],
)
def test_what_an_entry_says_about_the_uncertain_wins(clause: str, own: str, *, skips: bool) -> None:
    said = f", uncertain: {own}" if own else ""
    term = term_of(f"{{calls: [{{name: f, without: [a]{said}}}], uncertain: {clause}}}")
    assert isinstance(term.selector, CallSelector)
    assert term.selector.skip_uncertain is skips


def test_a_name_alone_may_say_it_too() -> None:
    assert term_of("{calls: [{name: f, uncertain: count}]}").selector is None
    term = term_of("{calls: [{name: f, uncertain: skip}]}")
    assert term.selector == CallSelector(skip_uncertain=True)


def test_for_each() -> None:
    rule = rule_of(
        "for_each: {definitions: [{name: '*View', kind: class}], not_inside: Old},"
        " expect: {decorators: login_required, at_least: 0, at_most: 1}"
    )
    assert rule.for_each is not None
    assert rule.expect is not None
    assert [term.label for term in rule.for_each.terms] == ["*View (class)"]
    assert rule.for_each.not_inside == ("Old",)
    assert (rule.expect.at_least, rule.expect.at_most) == (0, 1)


def test_a_rename_forbids_the_old_name_and_requires_the_new() -> None:
    rule = rule_of("rename: {from: auth.login, to: tokens.login}")
    for clause, name in ((rule.match, "auth.login"), (rule.expect, "tokens.login")):
        assert clause is not None
        assert [(t.facet, t.text) for t in clause.terms] == [(Facet.IDENTIFIERS, name)]
    assert rule.match is not None
    assert rule.match.terms[0].where.column > rule.where.column


def test_a_rename_beside_other_clauses() -> None:
    rule = rule_of(
        "rename: {from: a, to: b}, match: {calls: x}, expect: {files: y, identifiers: b}"
    )
    assert rule.match is not None
    assert rule.expect is not None
    assert [term.text for term in rule.match.terms] == ["a", "x"]
    assert [(term.facet, term.text) for term in rule.expect.terms] == [
        (Facet.IDENTIFIERS, "b"),
        (Facet.FILES, "y"),
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("a.login", "b.login"), ("tokens.login", "login"), ("User", "UserAccount")]
)
def test_a_rename_that_can_succeed(old: str, new: str) -> None:
    assert rule_of(f"rename: {{from: {old}, to: {new}}}").match is not None
