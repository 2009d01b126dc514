"""Many commits are judged like each of them alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from planproof.errors import NotFoundError, UsageError
from planproof.model.evaluation import Summary
from planproof.model.verdict import Verdict
from planproof.report.history import CommitVerdict
from planproof.usecases.verify_history import verify_history
from planproof.usecases.verify_specs import SpecQuestion, verify_specs
from planproof.usecases.workspace import Workspace, open_workspace

SPEC = """refactor_name: gone
rules:
  - {id: old, description: d, match: {calls: [old, legacy.run]}, scope: {include: ["**/*.py"]}}
  - {id: new, description: d, expect: {calls: [new]}}
"""
STEPS = (
    {"a.py": "old()\n", "b.py": "x = 1\n"},
    {"b.py": "from c import go\ngo()\n", "c.py": "from legacy import run as go\n"},
    {"a.py": None, "d/__init__.py": "", "d/e.py": "new()\n"},
    {"c.py": "from other import run as go\n"},
    {"b.py": None, "notes.md": "nothing\n"},
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "spec.yaml").write_text(SPEC)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "the spec")
    for number, step in enumerate(STEPS):
        for path, text in step.items():
            file = tmp_path / path
            file.parent.mkdir(exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text)
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "-qm", f"step {number}")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def workspace(project: Path) -> Workspace:
    return open_workspace(project, {}, lambda: "2026-11-21T00:00:00Z", "tester")


def judged(project: Path, revisions: str) -> tuple[CommitVerdict, ...]:
    seen: list[tuple[int, int]] = []
    found = verify_history(
        workspace(project), project, ("spec.yaml",), revisions, None, lambda *at: seen.append(at)
    )
    assert seen[-1] == (len(found), len(found))
    return found


@pytest.mark.parametrize("times", [1, 2])
def test_each_commit_has_the_verdict_that_it_has_alone(project: Path, times: int) -> None:
    for _ in range(times - 1):
        judged(project, "HEAD~5..HEAD")
    found = judged(project, "HEAD~5..HEAD")
    assert [one.commit.subject for one in found] == [f"step {n}" for n in range(5)]
    for one in found:
        question = SpecQuestion(at=one.commit.id)
        (alone,) = verify_specs(workspace(project), project, ("spec.yaml",), question)
        assert one.summary == Summary.of(alone.evaluation)
    verdicts = {one.summary.verdict for one in found}
    assert Verdict.VIOLATED in verdicts


def test_changes_are_counted_from_commit_to_commit(project: Path) -> None:
    assert [one.change for one in judged(project, "HEAD~5..HEAD")][:3] == [None, 1, -2]


def test_without_an_end_a_range_goes_up_to_head(project: Path) -> None:
    assert [one.commit.subject for one in judged(project, "HEAD~2..")] == ["step 3", "step 4"]


@pytest.mark.parametrize("wrong", ["..HEAD", "HEAD~1...HEAD", "HEAD~2..HEAD~1..HEAD", "HEAD..HEAD"])
def test_what_is_no_range_or_holds_no_commit_is_refused(project: Path, wrong: str) -> None:
    with pytest.raises(UsageError):
        judged(project, wrong)


def test_a_revision_that_is_not_here_is_named(project: Path) -> None:
    with pytest.raises(NotFoundError):
        judged(project, "nowhere..HEAD")
