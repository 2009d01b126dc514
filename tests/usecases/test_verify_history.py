"""Many commits are judged like each of them alone."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from planproof.errors import NotFoundError, UsageError
from planproof.index.pool import Pool
from planproof.model.evaluation import Summary
from planproof.model.verdict import Verdict
from planproof.report.history import CommitVerdict
from planproof.usecases.judge_commits import Asked, CommitJudges, Judgement
from planproof.usecases.kept_verdicts import KeptCounts
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


LINES = (
    "old()",
    "new()",
    "from c import go",
    "from legacy import run as go",
    "go()",
    "x = 1",
    "go = old",
)


@pytest.fixture(scope="module")
def long_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty commits, each with a few edits at random."""
    folder, draw = tmp_path_factory.mktemp("long"), random.Random(3)
    git(folder, "init", "-q")
    (folder / "spec.yaml").write_text(SPEC)
    for number in range(41):
        for name in draw.sample(("a.py", "b.py", "c.py", "d.py", "pkg/e.py"), 2):
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            lines = draw.choices(LINES, k=draw.randrange(4))
            file.write_text("\n".join((*lines, f"# {number}", "")))
        git(folder, "add", "--all")
        git(folder, "commit", "-qm", f"step {number}")
    return folder


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def forget(project: Path) -> None:
    for file in (project / ".git" / "planproof").glob("index.db*"):
        file.unlink()


def alone(project: Path, commit: str) -> Summary:
    (found,) = verify_specs(workspace(project), project, ("spec.yaml",), SpecQuestion(at=commit))
    return Summary.of(found.evaluation)


@pytest.mark.usefixtures("two_cores")
def test_many_commits_are_shared_and_each_has_the_verdict_that_it_has_alone(
    long_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(long_project)
    answered: list[int] = []

    class Watched(Pool[int, object]):
        def run(self, chunks: Iterable[list[int]]) -> Iterator[list[object]]:
            for answer in super().run(chunks):
                answered.append(sum(each is not None for each in answer))
                yield answer

    monkeypatch.setattr("planproof.index.pool.Pool", Watched)
    found = judged(long_project, "HEAD~40..HEAD")
    assert answered == [1, 1]
    assert len({one.summary for one in found}) > 3
    forget(long_project)
    assert [one.summary for one in found] == [alone(long_project, one.commit.id) for one in found]


@pytest.mark.usefixtures("two_cores")
def test_what_processes_read_is_stored(long_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget(long_project)
    first = judged(long_project, "HEAD~40..HEAD")
    monkeypatch.setattr(KeptCounts, "recall", lambda *_: None)
    monkeypatch.setattr("planproof.index.worker.extract_all", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert judged(long_project, "HEAD~40..HEAD") == first


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("ends", [lambda *_: os._exit(3), lambda *_: None])
def test_what_no_process_answers_is_judged_here(
    long_project: Path, monkeypatch: pytest.MonkeyPatch, ends: Callable[..., None]
) -> None:
    forget(long_project)
    expected = judged(long_project, "HEAD~40..HEAD")
    forget(long_project)
    monkeypatch.setattr(CommitJudges, "answer", ends)
    assert judged(long_project, "HEAD~40..HEAD") == expected


@pytest.mark.usefixtures("two_cores")
def test_only_commits_that_are_not_known_are_judged(
    long_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(long_project)
    expected = judged(long_project, "HEAD~40..HEAD")
    forget(long_project)
    judged(long_project, "HEAD~30..HEAD~20")
    asked: list[str] = []
    judge = CommitJudges.judge_all

    def noting(self: CommitJudges, some: Sequence[Asked]) -> Iterator[list[Judgement]]:
        asked.extend(one.commit.id for one in some)
        return judge(self, some)

    monkeypatch.setattr(CommitJudges, "judge_all", noting)
    assert judged(long_project, "HEAD~40..HEAD") == expected
    assert asked == [one.commit.id for one in (*expected[:10], *expected[20:])]
