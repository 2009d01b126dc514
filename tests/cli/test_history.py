"""The verdicts on many commits, as a user sees them."""

from __future__ import annotations

from pathlib import Path

from planproof_testing import Project

SPEC = """refactor_name: gone
rules:
  - {id: old, description: d, match: {calls: [old]}, examples: {bad: ["old()"]}}
"""


def test_the_last_commit_that_is_not_green_is_the_one_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    project = Project(tmp_path / "root", tmp_path)
    project.git("init", "-q")
    project.write("spec.yaml", SPEC)
    commits = []
    for text in ("x = 1\n", "old()\n", "x = 2\n"):
        project.write("a.py", text)
        project.git("add", ".")
        project.git("commit", "-qm", f"step {text.strip()}")
        commits.append(project.git("rev-parse", "HEAD").strip())
    answer = project.run("verify", "spec.yaml", "--at", "HEAD~2..HEAD", "--json")
    assert answer.code == 1
    assert [one["violations"] for one in answer.data["commits"]] == [1, 0]
    step = f"planproof verify spec.yaml --at {commits[1][:10]}"
    assert answer.document["next_steps"] == [step]
    text = project.run("verify", "spec.yaml", "--at", "HEAD~2..HEAD")
    assert step in text.out + text.err
    assert project.run(*step.split()[1:]).code == 1
