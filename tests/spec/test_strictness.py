"""What became of a spec's rules, and of which it is sure that they reject as much as before."""

from __future__ import annotations

import pytest

from planproof.spec import load_spec
from planproof.spec.strictness import ChangeKind, RuleChange, differences
from planproof.spec.wire import Spec

RULE = "id: one, description: d"


def spec(*rules: str, more: str = "") -> Spec:
    listed = "\n".join(f"  - {{{rule}}}" for rule in rules)
    return load_spec(f"refactor_name: a\n{more}rules:\n{listed}\n".encode(), "a.yaml")


def changed(old: str, new: str) -> RuleChange:
    """The only change between two versions of a rule."""
    (found,) = differences(spec(f"{RULE}, {old}"), spec(f"{RULE}, {new}"))
    assert found.kind is ChangeKind.CHANGED
    return found


MATCH = "match: {calls: [f, g], inside: [u]}"

STRICTER = {
    "a forbidden term more": ("match: {calls: [f]}", "match: {calls: [f, g], imports: [m]}",
        "match gained calls: g, imports: m"),
    "a clause more": ("match: {calls: [f]}", "match: {calls: [f]}, expect: {calls: [h]}",
        "expect was added: calls: h"),
    "match beside expect": ("expect: {calls: [f]}", "expect: {calls: [f]}, match: {calls: [h]}",
        "match was added: calls: h"),
    "inside of more": (MATCH, "match: {calls: [f, g], inside: [u, v]}", "match.inside gained v"),
    "inside of anything": (MATCH, "match: {calls: [f, g]}", "match.inside: u -> all"),
    "less that is left out": ("match: {calls: [f], not_inside: [u, v]}", "match: {calls: [f], not_inside: [u]}",
        "match.not_inside lost v"),
    "what is not sure, too": ("match: {calls: [f], uncertain: skip}", "match: {calls: [f]}",
        "match.uncertain: skip -> count"),
    "what is not sure of a selector, too": (
        "match: {calls: [{name: f, without: [a]}], uncertain: skip}", "match: {calls: [{name: f, without: [a]}]}",
        "match.uncertain: skip -> count"),
    "a tighter limit": ("match: {metrics: {nesting: {at_most: 4}}}", "match: {metrics: {nesting: {at_most: 3}}}",
        "match gained metrics: nesting at most 3"),
    "an expected term more": ("expect: {calls: [f]}", "expect: {calls: [f, g]}", "expect gained calls: g"),
    "oftener": ("expect: {calls: [f]}", "expect: {calls: [f], at_least: 2}", "expect.at_least: 1 -> 2"),
    "less often at most": ("expect: {calls: [f], at_most: 5}", "expect: {calls: [f], at_most: 3}",
        "expect.at_most: 5 -> 3"),
    "a limit at all": ("expect: {calls: [f]}", "expect: {calls: [f], at_most: 3}", "expect.at_most: no limit -> 3"),
    "fewer alternatives": ("expect: {calls: [f, g], require: any}", "expect: {calls: [f], require: any}",
        "expect lost calls: g"),
    "all instead of any": ("expect: {calls: [f, g], require: any}", "expect: {calls: [f, g]}",
        "expect.require: any -> all"),
    "any of one": ("expect: {calls: [f], require: any}", "expect: {calls: [f, g]}", "expect gained calls: g"),
    "more in each": ("for_each: {definitions: [v]}, expect: {calls: [f]}",
        "for_each: {definitions: [v]}, expect: {calls: [f, g]}", "expect gained calls: g"),
    "a wider scope": ("match: {calls: [f]}, scope: {include: [src/auth/**]}",
        "match: {calls: [f]}, scope: {include: [src/**]}", "scope.include gained src/**"),
    "the whole tree": ("match: {calls: [f]}, scope: {include: [src/**]}", "match: {calls: [f]}",
        "scope.include: src/** -> all"),
    "less left out": ("match: {calls: [f]}, scope: {exclude: [old/**, b]}",
        "match: {calls: [f]}, scope: {exclude: [old/a/**]}", "scope.exclude lost old/**, b"),
    "a wider scope of candidates": ("for_each: {definitions: [v]}, expect: {calls: [f]}, scope: {include: [src/**]}",
        "for_each: {definitions: [v]}, expect: {calls: [f]}", "scope.include: src/** -> all"),
    "less room for what is expected": ("expect: {calls: [f]}", "expect: {calls: [f]}, scope: {include: [src/**]}",
        "scope.include: all -> src/**"),
    "a language more": ("match: {calls: [f]}, languages: [go]", "match: {calls: [f]}, languages: [go, java]",
        "languages gained java"),
    "all languages": ("match: {calls: [f]}, languages: [go]", "match: {calls: [f]}", "languages: go -> all"),
    "one language for what is expected": ("expect: {calls: [f]}", "expect: {calls: [f]}, languages: [go]",
        "languages: all -> go"),
    "a worse severity": ("match: {calls: [f]}", "match: {calls: [f]}, severity: critical",
        "severity: medium -> critical"),
    "no guard any more": ("match: {calls: [f]}, guard: true", "match: {calls: [f]}", "guard: true -> false"),
    "a bad example less": ("match: {calls: [f]}, examples: {bad: [f()]}", "match: {calls: [f]}",
        "examples.bad lost f()"),
    "a bad example more": ("match: {calls: [f]}", "match: {calls: [f]}, examples: {bad: [f()]}",
        "examples.bad gained f()"),
    "prose": ("match: {calls: [f]}", "match: {calls: [f]}, guidance: use g", "guidance says something else"),
    "order without meaning": ("match: {calls: [f]}, scope: {include: [a, b]}",
        "match: {calls: [f]}, scope: {include: [b, a]}", "scope.include: its globs stand in another order"),
}  # fmt: skip

WEAKER = {
    "a forbidden term less": (MATCH, "match: {calls: [f], inside: [u]}", "match lost calls: g"),
    "another facet": ("match: {identifiers: [f]}", "match: {calls: [f]}", "match lost identifiers: f"),
    "a clause less": ("match: {calls: [f]}, expect: {calls: [h]}", "match: {calls: [f]}", "expect was removed: calls: h"),
    "nothing forbidden": ("match: {calls: [f]}, expect: {calls: [h]}", "expect: {calls: [h]}",
        "match was removed: calls: f"),
    "only inside": ("match: {calls: [f]}", "match: {calls: [f], inside: [u]}", "match.inside: all -> u"),
    "inside of less": ("match: {calls: [f], inside: [u, v]}", "match: {calls: [f], inside: [u]}", "match.inside lost v"),
    "more left out": ("match: {calls: [f]}", "match: {calls: [f], not_inside: [u]}", "match.not_inside gained u"),
    "what holds others may hide them": ("match: {text: [f], inside: [u]}", "match: {text: [f]}",
        "match.inside: u -> all"),
    "what is not sure is left out": ("match: {calls: [f]}", "match: {calls: [f], uncertain: skip}",
        "match.uncertain: count -> skip"),
    "what is not sure of a selector": ("match: {calls: [{name: f, without: [a]}]}",
        "match: {calls: [{name: f, without: [a], uncertain: skip}]}", "match lost calls: f without a"),
    "a selector": ("match: {calls: [f]}", "match: {calls: [{name: f, without: [a]}]}", "match lost calls: f"),
    "a looser limit": ("match: {metrics: {nesting: {at_most: 3}}}", "match: {metrics: {nesting: {at_most: 4}}}",
        "match lost metrics: nesting at most 3"),
    "another end of a limit": ("match: {metrics: {nesting: {at_most: 3}}}", "match: {metrics: {nesting: {at_least: 3}}}",
        "match lost metrics: nesting at most 3"),
    "an expected term less": ("expect: {calls: [f, g]}", "expect: {calls: [f]}", "expect lost calls: g"),
    "less often": ("expect: {calls: [f], at_least: 3}", "expect: {calls: [f]}", "expect.at_least: 3 -> 1"),
    "oftener at most": ("expect: {calls: [f], at_most: 1}", "expect: {calls: [f], at_most: 3}", "expect.at_most: 1 -> 3"),
    "no limit": ("expect: {calls: [f], at_most: 1}", "expect: {calls: [f]}", "expect.at_most: 1 -> no limit"),
    "any instead of all": ("expect: {calls: [f, g]}", "expect: {calls: [f, g], require: any}",
        "expect.require: all -> any"),
    "an alternative more": ("expect: {calls: [f, g], require: any}", "expect: {calls: [f, g, h], require: any}",
        "expect gained calls: h"),
    "any, and others": ("expect: {calls: [f]}", "expect: {calls: [f, g], require: any}", "expect gained calls: g"),
    "all of others": ("expect: {calls: [f, g], require: any}", "expect: {calls: [h]}",
        "expect gained calls: h"),
    "expected in less": ("expect: {calls: [f]}", "expect: {calls: [f], inside: [u]}", "expect.inside: all -> u"),
    "each of others": ("for_each: {definitions: [v]}, expect: {calls: [f]}",
        "for_each: {definitions: [v, w]}, expect: {calls: [f]}", "for_each gained definitions: w"),
    "each in another order": ("for_each: {pattern: [g()], calls: [g]}, expect: {calls: [f]}",
        "for_each: {calls: [g], pattern: [g()]}, expect: {calls: [f]}", "for_each: its terms stand in another order"),
    "each once": ("for_each: {definitions: [v]}, expect: {calls: [f]}", "expect: {calls: [f]}",
        "for_each was removed"),
    "each of those": ("expect: {calls: [f]}", "for_each: {definitions: [v]}, expect: {calls: [f]}",
        "for_each was added"),
    "a narrower scope": ("match: {calls: [f]}", "match: {calls: [f]}, scope: {include: [src/**]}",
        "scope.include: all -> src/**"),
    "more left out of scope": ("match: {calls: [f]}, scope: {include: [app/**]}",
        "match: {calls: [f]}, scope: {include: [app/**], exclude: [app/legacy/**]}",
        "scope.exclude gained app/legacy/**"),
    "more room for what is expected": ("expect: {calls: [f]}, scope: {include: [src/**]}", "expect: {calls: [f]}",
        "scope.include: src/** -> all"),
    "more room for one half": ("match: {calls: [f]}, expect: {calls: [g]}, scope: {include: [src/**]}",
        "match: {calls: [f]}, expect: {calls: [g]}", "scope.include: src/** -> all"),
    "a limit over more": ("expect: {calls: [f], at_most: 2}", "expect: {calls: [f], at_most: 2}, scope: {include: [a/**]}",
        "scope.include: all -> a/**"),
    "a glob taken back": ("match: {calls: [f]}, scope: {include: [src/**]}",
        "match: {calls: [f]}, scope: {include: [src/**, '!src/a.py']}", "scope.include gained !src/a.py"),
    "another order of taking back": ("match: {calls: [f]}, scope: {include: [src/**, '!src/a.py']}",
        "match: {calls: [f]}, scope: {include: ['!src/a.py', src/**]}", "scope.include: its globs stand in another order"),
    "a language less": ("match: {calls: [f]}, languages: [go, java]", "match: {calls: [f]}, languages: [go]",
        "languages lost java"),
    "only one language": ("match: {calls: [f]}", "match: {calls: [f]}, languages: [go]", "languages: all -> go"),
    "a language more for what is expected": ("expect: {calls: [f]}, languages: [go]", "expect: {calls: [f]}, languages: [go, java]",
        "languages gained java"),
    "a milder severity": ("match: {calls: [f]}, severity: critical", "match: {calls: [f]}, severity: high",
        "severity: critical -> high"),
    "a guard": ("match: {calls: [f]}", "match: {calls: [f]}, guard: true", "guard: false -> true"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRICTER)
def test_at_least_as_strict_and_said_so(name: str) -> None:
    old, new, words = STRICTER[name]
    found = changed(old, new)
    assert found.is_as_strict
    assert words in found.said


@pytest.mark.parametrize("name", WEAKER)
def test_maybe_weaker_and_said_why(name: str) -> None:
    old, new, words = WEAKER[name]
    found = changed(old, new)
    assert not found.is_as_strict
    assert words in found.weaker


def test_what_means_the_same_is_no_change() -> None:
    old = spec(f"{RULE}, match: {{calls: [f, g]}}, languages: [go, java]")
    new = spec(f"{RULE}, expect_not: {{calls: [g, f, f]}}, languages: [java, go], severity: Medium")
    assert differences(old, new) == ()


def test_a_rule_that_is_gone_and_one_that_is_new() -> None:
    old = spec("id: one, description: d, match: {calls: [f]}")
    new = spec("id: two, description: d, match: {calls: [g]}")
    gone, added = differences(old, new)
    assert (gone.kind, gone.rule, gone.is_as_strict) == (ChangeKind.REMOVED, "one", False)
    assert (added.kind, added.rule, added.is_as_strict) == (ChangeKind.NEW, "two", True)


def test_a_rule_under_another_id_that_rejects_as_much_is_renamed() -> None:
    old = spec("id: one, description: d, match: {calls: [f]}")
    new = spec("id: two, description: d, match: {calls: [f, g]}")
    (found,) = differences(old, new)
    assert (found.kind, found.is_as_strict) == (ChangeKind.RENAMED, True)
    assert found.new is not None
    assert (found.rule, found.new.id) == ("one", "two")
    assert found.said == ("renamed to two", "match gained calls: g")


def test_two_rules_may_become_one() -> None:
    old = spec("id: a, description: d, match: {calls: [f]}", "id: b, description: d, match: {calls: [g]}")  # fmt: skip
    new = spec("id: c, description: d, match: {calls: [f, g]}")
    assert [one.kind for one in differences(old, new)] == [ChangeKind.RENAMED, ChangeKind.RENAMED]


def test_a_rule_that_was_there_already_is_no_heir() -> None:
    """Comments may already suppress what it finds, and then nobody would report it any more."""
    both = "id: a, description: d, match: {calls: [f]}", "id: b, description: d, match: {calls: [f, g]}"  # fmt: skip
    (found,) = differences(spec(*both), spec(both[1]))
    assert found.kind is ChangeKind.REMOVED


def test_defaults_of_the_whole_spec_count_for_each_rule() -> None:
    rules = "id: a, description: d, match: {calls: [f]}", "id: b, description: d, match: {calls: [g]}"  # fmt: skip
    found = differences(spec(*rules), spec(*rules, more="guard: true\nscope: {exclude: [old]}\n"))
    assert [one.weaker for one in found] == [
        ("scope.exclude gained old", "guard: false -> true")
    ] * 2


def test_the_identity_of_a_change_is_that_of_both_meanings() -> None:
    old, new = "match: {calls: [f, g]}", "match: {calls: [f]}"
    assert changed(old, new).identity == changed("match: {calls: [g, f]}", new).identity
    others = [changed(old, "match: {calls: [g]}"), changed(new, old), changed(old, f"{new}, guidance: x")]  # fmt: skip
    assert len({changed(old, new).identity, *(one.identity for one in others)}) == 4


def test_long_and_many_terms_are_said_on_one_line() -> None:
    terms = ", ".join(f'"{"x" * 200} {number}"' for number in range(9))
    found = changed("match: {text: [a]}", f"match: {{text: [a, {terms}]}}")
    assert found.said[0].endswith(" and 4 more")
    assert len(found.said[0]) < 700
