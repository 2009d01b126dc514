"""A rule's own examples."""

from __future__ import annotations

import pytest

from planproof.evaluate import check_examples
from planproof.rules import compile_rules
from planproof.spec import load_spec


@pytest.fixture
def check(rule, spec):
    def check_rule(**given):
        (compiled,) = compile_rules(spec(rule(**given)))
        return [(result.language, result.red, result.ok) for result in check_examples(compiled)]

    return check_rule


def test_bad_must_be_red_and_good_green(check) -> None:
    found = check(match={"calls": ["old"]}, bad=["old()", "new()"], good=["new()", "old()"])
    assert [ok for _, _, ok in found] == [True, False, True, False]


def test_the_language_of_an_example(check) -> None:
    match = {"calls": ["old"]}
    assert check(match=match, bad=["old()"], languages=["go", "rust"])[0][0] == "go"
    assert check(match=match, bad=["old()"], include=["src/**", "*.ts"])[0][0] == "typescript"
    assert check(match=match, bad=["old()"])[0][0] == "python"
    assert check(match=match, bad=["const x = old();"])[0] == ("javascript", True, True)
    assert check(match=match, bad=["// path: src/a.tsx\nconst x = <A b={old()}/>;"])[0][0] == "tsx"
    assert check(match=match, bad=["( ( ("])[0] == ("", False, False)


def test_a_path_hint_counts_for_names_of_modules(check) -> None:
    bad = "# path: auth/legacy.py\ndef login(): ..."
    assert check(match={"definitions": ["auth.legacy.login"]}, bad=[bad])[0][2]


def test_an_example_may_be_a_path(check) -> None:
    found = check(
        match={"files": ["src/legacy/**"]}, bad=["src/legacy/a.py"], good=["src/new/a.py"]
    )
    assert [ok for _, _, ok in found] == [True, True]


def test_a_bad_example_must_be_hit_where_its_syntax_is_sound(check) -> None:
    assert check(match={"calls": ["old"]}, bad=["def f(:\n  old("], languages=["python"])[0][
        1:
    ] == (False, False)


def test_patterns_run_in_examples(check) -> None:
    found = check(match={"pattern": ["old($X)"]}, bad=["old(1)"], good=["old()"])
    assert [ok for _, _, ok in found] == [True, True]


def test_what_made_it_red_is_told(rule, spec) -> None:
    (compiled,) = compile_rules(
        spec(rule(match={"calls": ["old"], "imports": ["gone"]}, bad=["old()", "import gone", "x"]))
    )
    assert [result.because for result in check_examples(compiled)] == [
        ("calls: old",),
        ("imports: gone",),
        (),
    ]


def test_what_proves_nothing_is_told(rule, spec) -> None:
    (compiled,) = compile_rules(
        spec(rule(match={"calls": ["old"]}, bad=["def f(:\n  old("], languages=["python"]))
    )
    (result,) = check_examples(compiled)
    assert (result.ok, result.because, result.unsure) == (False, (), ("calls: old",))


def test_a_rule_that_only_expects_is_red_on_what_lacks_it(rule, spec) -> None:
    given = {"expect": {"calls": ["a", "b"]}, "bad": ["a()"], "good": ["a(); b()"]}
    (compiled,) = compile_rules(spec(rule(**given)))
    found = [(result.red, result.ok, result.because) for result in check_examples(compiled)]
    assert found == [(True, True, ("missing calls: b",)), (False, True, ())]


def test_one_alternative_is_enough_for_an_example(rule, spec) -> None:
    given = {"expect": {"calls": ["a", "b"], "alternative": True}, "bad": ["c()"], "good": ["a()"]}
    (compiled,) = compile_rules(spec(rule(**given)))
    assert [result.ok for result in check_examples(compiled)] == [True, True]


def test_a_bad_example_may_be_hit_perhaps() -> None:
    """It would be a violation, so it is red here too."""
    text = """\
refactor_name: a
rules:
  - id: b
    description: c
    match: {calls: [{name: open, without: [encoding]}]}
    examples: {bad: ["open(path, **options)"], good: ["open(path, encoding='utf-8')"]}
"""
    (compiled,) = compile_rules(load_spec(text.encode(), "f"))
    assert [result.ok for result in check_examples(compiled)] == [True, True]
