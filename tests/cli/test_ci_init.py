"""``planproof ci init`` writes one file that CI can use as it is, and never over another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from planproof import __version__
from planproof_testing import Project

FROM = ("--from", "https://github.com/acme/planproof@v9")
FILES = {
    "github": ".github/workflows/planproof.yml",
    "gitlab": ".gitlab-ci.planproof.yml",
    "pre-commit": ".pre-commit-config.yaml",
}


@pytest.mark.parametrize("service", FILES)
def test_a_file_is_shown_first_and_written_when_asked(project: Project, service: str) -> None:
    shown = project.run("ci", "init", service, *FROM)
    printed = project.run("ci", "init", service, "--print", *FROM)
    assert (shown.code, shown.out) == (0, printed.out)
    assert project.git("status", "--porcelain") == ""
    assert f"planproof ci init {service} --write" in shown.err

    written = project.run("ci", "init", service, "--write", *FROM)

    assert written.code == 0
    assert (project.root / FILES[service]).read_text() == shown.out
    assert project.git("status", "--porcelain", "-uall").split() == ["??", FILES[service]]
    assert f"git add {FILES[service]}" in written.err
    assert f"planproof {__version__}" in shown.out
    assert "v9" in shown.out
    assert "@" not in shown.out.replace("@v9", "").replace("actions/checkout@", "").replace(
        " @ ", ""
    )


@pytest.mark.parametrize("service", FILES)
def test_what_is_there_stays_and_what_to_add_is_printed(project: Project, service: str) -> None:
    project.write(FILES[service], "mine: true\n")

    refused = project.run("ci", "init", service, "--write", *FROM)

    assert refused.code == 2
    assert (project.root / FILES[service]).read_text() == "mine: true\n"
    assert "exists already" in refused.err
    assert refused.out == project.run("ci", "init", service, *FROM).out


def test_nothing_is_written_through_a_link(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project.root / ".github").symlink_to(outside)
    (project.root / ".pre-commit-config.yaml").symlink_to(outside / "config")

    for service in ("github", "pre-commit"):
        refused = project.run("ci", "init", service, "--write", *FROM)
        assert refused.code == 2
    assert list(outside.iterdir()) == []


def test_a_sub_folder_writes_at_the_top(project: Project) -> None:
    assert project.run("ci", "init", "gitlab", "--write", *FROM, cwd=project.root / "src").code == 0

    assert (project.root / ".gitlab-ci.planproof.yml").exists()


def test_the_workflow_asks_for_little_and_pins_what_it_uses(project: Project) -> None:
    workflow: Any = yaml.safe_load(project.run("ci", "init", "github", *FROM).out)

    events = workflow[True]  # YAML 1.1 takes `on` for a truth value; GitHub does not
    assert events.keys() == {"pull_request", "merge_group", "push"}
    assert events["push"] == {"branches": ["main"]}
    assert workflow["permissions"] == {"contents": "read"}
    checkout, gate = workflow["jobs"]["gate"]["steps"]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert len(checkout["uses"].partition("@")[2]) == 40
    assert gate["uses"] == "acme/planproof@v9"
    action = yaml.safe_load((Path(__file__).parents[2] / "action.yml").read_text())
    assert gate["with"].keys() <= action["inputs"].keys()
    assert "secrets" not in str(workflow)


def test_the_workflow_names_the_branch_that_the_remote_calls_its_own(project: Project) -> None:
    project.git("update-ref", "refs/remotes/origin/trunk: x".partition(":")[0], "HEAD")
    project.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")

    assert 'branches: ["trunk"]' in project.run("ci", "init", "github", *FROM).out


def test_the_job_of_gitlab_keeps_reports_whatever_comes_out(project: Project) -> None:
    job: Any = yaml.safe_load(project.run("ci", "init", "gitlab", *FROM).out)["planproof"]

    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job["artifacts"]["when"] == "always"
    reports = job["artifacts"]["reports"]
    (script,) = job["script"]
    assert f"--format gitlab={reports['codequality']}" in script
    assert f"--format junit={reports['junit']}" in script
    assert "git+https://github.com/acme/planproof@v9" in " ".join(job["before_script"])
    assert "cache" not in job


def test_the_hooks_are_those_that_this_repository_has(project: Project) -> None:
    config: Any = yaml.safe_load(project.run("ci", "init", "pre-commit", *FROM).out)
    hooks = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())

    (repository,) = config["repos"]
    assert (repository["repo"], repository["rev"]) == ("https://github.com/acme/planproof", "v9")
    assert [one["id"] for one in repository["hooks"]] == [one["id"] for one in hooks]


def test_without_a_revision_it_is_the_tag_of_this_version(project: Project) -> None:
    shown = project.run("ci", "init", "github", "--from", "https://github.com/acme/planproof.git")

    assert f"uses: acme/planproof@v{__version__} " in shown.out


@pytest.mark.parametrize(
    "origin",
    [
        "acme/planproof", "http://github.com/a/b", "https://github.com/a/b@", "https://x/a/b@-o",
        "https://github.com/a/b@v1 # c", "https://github.com/a/b\n@v1", "https://u:p@github.com/a/b",
        "ext::sh -c id", "https://github.com/a/b@v1\n      - run: id",
    ],
)  # fmt: skip
def test_an_origin_that_is_no_plain_url_is_refused(project: Project, origin: str) -> None:
    refused = project.run("ci", "init", "github", "--from", origin)

    assert (refused.code, refused.out) == (2, "")
    assert "--from https://github.com/OWNER/NAME@TAG" in refused.err


def test_a_workflow_needs_an_owner_and_a_name(project: Project) -> None:
    deep = ("--from", "https://git.example.org/group/sub/planproof@v1")

    assert project.run("ci", "init", "github", *deep).code == 2
    assert project.run("ci", "init", "gitlab", *deep).code == 0


def test_mistakes_are_said(project: Project) -> None:
    unknown = project.run("ci", "init", "jenkins", *FROM)
    both = project.run("ci", "init", "github", "--write", "--print", *FROM)

    assert (unknown.code, both.code) == (2, 2)
    assert "github, gitlab, pre-commit" in unknown.err


def test_json_has_the_file_and_what_became_of_it(project: Project) -> None:
    answer = project.run("ci", "init", "github", "--write", "--json", *FROM)

    assert answer.document["kind"] == "ci-init"
    assert answer.data["written"] is True
    assert (project.root / answer.data["path"]).read_text() == answer.data["text"]
    again = project.run("ci", "init", "github", "--write", "--json", *FROM)
    assert (again.code, again.document["ok"], again.data["written"]) == (2, False, False)
