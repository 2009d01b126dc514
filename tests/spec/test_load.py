"""What a right file loads as."""

from __future__ import annotations

import pytest

from planproof.model.violation import Severity
from planproof.rules import compile_rules
from planproof.spec import Clause, Examples, Facet, Scope, Spec, TermSpec, Where, load_spec

WHOLE = """\
refactor_name: retire-legacy-auth
description: >
  Replace auth.legacy
  by auth.tokens
version: 2.10
metadata: {owner: platform, ticket: 276, links: [a, b], until: 2026-11-21}
guard: true
scope: {include: ["src/**"], exclude: "**/tests/**"}
rules:
  - id: no-legacy-login
    description: Nothing calls the legacy login any more
    severity: High
    category: auth
    languages: [python, typescript]
    scope: {include: "src/a/**"}
    guard: false
    match:
      identifiers: [legacy_login, "auth.legacy.**", "/^old_/"]
      calls: requests.get
      pattern: |
        login($USER, legacy=True)
    expect_not:
      identifiers: [legacy_login, other]
    expect:
      strings: ["a = b"]
      ast: {kind: call, has: {regex: "x", stopBy: end}}
      at_least: 2
      at_most: 3
      require: any
    guidance: Use auth.tokens.login(user)
    examples: {bad: ["legacy_login(u)"], good: "tokens.login(u)"}
  - id: 7
    description: A second one
    requires: {files: docs/x.md}
"""


@pytest.fixture(scope="module")
def spec() -> Spec:
    return load_spec(WHOLE.encode(), "specs/auth.yaml", ("python", "typescript"))


def test_the_head(spec: Spec) -> None:
    assert spec.name == "retire-legacy-auth"
    assert spec.description == "Replace auth.legacy by auth.tokens"
    assert spec.version == "2.10"
    assert spec.metadata == (
        ("owner", "platform"),
        ("ticket", "276"),
        ("links", '["a", "b"]'),
        ("until", "2026-11-21"),
    )
    assert not spec.guard, "not every rule is one"
    assert spec.source == "specs/auth.yaml"
    assert spec.text == WHOLE


def test_a_spec_is_enforced_only_where_it_says_so(spec: Spec) -> None:
    assert not spec.enforce
    assert load_spec(b"enforce: true\n" + WHOLE.encode(), "f").enforce
    assert not load_spec(b"enforce: false\n" + WHOLE.encode(), "f").enforce


def test_a_rule(spec: Spec) -> None:
    rule = spec.rules[0]
    assert (rule.id, rule.severity, rule.category) == ("no-legacy-login", Severity.HIGH, "auth")
    assert rule.languages == ("python", "typescript")
    assert rule.scope == Scope(include=("src/a/**",)), "a rule's scope replaces the default whole"
    assert not rule.guard, "a rule's own guard wins"
    assert rule.where == Where(10, 5)
    assert rule.guidance == "Use auth.tokens.login(user)"
    assert rule.examples == Examples(bad=("legacy_login(u)",), good=("tokens.login(u)",))


def test_match_and_expect_not_are_united_and_each_term_knows_its_place(spec: Spec) -> None:
    assert spec.rules[0].match == Clause(
        terms=(
            TermSpec(Facet.IDENTIFIERS, "legacy_login", Where(18, 21)),
            TermSpec(Facet.IDENTIFIERS, "auth.legacy.**", Where(18, 35)),
            TermSpec(Facet.IDENTIFIERS, "/^old_/", Where(18, 53)),
            TermSpec(Facet.CALLS, "requests.get", Where(19, 14)),
            TermSpec(Facet.PATTERN, "login($USER, legacy=True)", Where(20, 16)),
            TermSpec(Facet.IDENTIFIERS, "other", Where(23, 35)),
        ),
        where=Where(18, 7),
    )


def test_an_expectation(spec: Spec) -> None:
    assert spec.rules[0].expect == Clause(
        terms=(
            TermSpec(Facet.EXPRESSIONS, "a = b", Where(25, 17)),
            TermSpec(
                Facet.AST, '{"has":{"regex":"x","stopBy":"end"},"kind":"call"}', Where(26, 12)
            ),
        ),
        where=Where(25, 7),
        at_least=2,
        at_most=3,
        alternative=True,
    )


def test_what_a_rule_does_not_say(spec: Spec) -> None:
    rule = spec.rules[1]
    assert rule.id == "7"
    assert rule.severity is Severity.MEDIUM
    assert rule.scope == Scope(include=("src/**",), exclude=("**/tests/**",))
    assert rule.guard
    assert rule.match is None
    assert rule.expect == Clause(
        (TermSpec(Facet.FILES, "docs/x.md", Where(34, 23)),), Where(34, 15)
    )


SMALL = "refactor_name: a\nrules: [{id: b, description: c, %s}]\n"


_OBJECTS = (Facet.AST, Facet.DEPENDENCIES, Facet.METRICS)


@pytest.mark.parametrize("facet", [facet for facet in Facet if facet not in _OBJECTS])
def test_every_facet_is_read_in_both_clauses(facet: Facet) -> None:
    for clause in ("match", "expect"):
        rule = load_spec((SMALL % f"{clause}: {{{facet.value}: x}}").encode(), "f").rules[0]
        loaded = rule.match if clause == "match" else rule.expect
        assert loaded is not None
        assert [(term.facet, term.text) for term in loaded.terms] == [(facet, "x")]


@pytest.mark.parametrize(
    ("key", "value"),
    [("category", ""), ("guidance", "~"), ("guidance", "null"), ("category", "''")],
)
def test_prose_may_be_left_blank(key: str, value: str) -> None:
    rule = load_spec((SMALL % f"match: {{calls: x}}, {key}: {value}").encode(), "f").rules[0]
    assert getattr(rule, key) == ""


def test_prose_is_taken_as_written_however_yaml_reads_it() -> None:
    text = "context_name: on\nversion: 1_0\ndescription: 12:30\nmetadata:\nrules:\n- {id: no, description: 010, match: {calls: f}}\n"
    spec = load_spec(text.encode(), "f")
    assert (spec.name, spec.version, spec.description, spec.metadata) == ("on", "1_0", "12:30", ())
    assert (spec.rules[0].id, spec.rules[0].description) == ("no", "010")


@pytest.mark.parametrize(("head", "rule", "guards"), [
    ("true", "", (True, True)),
    ("true", ", guard: false", (False, False)),
    ("false", ", guard: true", (False, True)),
    ("false", "", (False, False)),
])  # fmt: skip
def test_what_a_rule_says_about_guard_wins(head: str, rule: str, guards: tuple[bool, bool]) -> None:
    spec = load_spec((f"guard: {head}\n" + SMALL % f"match: {{calls: x}}{rule}").encode(), "f")
    assert (spec.guard, spec.rules[0].guard) == guards
    assert compile_rules(spec)[0].guard is guards[1]


def test_a_fragment_may_be_shared_by_an_alias_or_a_merge_key() -> None:
    text = (
        "refactor_name: a\n"
        "rules:\n"
        "  - &one {id: one, description: d, languages: &langs [python], match: {calls: f}}\n"
        "  - {<<: *one, id: two}\n"
        "  - {id: three, description: d, languages: *langs, match: {calls: g}}\n"
    )
    rules = load_spec(text.encode(), "f").rules
    assert [rule.id for rule in rules] == ["one", "two", "three"]
    assert rules[1].match == rules[0].match
    assert rules[2].languages == ("python",)


def test_a_file_with_a_byte_order_mark() -> None:
    assert load_spec(("\ufeff" + WHOLE).encode(), "f").text == WHOLE


def test_exclude_may_be_an_empty_list() -> None:
    text = SMALL % "match: {calls: x}, scope: {include: [a], exclude: []}"
    assert load_spec(text.encode(), "f").rules[0].scope == Scope(include=("a",))
