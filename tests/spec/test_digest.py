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
    "nothing said": BASE.replace("refactor_name: a", "refactor_name: a\ndescription:"),
}  # fmt: skip

OTHER = {
    "name": BASE.replace("refactor_name: a", "refactor_name: b"),
    "version": BASE.replace('"1"', "1.0"),
    "metadata": BASE.replace("me,", "you,"),
    "guard of the spec": "guard: true\n" + BASE,
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


def test_no_two_changes_give_the_same_digest() -> None:
    assert len({digest(text) for text in OTHER.values()}) == len(OTHER)
