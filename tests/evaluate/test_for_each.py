"""``for_each`` and ``expect``: what every candidate must hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planproof.errors import SpecError
from planproof.model.evaluation import Evaluation, Proof, Verdict
from planproof.model.violation import Mark

VIEWS = """\
from auth import login_required

@login_required
def pay(request):
    audit.log(request)

def show(request):
    @login_required
    def inner():
        audit.log(request)

class Page:
    @login_required
    def get(self, request):
        return audit.log(request)

    def post(self, request):
        return request
"""


@pytest.fixture
def each(judge: Callable[..., Evaluation], load: Callable[..., object]) -> Callable[..., object]:
    """``each(files, for_each, expect)`` → the evaluation of a rule with these clauses."""

    def judged(
        files: object, for_each: str, expect: str, more: str = "", **options: object
    ) -> Evaluation:
        text = (
            "refactor_name: x\nrules:\n  - id: r\n    description: d\n"
            f"    for_each: {for_each}\n    expect: {expect}\n{more}"
        )
        return judge(files, *load(text), **options)

    return judged


def found(evaluation: Evaluation) -> list[tuple[int, str]]:
    """Line from 1 on and message of each violation."""
    return [(v.place.start.line + 1, v.message) for v in evaluation.violations]


def test_each_candidate_without_what_it_must_hold_is_a_violation_at_its_place(each) -> None:
    result = each({"a.py": VIEWS}, '{definitions: ["a.*", "Page.*"]}', "{calls: [audit.log]}")
    assert found(result) == [
        (17, ("definition of Page.post lacks calls: audit.log: required for each of"
             " definitions: Page.*")),
    ]  # fmt: skip
    (violation,) = result.violations
    assert (violation.symbol, violation.snippet) == ("Page", "def post(self, request):")
    assert not violation.expected
    assert result.rules[0].proof is Proof.RED_NOW
    assert result.verdict is Verdict.VIOLATED


def test_decorators_bases_and_parameters_are_those_of_the_definition_itself(each) -> None:
    result = each({"a.py": VIEWS}, '{definitions: ["a.*"]}', "{decorators: [login_required]}")
    assert [line for line, _ in found(result)] == [7, 12]
    inside = each({"a.py": VIEWS}, "{definitions: [show]}", "{identifiers: [login_required]}")
    assert inside.violations == ()
    source = "class A(B): pass\nclass C:\n    class D(B): pass\n    def f(self, b): pass\n"
    bases = each({"a.py": source}, "{definitions: [A, C]}", "{bases: [B]}")
    assert [line for line, _ in found(bases)] == [2]
    parameters = each({"a.py": source}, "{definitions: [C, f]}", "{parameters: [b]}")
    assert [line for line, _ in found(parameters)] == [2]


def test_nested_candidates_are_judged_each_by_itself(each) -> None:
    result = each({"a.py": VIEWS}, "{definitions: [Page, get, post]}", "{calls: [audit.log]}")
    assert [line for line, _ in found(result)] == [17]
    outer = each({"a.py": "a(b(a(1)))\n"}, "{calls: [a]}", "{calls: [b]}")
    assert [(v.place.start.column, v.snippet) for v in outer.violations] == [(4, "a(b(a(1)))")]


def test_a_call_holds_its_arguments_and_has_its_own_keywords(each) -> None:
    source = "open(x, encoding=u)\nopen(f(encoding=u))\nopen(a).read(encoding=u)\nopen(x)\n"
    keywords = each({"a.py": source}, "{calls: [open]}", "{keywords: [encoding]}")
    assert [line for line, _ in found(keywords)] == [2, 3, 4]
    names = each({"a.py": source}, "{calls: [open]}", "{identifiers: [u]}")
    assert [line for line, _ in found(names)] == [3, 4]


def test_a_decorator_or_a_base_stands_for_the_definition_it_belongs_to(each) -> None:
    source = "@route\ndef a(): check()\n\n@route\ndef b(): pass\n\nclass C(View): pass\n"
    routes = each({"a.py": source}, "{decorators: [route]}", "{calls: [check]}")
    assert found(routes) == [
        (4, "decorator route lacks calls: check: required for each of decorators: route")
    ]
    bases = each({"a.py": source}, "{bases: [View]}", "{definitions: [get]}")
    assert [line for line, _ in found(bases)] == [7]


def test_a_pattern_stands_for_its_match(each) -> None:
    source = "with lock():\n    save()\nwith lock():\n    pass\n"
    result = each({"a.py": source}, '{pattern: ["with lock(): $$$B"]}', "{calls: [save]}")
    assert [line for line, _ in found(result)] == [3]


def test_a_file_is_a_candidate_by_its_path_whatever_is_in_it(each) -> None:
    files = {"src/a.py": "import b\n", "src/c.py": "from b import x\n", "src/d.py": ""}
    result = each(files, '{files: ["src/*.py"]}', '{imports: ["b.x"]}')
    assert [(v.place.path, v.place.start.line) for v in result.violations] == [
        ("src/a.py", 0), ("src/d.py", 0),
    ]  # fmt: skip
    assert result.violations[1].message == (
        "file src/d.py lacks imports: b.x: required for each of files: src/*.py"
    )
    assert (result.rules[0].coverage.in_scope, result.rules[0].coverage.examined) == (3, 3)


def test_a_file_without_a_grammar_can_only_hold_text(each) -> None:
    files = {"a.md": "Copyright me\n", "b.md": "none\n", "c.coffee": "call()\n"}
    text = each(files, '{files: ["*.md"]}', '{text: ["Copyright"]}')
    assert [v.place.path for v in text.violations] == ["b.md"]
    calls = each(files, '{files: ["*.coffee"]}', "{calls: [call]}")
    assert [v.place.path for v in calls.violations] == ["c.coffee"]


def test_a_candidate_that_cannot_be_parsed_leaves_the_rule_undecided(each) -> None:
    files = {"a.py": b"x = 1\n\0", "b.py": "ok()\n"}
    result = each(files, '{files: ["*.py"]}', "{calls: [ok]}", "    guard: true\n")
    assert result.verdict is Verdict.INDETERMINATE
    assert result.rules[0].coverage.blocking == (("a.py", "binary"),)


def test_at_least_at_most_and_alternatives_count_inside_each_candidate(each) -> None:
    source = "def a():\n    x()\n    x()\ndef b():\n    x()\ndef c():\n    y()\n"
    files, those = {"a.py": source}, '{definitions: ["*"]}'
    assert found(each(files, those, "{calls: [x], at_least: 2}")) == [
        (4, ("definition of b holds 1 of at least 2 of calls: x: required for each of"
            " definitions: *")),
        (6, ("definition of c holds 0 of at least 2 of calls: x: required for each of"
            " definitions: *")),
    ]  # fmt: skip
    most = each(files, those, "{calls: [x], at_least: 0, at_most: 1}")
    assert found(most) == [
        (1, ("definition of a holds 2 of calls: x, at most 1 allowed: required for each of"
            " definitions: *")),
    ]  # fmt: skip
    either = each(files, those, "{calls: [x, z], require: any}")
    assert found(either) == [
        (6, ("definition of c holds none of calls: x, calls: z: required for each of"
            " definitions: *")),
    ]  # fmt: skip
    both = each(files, "{definitions: [c]}", "{calls: [x, z]}")
    assert "lacks calls: x and lacks calls: z" in both.violations[0].message


def test_the_words_of_what_is_expected_choose_no_file(each) -> None:
    files = {"a.py": "def view(): pass\n", "b.py": "check()\n", "c.py": "x = 1\n"}
    result = each(files, "{definitions: [view]}", "{calls: [check]}")
    assert (result.rules[0].coverage.examined, result.rules[0].coverage.in_scope) == (1, 3)


def test_inside_bounds_candidates_and_what_is_expected(each) -> None:
    result = each({"a.py": VIEWS}, "{definitions: [get, post, pay], inside: [Page]}",
                  "{calls: [audit.log]}")  # fmt: skip
    assert [line for line, _ in found(result)] == [17]
    nested = each({"a.py": VIEWS}, "{definitions: [show, pay]}",
                  "{calls: [audit.log], not_inside: [inner]}")  # fmt: skip
    assert [line for line, _ in found(nested)] == [7]


def test_green_counts_once_it_is_known_that_it_can_be_red(each, tree) -> None:
    green = {"a.py": "def view(): check()\n"}
    clauses = ("{definitions: [view]}", "{calls: [check]}")
    unproven = each(green, *clauses)
    assert unproven.verdict is Verdict.INDETERMINATE
    assert "no candidate ever lacked what it must hold" in unproven.rules[0].problems[0].message
    bad = '    examples: {bad: ["def view(): pass"], good: ["def view(): check()"]}\n'
    assert each(green, *clauses, bad).rules[0].proof is Proof.EXAMPLE
    assert each(green, *clauses, "    guard: true\n").rules[0].proof is Proof.GUARD
    base = tree({"a.py": "def view(): pass\n"})
    assert each(green, *clauses, base=base).rules[0].proof is Proof.RED_AT_BASE
    red = each({"a.py": "import x\n\ndef view(): pass\n"}, *clauses)
    assert red.witnesses[0].snippet == "def view(): pass\n"
    again = each(green, *clauses, witnesses=red.witnesses)
    assert (again.verdict, again.rules[0].proof) == (Verdict.PASSED, Proof.WITNESS)


def test_no_candidate_at_all_is_no_pass(each) -> None:
    result = each({"a.py": "def veiw(): pass\n"}, "{definitions: [view]}", "{calls: [check]}")
    assert result.verdict is Verdict.INDETERMINATE
    empty = each({"a.py": ""}, "{definitions: [view]}", "{calls: [check]}",
                 "    scope: {include: [src/**]}\n    guard: true\n")  # fmt: skip
    assert (empty.verdict, empty.rules[0].problems[0].code) == (
        Verdict.INDETERMINATE, "empty-scope",
    )  # fmt: skip


def test_a_term_that_finds_only_good_candidates_is_no_term_that_finds_nothing(each) -> None:
    files = {"a.py": "def view(): check()\ndef other(): pass\n"}
    result = each(files, "{definitions: [view, other, gone]}", "{calls: [check]}")
    (warning,) = result.rules[0].warnings
    assert warning.message == "r: nothing was ever hit by definitions: gone"


def test_nothing_is_met_in_a_broken_region(each) -> None:
    source = "def view():\n    x = (\n    check()\n\ndef other():\n    check()\n"
    result = each({"a.py": source}, "{definitions: [view]}", "{calls: [check]}")
    assert result.verdict is Verdict.VIOLATED
    every = each({"a.py": source}, '{definitions: ["*"]}', "{calls: [nothing]}",
                 "    guard: true\n")  # fmt: skip
    assert every.rules[0].coverage.blocking == (
        ("a.py", "has a syntax error, and '*' has no letters to search it for"),
    )
    hidden = each({"a.py": "x = [\ndef view(: check()\n"}, "{definitions: [view]}",
                  "{calls: [check]}")  # fmt: skip
    assert {violation.mark for violation in hidden.violations} == {Mark.LEXICAL}


def test_a_comment_may_take_a_candidate_back(each) -> None:
    source = "# planproof: ignore[r] no need\ndef view(): pass\n"
    result = each({"a.py": source}, "{definitions: [view]}", "{calls: [check]}")
    assert (result.violations, result.rules[0].coverage.suppressed) == ((), 1)


def test_match_and_for_each_may_stand_in_one_rule(each) -> None:
    files = {"a.py": "def view(): old()\n"}
    more = "    match: {calls: [old]}\n"
    result = each(files, "{definitions: [view]}", "{calls: [check]}", more)
    assert [v.message.split(":")[0] for v in result.violations] == [
        "definition of view lacks calls",
        "call of old is forbidden by calls",
    ]


def test_what_can_hold_nothing_or_be_held_by_nothing_is_refused(each, judge, rule) -> None:
    with pytest.raises(SpecError, match="files are found in no candidate"):
        each({}, "{definitions: [view]}", '{files: ["a.py"]}')
    with pytest.raises(SpecError, match="imports"):
        each({}, "{imports: [view]}", "{calls: [check]}")
