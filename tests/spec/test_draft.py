"""What the loader and the compiler find wrong is told in one round; warnings are no mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof.errors import Diagnostic, SpecError
from planproof.rules import compile_draft
from planproof.spec import draft_spec, load_spec
from planproof_testing import Project

TWO_KINDS = """\
refactor_name: a
rules:
  - id: one
    descripton: first
    match: {calls: [f, "/(/", off], pattern: "def ("}
  - id: two
    description: second
    languages: [pyhton]
    expect: {calls: [a b., ok], at_most: 0}
"""


def warnings_of(clauses: str) -> tuple[Diagnostic, ...]:
    return load_spec(
        f"refactor_name: a\nrules:\n  - id: b\n    description: c\n{clauses}".encode(), "f"
    ).warnings


def test_mistakes_of_loading_and_of_compiling_are_told_together() -> None:
    draft = draft_spec(TWO_KINDS.encode(), "f", ("python",))
    with pytest.raises(SpecError) as caught:
        compile_draft(draft)
    found = [(problem.line, problem.code) for problem in caught.value.diagnostics]
    assert found == [
        (4, "unknown-key"),
        (5, "bad-term"),
        (5, "unquoted-text"),
        (5, "bad-pattern"),
        (8, "unknown-language"),
        (9, "bad-term"),
        (9, "impossible-count"),
    ]


def test_spec_check_shows_both(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", tmp_path / "home")
    project.home.mkdir()
    project.write("spec.yaml", TWO_KINDS)
    answer = project.run("spec", "check", "spec.yaml")
    assert answer.code == 2
    assert "did you mean description?" in answer.err
    assert "is not a regular expression" in answer.err


EMPTY: list[tuple[str, int, str]] = [
    ("    match: {calls: x}\n    expect: {identifiers: []}", 6, "identifiers is an empty list, so it asks for nothing"),
    ("    match: {calls: x}\n    expect:", 6, "expect is empty, so it asks for nothing"),
    ("    match: {calls: x, imports: []}", 5, "imports is an empty list, so it asks for nothing"),
    ("    requires: {at_least: 2}\n    match: {calls: b}", 5, "requires is empty, so it asks for nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("clauses", "line", "message"), EMPTY)
def test_what_asks_for_nothing_beside_what_asks_is_a_warning(
    clauses: str, line: int, message: str
) -> None:
    found = warnings_of(clauses)
    assert (line, message) in [(warning.line, warning.message) for warning in found]
    assert {warning.code for warning in found} <= {"asks-for-nothing", "judged-here"}


@pytest.mark.parametrize(
    "clauses",
    [
        "match: {calls: []}",
        "match: {calls: [], imports: []}, expect: {identifiers: []}",
        "match: ~, expect: ~",
        "expect: {at_least: 2, identifiers: []}",
        "match: {inside: [f]}",
        "match: {}, expect: {calls: x}",
        "match: {identifiers: []}, expect: {calls: x}",
        "expect_not: ~, match: {calls: x}",
    ],
)
def test_nothing_at_all_and_nothing_forbidden_are_errors(clauses: str) -> None:
    text = f"refactor_name: a\nrules: [{{id: b, description: c, {clauses}}}]"
    with pytest.raises(SpecError) as caught:
        load_spec(text.encode(), "f")
    assert {found.code for found in caught.value.diagnostics} == {"empty-clause"}


def test_warnings_are_shown_by_check_and_by_verify(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", tmp_path / "home")
    project.home.mkdir()
    project.write("a.py", "f()\n")
    project.write(
        "spec.yaml",
        "refactor_name: a\nrules:\n  - {id: b, description: c, match: {imports: f}, expect: {}, guard: true}\n",
    )
    for command in (("spec", "check"), ("verify",)):
        answer = project.run(*command, "spec.yaml")
        assert answer.code == 0
        assert "spec.yaml:3:50: warning: expect is empty, so it asks for nothing" in answer.err
