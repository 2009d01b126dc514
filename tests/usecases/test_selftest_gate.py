"""Every rule of every contract is shown to turn the gate red, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof.gate.trial import Outcome, Selftest
from planproof.model.verdict import Verdict
from planproof.report.selftest import selftest_json, selftest_text
from planproof.report.style import plain
from planproof.usecases.selftest_gate import selftest
from planproof.usecases.workspace import open_workspace
from planproof_testing import NEW, OLD, SPEC, Project

HEAD = "refactor_name: house\nenforce: true\nguard: true\nscope: {include: ['src/**']}\nrules:\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root, home = tmp_path / "project", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    made = Project(root, home)
    made.write("src/app.py", NEW)
    made.git("init", "--quiet")
    made.commit()
    return made


def tried(project: Project, head: str | None = None) -> Selftest:
    workspace = open_workspace(project.root, {}, lambda: "2026-11-21T00:00:00Z", "tester")
    return selftest(workspace, head=head)


def outcomes(project: Project, *rules: str) -> dict[str, Outcome]:
    project.write(".planproof/specs/house.yaml", HEAD + "".join(rules))
    return {one.rule: one.outcome for one in tried(project).trials}


def rule(id_: str, body: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"  - id: {id_}\n    description: about {id_}\n{lines}"


def test_a_bad_example_is_put_into_the_scope_and_found(project: Project) -> None:
    bad = rule("no-eval", 'match: {calls: [eval]}\nexamples: {bad: ["eval(x)"]}')
    worse = rule("no-exec", 'match: {calls: [exec]}\nexamples: {bad: ["exec(x)"]}')
    project.write(".planproof/specs/house.yaml", HEAD + bad + worse)

    found = tried(project)

    assert found.verdict is Verdict.PASSED
    first, second = found.trials
    assert (first.how, first.path) == ("bad example 1", "src/planproof_selftest_1.py")
    assert second.path == "src/planproof_selftest_2.py"
    assert project.git("status", "--porcelain", "-uall") == "?? .planproof/specs/house.yaml\n"


def test_a_rule_that_looks_away_from_its_own_example_stays_green(project: Project) -> None:
    """As an example alone it is red; in the tree nothing would be reported."""
    blind = rule(
        "no-eval",
        'match: {calls: [eval], not_inside: ["*"]}\n'
        'examples: {bad: ["# path: src/a.py\\ndef f():\\n    eval(x)"]}',
    )
    seeing = rule("no-exec", 'match: {calls: [exec]}\nexamples: {bad: ["exec(x)"]}')

    assert outcomes(project, blind, seeing) == {"no-eval": Outcome.GREEN, "no-exec": Outcome.RED}
    found = tried(project)
    assert found.verdict is Verdict.VIOLATED
    assert "✗ 1 of 2 rules stayed green" in selftest_text(found, plain)


def test_a_rule_without_anything_known_to_be_bad_is_named_with_what_to_add(
    project: Project,
) -> None:
    assert outcomes(project, rule("no-eval", "match: {calls: [eval]}")) == {
        "no-eval": Outcome.UNTRIED
    }
    found = tried(project)
    assert found.verdict is Verdict.INDETERMINATE
    assert 'examples: {bad: ["…"]}' in selftest_text(found, plain)


def test_what_is_expected_is_taken_away(project: Project) -> None:
    call = rule("tokens", "expect: {calls: [tokens.login]}")
    file = rule("entry", "expect: {files: [src/app.py]}")

    assert outcomes(project, call, file) == {"tokens": Outcome.RED, "entry": Outcome.RED}
    assert (project.root / "src/app.py").read_text() == NEW


def test_a_forbidden_path_is_made_up(project: Project) -> None:
    paths = rule("no-legacy", 'match: {files: ["src/legacy/**/*.py", "src/old_*.py"]}')

    assert outcomes(project, paths) == {"no-legacy": Outcome.RED}


def test_a_scope_of_one_file_is_tried_in_that_file(project: Project) -> None:
    one = rule(
        "no-eval",
        'scope: {include: [src/app.py]}\nmatch: {calls: [eval]}\nexamples: {bad: ["eval(x)"]}',
    )

    assert outcomes(project, one) == {"no-eval": Outcome.RED}
    assert tried(project).trials[0].path == "src/app.py"


def test_examples_say_where_they_stand_and_may_be_several_files(project: Project) -> None:
    layers = rule(
        "layers",
        "match: {dependencies: [{from: src.domain.**, on: src.web.**}]}\n"
        "examples:\n  bad:\n    - |\n      # path: src/domain/a.py\n      import src.web.b\n"
        "      # path: src/web/b.py\n      x = 1\n",
    )

    assert outcomes(project, layers) == {"layers": Outcome.RED}
    assert tried(project).trials[0].path == "src/domain/a.py"


def test_an_example_outside_of_the_scope_it_names_is_put_inside(project: Project) -> None:
    aside = rule(
        "no-eval",
        'match: {calls: [eval]}\nexamples: {bad: ["# path: lib/a.py\\neval(x)"]}',
    )

    assert outcomes(project, aside) == {"no-eval": Outcome.RED}
    assert tried(project).trials[0].path.startswith("src/")


def test_a_completed_task_is_tried_with_its_code_from_the_base(project: Project) -> None:
    project.write("src/app.py", OLD)
    project.write("spec.yaml", SPEC)
    project.commit("before")
    assert project.run("init", "--name", "Login").code == 0
    assert project.run("add-task", "--title", "Retire it", "--spec", "spec.yaml").code == 0
    project.write("src/app.py", NEW)
    assert project.run("verify-task", "1").code == 0
    assert project.run("plan", "export").code == 0
    project.commit("after")

    for head in (None, "HEAD"):
        (one,) = tried(project, head).trials
        assert one.outcome is Outcome.RED
        assert one.how == "src/app.py as it was at the plan's base"
        assert one.contract.title == "Retire it"


def test_what_is_violated_already_does_not_pass_for_the_change(project: Project) -> None:
    """Only a violation in the changed files counts."""
    project.write("src/old.py", "eval(x)\n")
    blind = rule("no-eval", 'match: {calls: [eval]}\nexamples: {bad: ["print(x)"]}')

    assert outcomes(project, blind) == {"no-eval": Outcome.GREEN}


def test_what_is_required_and_missing_already_does_not_pass_for_the_change_either(
    project: Project,
) -> None:
    both = rule(
        "tokens",
        'match: {calls: [eval]}\nexpect: {calls: [nowhere.at_all]}\nexamples: {bad: ["print(x)"]}',
    )

    assert outcomes(project, both) == {"tokens": Outcome.GREEN}


def test_code_that_a_baseline_excuses_is_tried_as_a_copy(project: Project) -> None:
    """For rules without an example of their own."""
    project.write("src/old.py", "eval(x)\n")

    assert outcomes(project, rule("no-eval", "match: {calls: [eval]}")) == {"no-eval": Outcome.RED}
    (one,) = tried(project).trials
    assert one.how == "a copy of src/old.py, on which it is red now,"
    assert one.path == "src/planproof_selftest_1.py"


def test_a_repository_without_contracts_tests_nothing(project: Project) -> None:
    found = tried(project)

    assert (found.trials, found.verdict) == ((), Verdict.INDETERMINATE)
    assert "holds nobody to anything" in selftest_text(found, plain)


def test_programs_are_told_every_rule(project: Project) -> None:
    outcomes(project, rule("no-eval", 'match: {calls: [eval]}\nexamples: {bad: ["eval(x)"]}'))

    assert selftest_json(tried(project)) == {
        "verdict": "passed",
        "rules": 1,
        "trials": [
            {
                "contract": ".planproof/specs/house.yaml",
                "kind": "spec",
                "title": "house",
                "rule": "no-eval",
                "outcome": "red",
                "how": "bad example 1",
                "path": "src/planproof_selftest_1.py",
                "fix": "",
            }
        ],
    }
