"""A green rule must be proven able to be red."""

from __future__ import annotations

import pytest

from planproof.model.evaluation import Proof, Verdict

CLEAN = {"src/a.py": "new_name()\n"}
DIRTY = {"src/a.py": "old_name()\n"}


def proof(evaluation) -> tuple[Proof, Verdict]:
    (report,) = evaluation.rules
    return report.proof, report.verdict


def test_a_rule_that_was_never_red_is_undecided_with_the_line_to_add(judge, rule) -> None:
    found = judge(CLEAN, rule(match={"calls": ["old_name"]}))
    assert proof(found) == (Proof.UNPROVEN, Verdict.INDETERMINATE)
    (problem,) = found.rules[0].problems
    assert problem.code == "unproven"
    assert (problem.source, problem.line) == ("spec.yaml", 10)
    for way_out in ("--base REV", "examples: {bad:", "guard: true"):
        assert way_out in problem.fix


def test_a_misspelt_term_is_told_its_nearest_names(judge, rule) -> None:
    found = judge({"a.py": "legacy_login()\n"}, rule(match={"calls": ["legacy_logn"]}))
    assert proof(found) == (Proof.UNPROVEN, Verdict.INDETERMINATE)
    assert "nearest to legacy_logn: legacy_login" in found.rules[0].problems[0].message


def test_each_way_to_prove_it(judge, rule, tree) -> None:
    plain = rule(match={"calls": ["old_name"]})
    assert proof(judge(CLEAN, rule(match={"calls": ["old_name"]}, guard=True)))[0] is Proof.GUARD
    assert proof(judge(CLEAN, rule(match={"calls": ["old_name"]}, bad=["old_name()"]))) == (
        Proof.EXAMPLE,
        Verdict.PASSED,
    )
    at_base = judge(CLEAN, plain, base=tree(DIRTY))
    assert proof(at_base) == (Proof.RED_AT_BASE, Verdict.PASSED)
    in_snapshot = judge(CLEAN, plain, proven=frozenset({"rule"}))
    assert proof(in_snapshot) == (Proof.RED_IN_SNAPSHOT, Verdict.PASSED)
    witnesses = judge(DIRTY, plain).witnesses
    assert proof(judge(CLEAN, plain, witnesses=witnesses)) == (Proof.WITNESS, Verdict.PASSED)


def test_a_guard_of_the_whole_spec(judge, rule, spec, tree) -> None:
    from planproof.rules import compile_rules

    (compiled,) = compile_rules(spec(rule(match={"calls": ["x"]}), guard=True))
    assert compiled.guard


def test_the_base_proves_nothing_outside_of_the_scope(judge, rule, tree) -> None:
    found = judge(
        CLEAN,
        rule(match={"calls": ["old_name"]}, include=["src/**"]),
        base=tree({"lib/a.py": "old_name()\n"}),
    )
    assert proof(found) == (Proof.UNPROVEN, Verdict.INDETERMINATE)


def test_the_base_is_not_read_for_rules_that_are_proven(judge, rule, tree) -> None:
    base = tree(DIRTY)
    judge(DIRTY, rule(match={"calls": ["old_name"]}), base=base)
    assert base.asked == []


def test_a_bad_example_that_is_green_proves_nothing(judge, rule) -> None:
    found = judge(CLEAN, rule(match={"calls": ["old_name"]}, bad=["other_name()"]))
    assert proof(found) == (Proof.UNPROVEN, Verdict.INDETERMINATE)


def test_a_witness_of_a_rule_that_has_changed_proves_nothing(judge, rule) -> None:
    witnesses = judge(DIRTY, rule(match={"calls": ["old_name"]})).witnesses
    changed = judge(CLEAN, rule(match={"calls": ["older_name"]}), witnesses=witnesses)
    assert proof(changed)[0] is Proof.UNPROVEN
    moved = judge(
        {"lib/a.py": "x = 1\n"},
        rule(match={"calls": ["old_name"]}, include=["lib/**"]),
        witnesses=witnesses,
    )
    assert proof(moved)[0] is Proof.UNPROVEN
    other = judge(CLEAN, rule("other", match={"calls": ["old_name"]}), witnesses=witnesses)
    assert proof(other)[0] is Proof.UNPROVEN


def test_expectations_need_no_proof(judge, rule) -> None:
    found = judge(CLEAN, rule(expect={"calls": ["new_name"]}))
    assert proof(found) == (Proof.EXPECTATION, Verdict.PASSED)


def test_a_rule_with_an_unmet_expectation_is_violated_proven_or_not(judge, rule) -> None:
    found = judge(CLEAN, rule(match={"calls": ["old_name"]}, expect={"calls": ["missing"]}))
    assert found.rules[0].verdict is Verdict.VIOLATED


def test_a_term_that_nothing_ever_hit_beside_others_is_a_warning(judge, rule, tree) -> None:
    def warned(evaluation) -> list[str]:
        return [warning.message for warning in evaluation.rules[0].warnings]

    two = {"calls": ["old_name", "older_name"]}
    (message,) = warned(judge(DIRTY, rule(match=two)))
    assert message == "rule: nothing was ever hit by calls: older_name"
    assert judge(DIRTY, rule(match=two)).rules[0].warnings[0].line == 13
    assert len(warned(judge(CLEAN, rule(match=two), base=tree(DIRTY)))) == 1
    assert len(warned(judge(CLEAN, rule(match=two, bad=["old_name()"])))) == 1
    both = "old_name()\nolder_name()\n"
    assert warned(judge(DIRTY, rule(match=two, bad=["older_name()"]))) == []
    assert warned(judge(CLEAN, rule(match=two), base=tree({"src/b.py": both}))) == []
    witnesses = judge({"src/b.py": both, **DIRTY}, rule(match=two)).witnesses
    assert warned(judge(CLEAN, rule(match=two), witnesses=witnesses)) == []


SOURCE = '''"""Long module."""

import unrelated
from auth import login as enter


class Service:
    """A class."""

    def start(self):
        user = (
            enter(self.name)
        )
        return user


def unrelated_function():
    return 1
'''


@pytest.mark.parametrize(
    "match",
    [
        {"calls": ["auth.login"]},
        {"imports": ["auth"]},
        {"pattern": ["enter($X)"]},
        {"definitions": ["Service.start"]},
        {"definitions": ["service.Service"]},
        {"pattern": ["class $C: $$$B"]},
    ],
)
def test_a_witness_is_enough_to_be_red_alone_and_no_more_than_needed(judge, rule, match) -> None:
    path = "src/service.py"
    (witness,) = judge({path: SOURCE}, rule(match=match)).witnesses
    assert witness.path == path
    assert "unrelated_function" not in witness.snippet
    alone = judge({path: witness.snippet}, rule(match=match))
    assert alone.verdict is Verdict.VIOLATED
    assert proof(judge(CLEAN, rule(match=match), witnesses=(witness,)))[0] is Proof.WITNESS


def test_a_witness_of_a_path_needs_no_text(judge, rule) -> None:
    gone = rule(match={"files": ["src/legacy.py"]})
    (witness,) = judge({"src/legacy.py": "x = 1\n"}, gone).witnesses
    assert witness.snippet == ""
    assert proof(judge(CLEAN, gone, witnesses=(witness,))) == (Proof.WITNESS, Verdict.PASSED)


def test_a_witness_in_another_encoding(judge, rule) -> None:
    source = "# coding: latin-1\nx = 'é'\nold_name('é')\n".encode("latin-1")
    (witness,) = judge({"a.py": source}, rule(match={"calls": ["old_name"]})).witnesses
    assert witness.snippet == "old_name('é')\n"


def test_a_lexical_witness(judge, rule) -> None:
    source = "x = 1\ndef f(:\n    old_name(1\n"
    (witness,) = judge({"a.py": source}, rule(match={"calls": ["old_name"]})).witnesses
    assert "old_name" in witness.snippet


def test_an_empty_scope_is_undecided_with_the_nearest_paths(judge, rule) -> None:
    found = judge(
        {"source/app/a.py": "x = 1\n"},
        rule(match={"calls": ["old"]}, include=["sorce/app/**"], guard=True),
    )
    assert found.verdict is Verdict.INDETERMINATE
    (problem,) = found.rules[0].problems
    assert problem.code == "empty-scope"
    assert "source/app" in problem.message


def test_an_empty_scope_violates_an_expectation(judge, rule) -> None:
    found = judge({"a.py": "wanted()\n"}, rule(expect={"calls": ["wanted"]}, include=["lib/**"]))
    assert found.verdict is Verdict.VIOLATED
    assert "no file is in scope" in found.violations[0].message


def test_a_folder_that_is_gone_is_the_goal_of_a_rule_about_paths(judge, rule, tree) -> None:
    gone = rule(match={"files": ["legacy/**"]}, include=["legacy/**"])
    files = {"src/a.py": "x = 1\n"}
    assert judge(files, gone).verdict is Verdict.INDETERMINATE
    assert judge(files, gone, base=tree({"legacy/a.py": ""})).verdict is Verdict.PASSED


def test_a_guard_that_is_red_is_not_asked_about_what_it_keeps_out(judge, rule) -> None:
    """What a guard forbids was never there: that is no reason to doubt how it is written."""
    terms = {"calls": ["breakpoint", "pdb.set_trace"]}
    files = {"a.py": "breakpoint()\n"}
    (guarded,) = judge(files, rule(match=terms, guard=True)).rules
    (other,) = judge(files, rule(match=terms)).rules
    assert [warning.code for warning in guarded.warnings] == []
    assert [warning.code for warning in other.warnings] == ["unseen-term"]
