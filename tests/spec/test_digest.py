"""The digest: what counts as the same contract, and what does not."""

from __future__ import annotations

import pytest

from planproof.spec import load_spec

BASE = """\
refactor_name: a
version: "1"
metadata: {owner: me, ticket: 3}
scope: {include: [src/**], exclude: [src/old/**]}
rules:
  - id: one
    description: first
    severity: high
    languages: [python, go]
    match: {calls: [f, g], imports: [m]}
    examples: {bad: ["f()", "g()"], good: ["h()"]}
  - id: two
    description: second
    expect: {calls: [h], at_least: 2, require: any}
    guidance: do it
"""


def digest(text: str) -> str:
    return load_spec(text.encode(), "f").digest


def test_it_never_changes_between_versions() -> None:
    """If this fails, every completed task of every user is open again."""
    assert digest(BASE) == "acc5e01550782acb0d73bc449da6710aede1c4ab5b2bda36ee4f9e855b64911d"


SAME = {
    "comments and layout": BASE.replace("rules:", "# now\n\nrules:").replace("[f, g]", "[ f ,\n   g ]"),
    "quoting": BASE.replace("refactor_name: a", "'refactor_name': \"a\""),
    "line ends": BASE.replace("\n", "\r\n"),
    "byte order mark": "\ufeff" + BASE,
    "order of keys": BASE.replace("    description: first\n    severity: high\n", "    severity: high\n    description: first\n"),
    "order of terms": BASE.replace("{calls: [f, g], imports: [m]}", "{imports: [m], calls: [g, f]}"),
    "a term twice": BASE.replace("[f, g]", "[f, g, f]"),
    "order of languages": BASE.replace("[python, go]", "[go, python]"),
    "order of examples": BASE.replace('["f()", "g()"]', '["g()", "f()"]'),
    "order of metadata": BASE.replace("owner: me, ticket: 3", "ticket: 3, owner: me"),
    "alias": BASE.replace("expect:", "requires:").replace("refactor_name", "context_name"),
    "expect_not": BASE.replace("{calls: [f, g], imports: [m]}", "{calls: [f, g]}\n    expect_not: {imports: m}"),
    "case of severity": BASE.replace("high", "High"),
    "default written out": BASE.replace("second", "second\n    severity: medium\n    guard: false"),
    "scope written out": BASE.replace("second", "second\n    scope: {include: src/**, exclude: src/old/**}"),
    "not enforced written out": "enforce: false\n" + BASE,
    "nothing said": BASE.replace("refactor_name: a", "refactor_name: a\ndescription:"),
}  # fmt: skip

OTHER = {
    "name": BASE.replace("refactor_name: a", "refactor_name: b"),
    "version": BASE.replace('"1"', "1.0"),
    "metadata": BASE.replace("me,", "you,"),
    "guard of the spec": "guard: true\n" + BASE,
    "enforced": "enforce: true\n" + BASE,
    "guard of a rule": BASE.replace("first", "first\n    guard: true"),
    "default scope": BASE.replace("src/**]", "lib/**]"),
    "order of globs": BASE.replace("[src/old/**]", "[src/old/**, '!src/old/a']"),
    "scope of a rule": BASE.replace("first", "first\n    scope: {include: x}"),
    "id": BASE.replace("id: one", "id: One"),
    "description": BASE.replace("first", "First"),
    "severity": BASE.replace("high", "low"),
    "languages": BASE.replace("[python, go]", "[python]"),
    "category": BASE.replace("first", "first\n    category: x"),
    "a term less": BASE.replace("[f, g]", "[f]"),
    "another facet": BASE.replace("imports: [m]", "identifiers: [m]"),
    "another clause": BASE.replace("match:", "expect:"),
    "at_least": BASE.replace("at_least: 2", "at_least: 3"),
    "at_most": BASE.replace("at_least: 2", "at_least: 2, at_most: 5"),
    "require": BASE.replace("require: any", "require: all"),
    "guidance": BASE.replace("do it", "do that"),
    "example": BASE.replace('"h()"', '"i()"'),
    "bad for good": BASE.replace("bad:", "x:").replace("good:", "bad:").replace("x:", "good:"),
    "a rule less": BASE[: BASE.index("  - id: two")],
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_the_same_contract(name: str) -> None:
    assert SAME[name] != BASE
    assert digest(SAME[name]) == digest(BASE)


def test_the_order_of_rules_does_not_count() -> None:
    head, one, two = (
        BASE.partition("  - id: one")[0],
        *BASE.split("rules:\n")[1].split("  - id: two"),
    )
    assert digest(f"{head}  - id: two{two}{one}") == digest(BASE)


@pytest.mark.parametrize("name", OTHER)
def test_another_contract(name: str) -> None:
    assert digest(OTHER[name]) != digest(BASE)


RICH = """\
refactor_name: a
rules:
  - id: one
    description: first
    match:
      calls: [{name: f, with: {a: "1", b: "*"}, without: [c, d], args: {at_least: 0, at_most: 0}}]
      definitions: [{name: g, kind: [class, method], bases: {with: [x, y]}}]
      dependencies: {from: [p, q], on: [r, s], transitive: true}
      metrics: {nesting: {at_most: 3}}
      inside: [u, v]
  - id: two
    description: second
    for_each: {calls: [h], files: [i]}
    expect: {calls: [j], at_least: 0, at_most: 0}
"""

SAME_RICH = {
    "order of keywords": RICH.replace('{a: "1", b: "*"}', '{b: "*", a: "1"}'),
    "order of missing keywords": RICH.replace("[c, d]", "[d, c]"),
    "order of kinds": RICH.replace("[class, method]", "[method, class]"),
    "a list for with": RICH.replace("{with: [x, y]}", "[y, x]"),
    "order of modules": RICH.replace("[p, q]", "[q, p]").replace("[r, s]", "[s, r]"),
    "order of enclosing": RICH.replace("[u, v]", "[v, u]"),
    "default written out": RICH.replace("inside:", "uncertain: count\n      inside:"),
}  # fmt: skip

OTHER_RICH = {
    "value": RICH.replace('a: "1"', 'a: "2"'),
    "keyword": RICH.replace("[c, d]", "[c]"),
    "with for without": RICH.replace("without: [c, d]", "uncertain: count"),
    "at_least of args": RICH.replace("{at_least: 0, at_most: 0}}", "{at_most: 0}}"),
    "at_most of args": RICH.replace("{at_least: 0, at_most: 0}}", "{at_least: 0, at_most: 1}}"),
    "uncertain of an entry": RICH.replace("{name: f,", "{name: f, uncertain: skip,"),
    "uncertain of the clause": RICH.replace("inside:", "uncertain: skip\n      inside:"),
    "kind": RICH.replace("[class, method]", "[class]"),
    "bases": RICH.replace("{with: [x, y]}", "{without: [x, y]}"),
    "transitive": RICH.replace("transitive: true", "transitive: false"),
    "modules": RICH.replace("[p, q]", "[p]"),
    "direction": RICH.replace("from: [p, q], on: [r, s]", "from: [r, s], on: [p, q]"),
    "metric": RICH.replace("nesting", "methods"),
    "limit": RICH.replace("nesting: {at_most: 3}", "nesting: {at_most: 4}"),
    "inside": RICH.replace("inside:", "not_inside:"),
    "for_each": RICH.replace("    for_each: {calls: [h], files: [i]}\n", "").replace("at_least: 0, at_most: 0}\n", "at_most: 1}\n"),
    "candidates": RICH.replace("files: [i]", "files: [k]"),
    "counts in a candidate": RICH.replace("at_least: 0, at_most: 0}\n", "at_least: 0, at_most: 1}\n"),
    "at_least 1 in a candidate": RICH.replace("at_least: 0, at_most: 0}\n", "at_most: 1}\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME_RICH)
def test_the_same_contract_of_selectors(name: str) -> None:
    assert SAME_RICH[name] != RICH
    assert digest(SAME_RICH[name]) == digest(RICH)


def test_every_part_of_a_selector_counts() -> None:
    assert len({digest(RICH), *map(digest, OTHER_RICH.values())}) == len(OTHER_RICH) + 1


def test_a_limit_is_the_same_under_match_and_expect() -> None:
    text = (
        "refactor_name: a\nrules: [{id: b, description: c, %s: {metrics: {nesting: {at_most: 3}}}}]"
    )
    assert digest(text % "match") == digest(text % "expect")


def test_a_rename_is_what_it_stands_for() -> None:
    text = "refactor_name: a\nrules: [{id: b, description: c, %s}]"
    assert digest(text % "rename: {from: x, to: y}") == digest(
        text % "match: {identifiers: x}, expect: {identifiers: y}"
    )


def test_an_empty_clause_beside_another_says_nothing() -> None:
    text = "refactor_name: a\nrules: [{id: b, description: c, match: {calls: x}%s}]"
    for nothing in (", expect: {}", ", expect: {identifiers: []}", ", expect: ~", ", requires: {}"):
        assert digest(text % nothing) == digest(text % "")


def test_no_two_changes_give_the_same_digest() -> None:
    assert len({digest(text) for text in OTHER.values()}) == len(OTHER)
