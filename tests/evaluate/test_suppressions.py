"""Comments that take violations back: what they cover, what they cost, what is wrong with them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from planproof.evaluate import check_examples
from planproof.model.evaluation import Proof, Verdict
from planproof.model.violation import Severity
from planproof.rules import compile_rules

WHY = "planproof: ignore[rule] until PF-7 is done"


def lines(found) -> list[int]:
    """1-based lines of the violations."""
    return [v.place.start.line + 1 for v in found.violations]


def held(found) -> list[int]:
    return [s.violation.place.start.line + 1 for s in found.suppressions]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "old()  # {}\n"),
        ("a.py", "# {}\nold()\n"),
        ("a.py", "# {}\n# and more about it\nold()\n"),
        ("a.py", "x = 1\nif x:\n    # {}\n    old()\n"),
        ("a.py", "# {}\nwith open() as f, old() as g:\n    pass\n"),
        ("a.py", "# {}\n@wraps(x)\n@old\ndef f(): ...\n"),
        ("a.py", "# {}\nx = call(\n    1,\n    old(),\n)\n"),
        ("a.py", "x = [\n    # {}\n    old(),\n]\n"),
        ("a.py", "old()  # type: ignore[x]  # {}\n"),
        ("a.js", "old() // {}\n"),
        ("a.js", "/* {} */\nold()\n"),
        ("a.js", "/*\n * {}\n */\nold()\n"),
        ("a.js", "/* {} */ old()\n"),
        (
            "a.ts",
            "class A {\n  // {}\n  @B({})\n  m(x = old()) { f() }\n}\n".replace("B({})", "B(1)"),
        ),
        ("a.tsx", "const a = <div>\n  {/* {} */}\n  <b x={old()}/>\n</div>\n"),
        ("a.go", "package a\nfunc f() {\n\t// {}\n\told()\n}\n"),
        ("A.java", "class A {\n  // {}\n  @X\n  int f = old();\n}\n"),
        ("a.rs", "// {}\n#[cfg(test)]\nfn f(x: [u8; old()]) {}\n"),
        ("a.rs", "fn f() { old(); /* {} */ }\n"),
    ],
)
def test_where_a_comment_may_stand(judge, rule, path: str, source: str) -> None:
    found = judge({path: source.replace("{}", WHY, 1)}, rule(match={"identifiers": ["old"]}))
    assert [v.message for v in found.violations] == []
    assert found.verdict is Verdict.PASSED
    assert len(found.suppressions) == found.rules[0].coverage.suppressed == 1
    assert found.suppressions[0].reason == "until PF-7 is done"
    bare = judge({path: source.replace("{}", "", 1)}, rule(match={"identifiers": ["old"]}))
    assert bare.verdict is Verdict.VIOLATED


@pytest.mark.parametrize(
    ("path", "source", "left"),
    [
        ("a.py", "# {}\n\nold()\n", 3),
        ("a.py", "# {}\nx = 1\nold()\n", 3),
        ("a.py", "old()\n# {}\n", 1),
        ("a.py", "# {}\ndef f():\n    old()\n", 3),
        ("a.py", "# {}\nclass A(B):\n    x = old()\n", 3),
        ("a.py", "x = '# {}'; old()\n", 1),
        ("a.py", '"""\n# {}\n"""; old()\n', 3),
        ("a.py", "call(  # {}\n    old(),\n)\n", 2),
        ("a.js", "// {}\nfunction f() {\n  old()\n}\n", 3),
        ("a.js", "const t = `\n// {}\n${old()}`\n", 3),
        ("a.js", "f(() => { // {}\n  old()\n})\n", 2),
        ("a.rs", "// {}\nimpl A {\n  fn f() { old() }\n}\n", 3),
    ],
)
def test_what_a_comment_does_not_cover(judge, rule, path: str, source: str, left: int) -> None:
    found = judge({path: source.replace("{}", WHY, 1)}, rule(match={"identifiers": ["old"]}))
    assert left in lines(found)
    assert found.suppressions == ()


def test_each_rule_has_to_be_named(judge, rule) -> None:
    rules = [rule(name, match={"calls": ["old"]}) for name in ("rule", "other", "third")]
    found = judge({"a.py": "old()  # planproof: ignore[rule, other] because\n"}, *rules)
    assert [v.rule for v in found.violations] == ["third"]
    assert sorted(s.rule for s in found.suppressions) == ["other", "rule"]
    assert len({s.violation.fingerprint for s in found.suppressions}) == 2


@pytest.mark.parametrize(
    "comment", ["ignore", "ignore[]", "ignore[*]", "ignore[ru*]", "ignore all"]
)
def test_there_is_no_wildcard_and_it_is_said(judge, rule, comment: str) -> None:
    source = f"old()  # planproof: {comment} because\n"
    found = judge({"a.py": source}, rule(match={"calls": ["old"]}))
    assert lines(found) == [1]
    assert ["has to name" in w.message for w in found.warnings] == [True]
    assert (found.warnings[0].source, found.warnings[0].line, found.warnings[0].column) == (
        "a.py", 1, 8
    )  # fmt: skip


@pytest.mark.parametrize("end", ["", " ", " -", ": "])
def test_without_a_reason_it_is_a_violation_itself_and_holds_nothing(judge, rule, end: str) -> None:
    source = f"f()\nold() /* planproof: ignore[rule]{end} */\n"
    found = judge({"a.js": source}, rule(match={"calls": ["old"]}))
    assert lines(found) == [2, 2]
    _, flaw = found.violations
    assert "no reason" in flaw.message
    assert (flaw.place.start.column, flaw.rule, flaw.expected) == (6, "rule", False)
    assert found.suppressions == ()


def test_one_that_suppresses_nothing_is_a_violation(judge, rule) -> None:
    guard = rule(match={"calls": ["old"]}, guard=True)
    found = judge({"a.py": f"new()  # {WHY}\n", "b.py": "x = 1\n"}, guard)
    assert [v.message for v in found.violations] == [
        "the suppression of rule suppresses nothing: remove the comment"
    ]
    assert found.verdict is Verdict.VIOLATED


def test_a_comment_is_not_kept_alive_by_what_it_says(judge, rule) -> None:
    text = rule(match={"text": ["old"]})
    comment = "# planproof: ignore[rule] the old one\n"
    alive = judge({"a.py": f"x = 'old'  {comment}"}, text)
    assert (alive.verdict, len(alive.suppressions)) == (Verdict.PASSED, 2)
    dead = judge({"a.py": f"x = 'new'  {comment}"}, text)
    assert ["suppresses nothing" in v.message for v in dead.violations] == [True]


def test_it_is_judged_only_where_its_rule_is(judge, rule) -> None:
    files = {"src/a.py": "x = 1\n", "lib/b.py": f"x = 1  # {WHY}\n", "src/c.ts": f"x() // {WHY}\n"}
    scoped = rule(match={"calls": ["old"]}, include=["src/**"], languages=["python"], guard=True)
    assert judge(files, scoped).verdict is Verdict.PASSED
    assert judge(files, rule("another", match={"calls": ["old"]}, guard=True)).violations == ()


def test_a_name_that_is_nearly_that_of_a_rule_is_pointed_out(judge, rule) -> None:
    files = {
        "a.py": "x = 1  # planproof: ignore[no-legcy] because\ny = 1  # planproof: ignore[far] z\n"
    }
    found = judge(files, rule("no-legacy", match={"calls": ["old"]}, guard=True))
    assert found.verdict is Verdict.PASSED
    assert [(w.message, w.fix) for w in found.warnings] == [
        ("no rule here is called 'no-legcy'", "did you mean ignore[no-legacy]?")
    ]


def test_expectations_cannot_be_suppressed(judge, rule) -> None:
    found = judge({"a.py": f"x()  # {WHY}\n"}, rule(expect={"calls": ["new"]}))
    assert [v.expected for v in found.violations] == [False, True]
    assert "suppresses nothing" in found.violations[0].message


def test_a_critical_rule_cannot_be_suppressed(judge, rule) -> None:
    critical = replace(rule(match={"calls": ["old"]}), severity=Severity.CRITICAL)
    found = judge({"a.py": f"old()  # {WHY}\n"}, critical)
    assert len(found.violations) == 2
    assert "critical" in found.violations[1].message
    assert found.suppressions == ()


def test_what_is_suppressed_is_proof_that_the_rule_can_be_red(judge, rule) -> None:
    calls = rule(match={"calls": ["old"]})
    found = judge({"a.py": f"old()  # {WHY}\n"}, calls)
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.SUPPRESSED)
    assert found.rules[0].coverage.hits == 1
    later = judge({"a.py": "new()\n"}, calls, witnesses=found.witnesses)
    assert (later.verdict, later.rules[0].proof) == (Verdict.PASSED, Proof.WITNESS)


def test_a_base_with_suppressions_proves_it_too(judge, rule, tree) -> None:
    base = tree({"a.py": f"old()  # {WHY}\n"})
    found = judge({"a.py": "new()\n"}, rule(match={"calls": ["old"]}), base=base)
    assert found.rules[0].proof is Proof.RED_AT_BASE


def test_a_place_that_holds_more_is_suppressed_only_as_far_as_the_comment_reaches(
    judge, rule
) -> None:
    source = f"def f(x):  # {WHY}\n    old()\n"
    both = rule(match={"pattern": ["def f($$$): $$$"], "calls": ["old"]})
    found = judge({"a.py": source}, both)
    assert lines(found) == [2]
    assert held(found) == [1]


def test_nothing_is_suppressed_where_the_syntax_is_broken(judge, rule) -> None:
    found = judge({"a.py": f"def f(:\n    x = old( # {WHY}\n"}, rule(match={"calls": ["old"]}))
    assert found.suppressions == ()
    assert [v.mark.value for v in found.violations] == ["lexical"]


def test_fingerprints_of_others_do_not_depend_on_what_is_suppressed(judge, rule) -> None:
    calls = rule(match={"calls": ["old"]})
    free = judge({"a.py": "old()\nf()\n"}, calls).violations[0].fingerprint
    found = judge({"a.py": f"old()  # {WHY}\nold()\n"}, calls)
    assert found.violations[0].fingerprint == free


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yml", "url: http://old # {}\n"),
        ("a.yml", "# {}\nurl: http://old\n"),
        ("a.sql", "-- {}\n-- planproof: ignore[other] why\nselect 'http://old'\n"),
        ("a.html", "<!-- {} -->\n<a href='http://old'>\n"),
        ("a.bat", "REM {}\nset X=http://old\n"),
        ("a.ini", "; {}\nx = http://old\n"),
        ("a.md", "http://old <!-- {} -->\n"),
    ],
)
def test_files_without_a_grammar_have_the_same_comments(judge, rule, path: str, text: str) -> None:
    urls = rule(match={"text": ["http://old"]})
    found = judge({path: text.replace("{}", WHY)}, urls)
    assert (found.verdict, len(found.suppressions)) == (Verdict.PASSED, 1)
    assert found.suppressions[0].reason == "until PF-7 is done"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"x": "http://old planproof: ignore[rule] why"}\n'),
        ("a.yml", "# {}\n\nurl: http://old\n"),
        ("a.yml", "x: 1 # {}\nurl: http://old\n"),
        ("a.yml", "planproof:\n  ignore: [rule] http://old\n"),
    ],
)
def test_but_no_others(judge, rule, path: str, text: str) -> None:
    found = judge({path: text.replace("{}", WHY)}, rule(match={"text": ["http://old"]}))
    assert found.verdict is Verdict.VIOLATED
    assert found.suppressions == ()


def test_one_that_suppresses_nothing_is_seen_in_a_file_without_a_grammar_too(judge, rule) -> None:
    text = rule(match={"text": ["http://old"]}, guard=True)
    assert lines(judge({"a.yml": f"x: 1\nurl: http://new # {WHY}\n"}, text)) == [2]
    calls = rule(match={"calls": ["old"]}, guard=True)
    assert judge({"a.yml": f"url: http://new # {WHY}\n", "a.py": ""}, calls).violations == ()


@pytest.mark.parametrize(("reason", "red"), [("because", False), ("", True)])
def test_an_example_with_a_comment_is_green_unless_the_reason_is_missing(
    spec, rule, reason: str, red: bool
) -> None:
    example = f"old()  # planproof: ignore[rule] {reason}\n"
    (compiled,) = compile_rules(spec(rule(match={"calls": ["old"]}, good=[example])))
    (result,) = check_examples(compiled)
    assert result.red is red


def test_many_comments_on_one_place_take_linear_time(judge, rule) -> None:
    source = "# planproof: ignore[other] x\n" * 20_000 + f"# {WHY}\nold()\n"
    found = judge({"a.py": source}, rule(match={"calls": ["old"]}))
    assert held(found) == [20_002]
