"""``planproof spec test``: a rule's own examples, and the exit status that they deserve."""

from __future__ import annotations

import json

import pytest

from planproof_testing import Project

HEAD = "refactor_name: demo\nrules:\n"
RIGHT = """\
  - id: no-old
    description: d
    match: {calls: [old]}
    examples: {bad: ["old(1)"], good: ["new(1)"]}
"""
WRONG = """\
  - id: no-gone
    description: d
    match: {calls: [gone]}
    examples: {bad: ["go()", "gone()"], good: ["gone(2)"]}
"""
BARE = "  - {id: bare, description: d, match: {calls: [x]}}\n"


@pytest.mark.parametrize(
    ("rules", "code"),
    [(RIGHT, 0), (RIGHT + BARE, 0), (RIGHT + WRONG, 1), (WRONG + BARE, 1), (BARE, 3)],
    ids=["all right", "one without", "one wrong", "wrong and without", "nothing tested"],
)
def test_the_exit_status(project: Project, rules: str, code: int) -> None:
    project.write("spec.yaml", HEAD + rules)
    assert project.run("spec", "test", "spec.yaml").code == code


def test_a_file_without_examples_beside_another_is_no_pass(project: Project) -> None:
    project.write("one.yaml", HEAD + RIGHT)
    project.write("two.yaml", HEAD + BARE)
    answer = project.run("spec", "test", "one.yaml", "two.yaml")
    assert answer.code == 3
    assert "nothing was tested: no rule has examples  two.yaml" in answer.out


def test_what_is_said_of_each_example(project: Project) -> None:
    project.write("spec.yaml", HEAD + RIGHT + WRONG + BARE)
    answer = project.run("spec", "test", "spec.yaml")
    assert answer.out == (
        "  no-old\n"
        "    ✓ bad  is red: old(1) (python)\n"
        "        by calls: old\n"
        "    ✓ good is green: new(1) (python)\n"
        "  no-gone\n"
        "    ✗ bad  is green: go() (python)\n"
        "        it must be red, and nothing hits it when it is read as python\n"
        "    ✓ bad  is red: gone() (python)\n"
        "        by calls: gone\n"
        "    ✗ good is red: gone(2) (python)\n"
        "        by calls: gone\n"
        "        it must be green: narrow the rule, or move it to bad\n"
        "  bare\n"
        "    ? has no examples, so nothing was tested\n"
        "✗ 2 of 5 examples not as it should be  spec.yaml\n"
    )
    assert "spec.yaml: warning: no examples: bare" in answer.err


def test_what_is_said_to_a_program(project: Project) -> None:
    project.write("spec.yaml", HEAD + RIGHT + BARE)
    found = json.loads(project.run("spec", "test", "spec.yaml", "--json").out)
    (spec,) = found["data"]["specs"]
    assert spec["untested"] == ["bare"]
    assert spec["rules"][0]["examples"][0] == {
        "text": "old(1)",
        "list": "bad",
        "red": True,
        "ok": True,
        "language": "python",
        "because": ["calls: old"],
        "unsure": [],
    }


def test_an_example_cannot_move_the_cursor(project: Project) -> None:
    rule = RIGHT.replace("old(1)", "\\e[2Jold(1)")
    project.write("spec.yaml", HEAD + rule)
    assert "\x1b" not in project.run("spec", "test", "spec.yaml").out


def test_a_new_spec_with_a_scope_and_a_description(project: Project) -> None:
    answer = project.run(
        *("spec", "new", "--forbid", "old", "--include", "src/**", "--include", "lib/**"),
        *("--exclude", "**/tests/**", "--description", "All of it", "--output", "new.yaml"),
    )
    assert answer.code == 0
    text = (project.root / "new.yaml").read_text()
    assert "description: All of it" in text
    assert "src/**" in text
    assert "**/tests/**" in text
    assert project.run("spec", "check", "new.yaml").code == 0
