"""A verdict is only recalled for the same spec, tree, evidence and engine."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from planproof.errors import SpecError
from planproof.evaluate import evaluate as room
from planproof.evaluate.evaluate import evaluate
from planproof.model.evaluation import Evaluation, Verdict
from planproof.rules import StructuralWorker
from planproof.usecases import kept_verdicts
from planproof.usecases.verify_specs import SpecQuestion, verify_specs
from planproof.usecases.workspace import open_workspace

SPEC = """refactor_name: gone
rules:
  - {id: old, description: d, match: {calls: [old]}, scope: {include: ["**/*.py"]}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "a.py").write_text("old()\n")
    (tmp_path / "b.py").write_text("x = 1\n")
    (tmp_path / "spec.yaml").write_text(SPEC)
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        git(tmp_path, *words)
    return tmp_path


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The specs that were really judged, and not recalled."""
    seen: list[str] = []

    def noting(*given: object, **named: object) -> Evaluation:
        seen.append("judged")
        return evaluate(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "evaluate", noting)
    return seen


def verify(project: Path, **question: str) -> Evaluation:
    workspace = open_workspace(project, {}, lambda: "2026-11-21T00:00:00Z", "tester")
    return verify_specs(workspace, project, ("spec.yaml",), SpecQuestion(**question))[0].evaluation


def test_an_unchanged_tree_is_not_judged_again(project: Path, judged: list[str]) -> None:
    first = verify(project)
    assert verify(project) == first
    assert len(judged) == 1


def edit(project: Path) -> None:
    (project / "b.py").write_text("old()\n")


def add_untracked(project: Path) -> None:
    (project / "c.py").write_text("old()\n")


def delete(project: Path) -> None:
    (project / "a.py").unlink()


def commit(project: Path) -> None:
    git(project, "commit", "-q", "--allow-empty", "-m", "another revision")


def change_spec(project: Path) -> None:
    (project / "spec.yaml").write_text(SPEC.replace("calls: [old]", "calls: [new]"))


@pytest.mark.parametrize("change", [edit, add_untracked, delete, commit, change_spec])
def test_what_changes_the_question_is_judged(
    project: Path, judged: list[str], change: Callable[[Path], None]
) -> None:
    before = verify(project)
    change(project)
    after = verify(project)
    assert len(judged) == 2
    assert after != before


def test_another_base_is_judged(project: Path, judged: list[str]) -> None:
    verify(project)
    verify(project, base="HEAD")
    assert len(judged) == 2


def test_another_engine_judges_again(
    project: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    verify(project)
    monkeypatch.setattr(kept_verdicts, "build_id", lambda: "another build")
    verify(project)
    assert len(judged) == 2


def test_a_commit_does_not_take_the_place_of_the_working_tree(
    project: Path, judged: list[str]
) -> None:
    edit(project)
    here, there = verify(project), verify(project, at="HEAD")
    assert (len(here.violations), len(there.violations)) == (2, 1)
    assert (verify(project), verify(project, at="HEAD")) == (here, there)
    assert len(judged) == 2


def test_a_spec_that_became_wrong_is_refused(project: Path) -> None:
    verify(project)
    (project / "spec.yaml").write_text(SPEC + "nonsense: 1\n")
    with pytest.raises(SpecError):
        verify(project)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pattern takes too long, as on a busy machine."""
    monkeypatch.setattr(StructuralWorker, "_ask", lambda *_: "the pattern took longer than 10 s")


def test_what_took_too_long_is_judged_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "spec.yaml").write_text(SPEC.replace("calls: [old]", "pattern: old()"))
    with monkeypatch.context() as busy:
        hurry(busy)
        assert verify(project).verdict is Verdict.INDETERMINATE
    assert verify(project).verdict is Verdict.VIOLATED


def test_an_example_that_took_too_long_is_run_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = "pattern: gone()}, languages: [python], examples: {bad: ['gone()']"
    (project / "spec.yaml").write_text(SPEC.replace("calls: [old]", rule))
    with monkeypatch.context() as busy:
        hurry(busy)
        assert verify(project).verdict is Verdict.INDETERMINATE
    assert verify(project).verdict is Verdict.PASSED
