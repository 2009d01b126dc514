"""Ways in which a comment could make something pass that should not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.model.evaluation import Verdict
from planproof.rules import compile_rules
from planproof.spec.wire import Clause, Examples, Facet, RuleSpec, Spec, TermSpec, Where

IGNORE = "planproof: ignore[rule] because"
CALLS = {"calls": ["old"]}
LONG = b"x = 1  # " + b"-" * 990 + b"\n"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", f"x = '# {IGNORE}'; old()\n"),
        ("a.py", f'old("""\n# {IGNORE}\n""")\n'),
        ("a.py", f'"""\n# {IGNORE}"""\nold()\n'),
        ("a.py", f"old() if '# {IGNORE}' else 1\n"),
        ("a.js", f"old(`// {IGNORE}`)\n"),
        ("a.js", f"old(/\\/\\/ {IGNORE.replace('[', '.').replace(']', '.')}/)\n"),
        ("a.tsx", f"const a = <p>// {IGNORE} {{old()}}</p>\n"),
        ("a.go", f"package a\nfunc f() {{ old(`// {IGNORE}`) }}\n"),
        ("A.java", f'class A {{ void f() {{ old("// {IGNORE}"); }} }}\n'),
        ("a.rs", f'fn f() {{ old(r#"// {IGNORE}"#); }}\n'),
        ("a.py", f"old()\n\n# {IGNORE}\n"),
        ("a.py", f"old() # {IGNORE.replace('rule', 'rule2')}\n"),
        ("a.py", f"old() # {IGNORE.replace('rule', 'RULE')}\n"),
        ("a.py", f"old() # {IGNORE.replace('[rule]', '')}\n"),
        ("a.py", f"old() # {IGNORE.replace('[rule]', '[*]')}\n"),
        ("a.py", f"old() # {IGNORE.replace('ignore', 'IGNORE')}\n"),
        ("a.py", "old() # plan\u200bproof: ignore[rule] because\n"),
        ("a.py", "old() # noqa\n"),
        ("a.py", "old() # planproof: ignore[rule]\n"),
        ("a.py", "old() # planproof: ignore[rule] ...\n"),
    ],
)
def test_what_is_no_such_comment_suppresses_nothing(project, path: str, source: str) -> None:
    project.put(path, source)
    found = project.judge(CALLS)
    assert found.verdict is Verdict.VIOLATED
    assert "call of old" in found.violations[0].message
    assert found.suppressions == ()


def test_a_comment_above_a_block_does_not_cover_the_block(project, lines) -> None:
    project.put("a.py", f"# {IGNORE}\nclass A(old()):\n    def f(self):\n        old()\n")
    assert lines(project.judge(CALLS)) == [("a.py", 4)]
    project.put("a.py", f"# {IGNORE}\n\nclass A:\n    x = old()\n")
    assert lines(project.judge(CALLS)) == [("a.py", 1), ("a.py", 4)]


def test_a_comment_on_the_outer_place_does_not_hide_the_inner_one(project, lines) -> None:
    project.put("a.py", f"with f():  # {IGNORE}\n    old()\n")
    found = project.judge({"pattern": ["with f(): $$$"], "calls": ["old"]})
    assert lines(found) == [("a.py", 2)]
    assert len(found.suppressions) == 1


def test_broken_code_cannot_be_suppressed(project) -> None:
    project.put("a.py", f"x = (\nold()  # {IGNORE}\n")
    assert project.judge(CALLS).verdict is Verdict.VIOLATED
    project.put("a.py", f"old(  # {IGNORE}\n")
    assert project.judge(CALLS).verdict is Verdict.VIOLATED


def test_code_that_could_not_be_parsed_cannot_be_suppressed(project) -> None:
    for content in (b"x = '\xff'; old # %s\n", LONG * 5_100 + b"old # %s\n"):
        project.put("a.py", content % IGNORE.encode())
        assert project.judge({"text": ["old"]}).verdict is Verdict.VIOLATED


def test_formats_without_comments_cannot_be_suppressed(project) -> None:
    project.put("a.json", f'{{"a": "old {IGNORE}"}}\n')
    assert project.judge({"text": ["old"]}).verdict is Verdict.VIOLATED


def test_expectations_and_paths_cannot_be_suppressed(project) -> None:
    project.put("a.py", f"x = 1  # {IGNORE}\n")
    assert project.judge(expect={"calls": ["new"]}).verdict is Verdict.VIOLATED
    assert project.judge(expect={"calls": ["old"], "at_most": 1}).verdict is Verdict.VIOLATED
    assert project.judge({"files": ["a.py"]}).verdict is Verdict.VIOLATED


def test_an_upper_limit_counts_what_is_commented(project) -> None:
    project.put("a.py", f"old()\nold()  # {IGNORE}\n")
    found = project.judge(expect={"calls": ["old"], "at_most": 1})
    assert any(violation.expected for violation in found.violations)


def test_a_suppression_that_is_left_over_is_seen_cold_and_warm(project, lines) -> None:
    project.put("a.py", f"x = 1  # {IGNORE}\n")
    project.put("b.yml", f"x: 1  # {IGNORE}\n")
    for _ in ("cold", "warm"):
        assert lines(project.judge(CALLS, guard=True)) == [("a.py", 1)]
        assert lines(project.judge({"text": ["old"]}, guard=True)) == [("a.py", 1), ("b.yml", 1)]


def test_a_comment_alone_is_no_proof_that_a_rule_can_be_red(project) -> None:
    """A bad example that is red only because its comment gives no reason proves nothing."""
    project.put("a.py", "x = 1\n")
    clause = Clause((TermSpec(Facet.CALLS, "odl", Where(1, 1)),), Where(1, 1))
    bad = Examples(bad=("old()  # planproof: ignore[rule]",))
    rule = RuleSpec("rule", "a rule", Where(1, 1), match=clause, examples=bad)
    spec = Spec("spec", (rule,), "digest", "", "spec.yaml")
    with Index.open(None, 1) as index:
        tree = working_tree(find_root(project.top), index.stat_cache)
        found = evaluate(spec, compile_rules(spec), tree, index, Options(engine="1"))
        assert found.verdict is Verdict.INDETERMINATE
        right = replace(rule, match=replace(clause, terms=(replace(clause.terms[0], text="old"),)))
        spec = replace(spec, rules=(right,))
        found = evaluate(spec, compile_rules(spec), tree, index, Options(engine="1"))
        assert found.verdict is Verdict.PASSED


def test_everything_suppressed_is_counted_and_listed(project) -> None:
    for number in range(30):
        project.put(f"a{number}.py", f"old()  # {IGNORE}\nold()  # {IGNORE}\n")
    found = project.judge(CALLS)
    assert found.verdict is Verdict.PASSED
    assert len(found.suppressions) == found.rules[0].coverage.suppressed == 60
    assert len({one.violation.fingerprint for one in found.suppressions}) == 60
