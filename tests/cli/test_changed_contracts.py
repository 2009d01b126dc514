"""Without a SPEC, what changed is judged by all that the gate holds a change to."""

from __future__ import annotations

from pathlib import Path

from gate_play import CLEAN, DIRTY, HOUSE, PLAN, SPEC, TASK, plan_file, task_file
from planproof_testing import Project


def test_a_completed_task_of_a_plan_file_is_one_of_them(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", tmp_path / "home")
    project.root.mkdir()
    project.git("init", "--quiet")
    for path, text in {PLAN: plan_file(), TASK: task_file(), "app.py": CLEAN}.items():
        project.write(path, text)
    project.commit()
    assert project.run("verify", "--changed").code == 0
    project.write("app.py", DIRTY)
    answer = project.run("verify", "--changed")
    assert answer.code == 1
    assert "no-legacy-login" in answer.out


def test_enforce_outside_of_its_folder_is_said_to_do_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", tmp_path / "home")
    project.root.mkdir()
    project.git("init", "--quiet")
    for path in ("house.yaml", SPEC):
        project.write(path, HOUSE)
    answer = project.run("--json", "spec", "check", "house.yaml", SPEC)
    assert [one["code"] for one in answer.document["diagnostics"]] == ["not-enforced"]
    assert answer.document["diagnostics"][0]["source"] == "house.yaml"
