"""The facet ``metrics``: limits on functions, classes and files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planproof.errors import SpecError
from planproof.model.evaluation import Evaluation, Proof, Verdict
from planproof.model.violation import Mark

LONG = "def enter(a, b):\n" + "    a = b\n" * 4 + "\ndef leave(): pass\n"


@pytest.fixture
def limited(judge: Callable[..., Evaluation], load: Callable[..., object]) -> Callable[..., object]:
    """``limited(files, "{nesting: {at_most: 2}}")`` → the evaluation of a rule with that limit."""

    def judged(files: object, metrics: str, more: str = "", **options: object) -> Evaluation:
        head = "refactor_name: x\nrules:\n  - id: r\n    description: d\n"
        text = f"{head}    match: {{metrics: {metrics}}}\n{more}"
        return judge(files, *load(text), **options)

    return judged


def messages(found: Evaluation) -> list[str]:
    return [violation.message for violation in found.violations]


def test_what_breaks_a_limit_is_a_violation_at_its_name(limited) -> None:
    found = limited({"a.py": LONG, "b.py": "x = 1\n"}, "{function_lines: {at_most: 4}}")
    (violation,) = found.violations
    assert violation.message.startswith(
        "function enter has 5 lines, at most 4 allowed: metrics: function_lines"
    )
    assert (violation.place.path, violation.place.start.line, violation.place.start.column) == (
        "a.py", 0, 4,
    )  # fmt: skip
    assert (found.rules[0].proof, found.rules[0].coverage.examined) == (Proof.RED_NOW, 1)


def test_it_stays_the_same_violation_while_its_figure_changes(limited) -> None:
    limits = "{function_lines: {at_most: 2}}"
    longer = LONG.replace("    a = b\n", "    a = b\n    a = b\n", 1)
    prints = {limited({"a.py": s}, limits).violations[0].fingerprint for s in (LONG, longer)}
    assert len(prints) == 1


def test_both_ends_of_a_limit(limited) -> None:
    found = limited({"a.py": LONG}, "{parameters: {at_least: 1, at_most: 1}}")
    assert [message.split(":")[0] for message in messages(found)] == [
        "function enter has 2 parameters, at most 1 allowed",
        "function leave has 0 parameters, at least 1 required",
    ]


def test_files_and_classes(limited) -> None:
    files = {"a.py": LONG, "b.js": "class A { b() {} c() {} }\n", "c.md": "x\n" * 50}
    lines = limited(files, "{file_lines: {at_most: 6}}")
    assert messages(lines)[0].startswith("file a.py has 7 lines, at most 6 allowed")
    assert lines.violations[0].place.start.line == 0
    methods = limited(files, "{methods: {at_most: 1}}")
    assert messages(methods)[0].startswith("class A has 2 methods, at most 1 allowed")
    one = limited(files, "{methods: {at_least: 3}}")
    assert "2 methods, at least 3 required" in messages(one)[0]


def test_only_files_in_scope_are_measured(limited, tree) -> None:
    given = tree({"src/a.py": LONG, "lib/b.py": LONG, "src/c.js": "function f() {}\n"})
    more = "    scope: {include: [src/**]}\n    languages: [python]\n"
    found = limited(given, "{complexity: {at_least: 2}}", more)
    assert {violation.place.path for violation in found.violations} == {"src/a.py"}
    assert set(given.asked) == {"src/a.py"}
    other = tree({"src/a.py": LONG, "lib/b.py": "", "src/c.js": "function f() {}\n"})
    assert found.scope_digest == limited(other, "{complexity: {at_least: 2}}", more).scope_digest


def test_a_blob_is_measured_once(index_of, load, tree) -> None:
    text = (
        "refactor_name: x\nrules:\n  - id: r\n    description: d\n    guard: true\n"
        "    match: {metrics: {complexity: {at_most: 9}}}\n"
    )
    with index_of() as judge:
        judge(tree({"a.py": LONG}), *load(text))
        again = tree({"a.py": LONG, "b.py": "x = 1\n"})
        judge(again, *load(text))
        assert again.asked == ["b.py"]


def test_a_definition_that_was_only_parsed_in_part_is_uncertain(limited) -> None:
    source = "def enter():\n    x = (\n\nclass A:\n    pass\n"
    found = limited({"a.py": source}, "{function_lines: {at_most: 60}}")
    (violation,) = found.violations
    assert violation.mark is Mark.UNCERTAIN
    assert "as far as it could be parsed" in violation.message


def test_a_file_that_cannot_be_parsed_leaves_the_rule_undecided(limited) -> None:
    found = limited(
        {"a.py": b"x\0", "b.md": b"x\0"}, "{nesting: {at_most: 3}}", "    guard: true\n"
    )
    assert found.verdict is Verdict.INDETERMINATE
    assert found.rules[0].coverage.blocking == (("a.py", "binary"),)


def test_green_must_be_proven(limited, tree) -> None:
    limits = "{function_lines: {at_most: 4}}"
    short = {"a.py": "def enter(): pass\n"}
    assert limited(short, limits).verdict is Verdict.INDETERMINATE
    based = limited(short, limits, base=tree({"a.py": LONG}))
    assert (based.verdict, based.rules[0].proof) == (Verdict.PASSED, Proof.RED_AT_BASE)
    red = limited({"a.py": LONG}, limits)
    again = limited(short, limits, witnesses=red.witnesses)
    assert again.rules[0].proof is Proof.WITNESS


def test_a_limit_of_nothing_is_refused(limited) -> None:
    with pytest.raises(SpecError):
        limited({}, "{nesting: {}}")


def test_a_limit_that_is_kept_beside_one_that_is_not_is_no_warning(limited) -> None:
    found = limited({"a.py": LONG}, "{function_lines: {at_most: 4}, nesting: {at_most: 9}}")
    assert (len(found.violations), found.rules[0].warnings) == (1, ())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "def ok():\n    return 1\n\nx = = (\ndef f(:\n" + "    if a: b()\n" * 20),
        ("a.js", "function ok(){}\nlet a = = (;\n}}}} function broken( { " + "if (a) b();" * 20),
        ("a.vue", "<script lang='coffee'>\nf = (a) -> if a then b else c\n</script>\n"),
        ("a.vue", "<template lang='pug'>\np(@click='() => { if (a) b() }')\n</template>\n"),
    ],
)
def test_where_a_function_may_stand_that_could_not_be_parsed_is_undecided(
    limited, path: str, text: str
) -> None:
    found = limited({path: text}, "{complexity: {at_most: 5}}", "    guard: true\n")
    assert found.verdict is Verdict.INDETERMINATE
    assert "in which a function may stand" in found.rules[0].coverage.blocking[0][1]


def test_a_broken_line_without_a_function_hides_none(limited) -> None:
    files = {
        "a.py": "x = = (\n",
        "b.vue": "<template><Foo :a/></template>",
    }
    found = limited(files, "{complexity: {at_most: 5}}", "    guard: true\n")
    assert found.verdict is Verdict.PASSED
    assert limited({"a.py": "x = = (\ndef f(:\n"}, "{file_lines: {at_most: 5}}",
                   "    guard: true\n").verdict is Verdict.PASSED  # fmt: skip
