"""The job for GitLab, its script run as GitLab's shell does."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from planproof_testing import OLD, Project

FROM = ("--from", "https://github.com/acme/planproof@v9")
PYTHON = "/tmp/planproof/bin/python"


class Job:
    """The job, with an interpreter that has planproof already in place of the one it installs."""

    def __init__(self, project: Project, python: Path) -> None:
        self._project = project
        self._job: Any = yaml.safe_load(project.run("ci", "init", "gitlab", *FROM).out)["planproof"]
        self._python = python

    def run(self, **variables: str) -> subprocess.CompletedProcess[bytes]:
        installing = ("-m venv", "-m pip")
        lines = [
            line.replace(PYTHON, f"'{self._python}'")
            for line in (*self._job["before_script"], *self._job["script"])
            if not any(word in line for word in installing)
        ]
        environment = {**self._project.environment(), "CI": "true", **variables}
        return subprocess.run(
            ["sh", "-e", "-c", "\n".join(lines)],
            cwd=self._project.root, env=environment, capture_output=True, check=False,
        )  # fmt: skip

    @property
    def reports(self) -> dict[str, Path]:
        named = self._job["artifacts"]["reports"]
        return {kind: self._project.root / file for kind, file in named.items()}


@pytest.fixture
def job(project: Project, python: Path) -> Job:
    return Job(project, python)


def commit(project: Project, revision: str = "HEAD") -> str:
    return project.git("rev-parse", revision).strip()


def test_a_merge_request_is_judged_by_its_target_and_leaves_what_gitlab_reads(
    project: Project, job: Job
) -> None:
    project.git("switch", "--quiet", "--create", "topic")
    project.write("src/app.py", OLD)
    project.commit("topic")

    red = job.run(PLANPROOF_BASE="origin/main", CI_COMMIT_SHA=commit(project))

    assert red.returncode == 1, red.stderr
    quality = json.loads(job.reports["codequality"].read_text())
    assert "src/app.py" in {one["location"]["path"] for one in quality}
    assert "<failure" in job.reports["junit"].read_text()
    project.git("revert", "--no-edit", "HEAD")
    green = job.run(PLANPROOF_BASE="origin/main", CI_COMMIT_SHA=commit(project))
    assert green.returncode == 0, green.stderr
    assert json.loads(job.reports["codequality"].read_text()) == []
    assert "<failure" not in job.reports["junit"].read_text()


def test_a_link_of_the_head_does_not_lead_its_reports_away(
    project: Project, job: Job, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project.root / "planproof-reports").symlink_to(outside)
    project.commit("a trap")

    done = job.run(PLANPROOF_BASE="origin/main", CI_COMMIT_SHA=commit(project))

    assert done.returncode == 0, done.stderr
    assert list(outside.iterdir()) == []


def test_names_of_branches_are_no_commands(project: Project, job: Job) -> None:
    branch = "$(touch${IFS}pwned);touch${IFS}pwned"
    project.git("update-ref", f"refs/remotes/origin/{branch}", "HEAD~1")
    variables = {"PLANPROOF_BASE": f"origin/{branch}", "CI_COMMIT_SHA": commit(project)}

    done = job.run(**variables, PLANPROOF_ACCEPTED_CHANGE='"; touch pwned; "')

    assert done.returncode in (0, 2)
    assert not (project.root / "pwned").exists()


def test_an_accepted_weakening_is_handed_in_by_a_variable(project: Project, job: Job) -> None:
    (task,) = project.root.glob(".planproof/plans/login/tasks/*.yaml")
    task.write_text(re.sub(r" +expect:\n.*tokens.login.*\n", "", task.read_text()))
    project.commit("weaken")
    variables = {"PLANPROOF_BASE": "origin/main", "CI_COMMIT_SHA": commit(project)}
    asked = project.run("gate", "--base", "origin/main", "--head", "HEAD", "--json")
    digest = asked.data["contract_change"]["digest"]

    assert job.run(**variables).returncode == 1
    assert job.run(**variables, PLANPROOF_ACCEPTED_CHANGE="0" * 64).returncode == 1
    assert job.run(**variables, PLANPROOF_ACCEPTED_CHANGE=digest).returncode == 0
