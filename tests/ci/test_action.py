"""The action, step by step as GitHub runs it, on pull requests of every kind."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from fake_runner import ACTION, Run, Runner
from planproof_testing import OLD, Project

HERE = {"full_name": "acme/shop", "default_branch": "main"}
FORK = {"full_name": "mallory/shop", "default_branch": "main"}
RESTORE, SAVE = "actions/cache/restore", "actions/cache/save"


def commit(project: Project, revision: str = "HEAD") -> str:
    return project.git("rev-parse", revision).strip()


def request(
    project: Project, *, head_repository: Any = HERE, labels: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Checks out GitHub's merge of main and topic, and gives the arguments of the run."""
    base, head = commit(project, "main"), commit(project, "topic")
    project.git("switch", "--quiet", "--detach", "main")
    project.git("merge", "--quiet", "--no-ff", "--message", "merge", "topic")
    payload = {
        "repository": HERE,
        "pull_request": {
            "base": {"sha": base, "repo": HERE},
            "head": {"sha": head, "repo": head_repository},
            "labels": [{"name": name} for name in labels],
        },
    }
    sha = commit(project)
    return {
        "event": "pull_request", "payload": payload, "sha": sha, "ref": "refs/pull/7/merge",
    }  # fmt: skip


def topic(project: Project, **files: str) -> None:
    """A branch with other contents; slashes are written ``__`` in names, dots ``_dot_``."""
    project.git("switch", "--quiet", "--create", "topic")
    for name, text in files.items():
        project.write(name.replace("_dot_", ".").replace("__", "/"), text)
    project.commit("topic")


def used(run: Run) -> list[str]:
    return [name.partition("@")[0] for name, _ in run.used]


def test_a_green_pull_request_passes_and_leaves_its_reports(
    project: Project, runner: Runner
) -> None:
    topic(project, src__more_dot_py="x = 1\n")

    run = runner.run(**request(project))

    assert not run.failed, run.log
    assert run.outputs["verdict"] == "passed"
    assert run.outputs["contract-change-digest"] == ""
    assert json.loads(Path(run.outputs["sarif"]).read_text())["runs"][0]["results"] == []
    assert Path(run.outputs["summary"]).read_text() == run.summary != ""
    assert "the first parent of the merge commit" in run.log
    assert project.git("status", "--porcelain", "-uall") == ""


def test_a_red_one_has_annotations_a_summary_and_sarif_before_it_fails_last(
    project: Project, runner: Runner
) -> None:
    topic(project, src__app_dot_py=OLD)

    run = runner.run(**request(project))

    assert [step.name for step in run.steps if step.code] == ["verdict"]
    assert run.steps[-1].code == 1
    assert run.outputs["verdict"] == "violated"
    errors = [line for line in run.annotations if line.startswith("::error ")]
    assert any("file=src/app.py,line=1" in line for line in errors)
    assert "violated" in run.summary
    results = json.loads(Path(run.outputs["sarif"]).read_text())["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"] for one in results]
    assert "src/app.py" in {one["artifactLocation"]["uri"] for one in places}


def test_a_merge_group_is_judged_from_nothing(project: Project, runner: Runner) -> None:
    base = commit(project)
    topic(project, src__app_dot_py=OLD)
    sha = commit(project)
    payload = {"repository": HERE, "merge_group": {"base_sha": base, "head_sha": sha}}
    ref = "refs/heads/gh-readonly-queue/main/pr-7-0"

    run = runner.run("merge_group", payload, sha=sha, ref=ref)

    assert run.steps[-1].code == 1
    assert run.outputs["verdict"] == "violated"
    assert used(run) == []
    assert f"base {base}: the base of the merge group" in run.log


@pytest.mark.parametrize("head_repository", [FORK, None])
def test_a_fork_needs_no_token_and_gets_no_cache(
    project: Project, runner: Runner, head_repository: Any
) -> None:
    topic(project, src__app_dot_py=OLD)

    run = runner.run(**request(project, head_repository=head_repository))

    assert (used(run), run.outputs["verdict"]) == ([], "violated")
    assert "token" not in yaml.safe_load(ACTION.read_text())["inputs"]


def test_the_trunk_saves_its_index_and_branches_of_this_repository_use_it(
    project: Project, runner: Runner, tmp_path: Path
) -> None:
    before, sha = project.git("rev-parse", "HEAD~1", "HEAD").split()
    payload = {"repository": HERE, "before": before}

    run = runner.run("push", payload, sha=sha, ref="refs/heads/main")

    assert (used(run), run.outputs["verdict"]) == ([RESTORE, SAVE], "passed")
    (_, restored), (_, saved) = run.used
    assert saved == {"path": restored["path"], "key": restored["key"]}
    assert restored["key"] == f"{restored['restore-keys']}{sha}"
    assert (Path(saved["path"]) / "index.db").is_file()
    assert project.root not in Path(saved["path"]).parents

    kept = tmp_path / "kept"
    shutil.copytree(saved["path"], kept)
    topic(project, src__app_dot_py=OLD)

    def restore(inputs: Mapping[str, str]) -> dict[str, str]:
        shutil.copytree(kept, inputs["path"], dirs_exist_ok=True)
        return {}

    runner.uses[RESTORE] = restore
    of_branch = runner.run(**request(project))
    assert used(of_branch) == [RESTORE]
    assert of_branch.used[0][1]["restore-keys"] == restored["restore-keys"]
    assert of_branch.outputs["verdict"] == "violated"


def test_what_is_in_the_cache_already_is_not_saved_again(project: Project, runner: Runner) -> None:
    runner.uses[RESTORE] = lambda _: {"cache-hit": "true"}
    payload = {"repository": HERE, "before": commit(project)}

    run = runner.run("push", payload, sha=commit(project), ref="refs/heads/main")

    assert used(run) == [RESTORE]
    never = runner.run("push", payload, sha=commit(project), ref="refs/heads/main", cache="never")
    assert used(never) == []


def test_an_index_that_an_earlier_job_left_in_the_clone_is_not_looked_at(
    project: Project, runner: Runner
) -> None:
    topic(project, src__app_dot_py=OLD)
    left = project.root / ".git/planproof/index.db"
    left.write_bytes(b"whatever an earlier job wrote")

    run = runner.run(**request(project))

    assert run.outputs["verdict"] == "violated"
    assert left.read_bytes() == b"whatever an earlier job wrote"


HOSTILE = ('"; touch pwned; "', "$(touch pwned)`touch pwned`", "x\ntouch pwned\n::error::x")


@pytest.mark.parametrize(
    "name",
    ["base", "head", "working_directory", "strict", "cache", "formats", "accept_contract_change",
     "accept_label_prefix", "sarif_file", "comment_file"],
)  # fmt: skip
def test_no_input_is_ever_a_command(project: Project, runner: Runner, name: str) -> None:
    topic(project, src__app_dot_py=OLD)
    asked = request(project)

    for value in HOSTILE:
        run = runner.run(**asked, **{name: value})

        assert [*project.root.rglob("pwned*"), *runner.temp.rglob("pwned*")] == []
        assert run.failed
        assert run.outputs["verdict"] != "passed"
        assert all(re.match(r"::(error|warning|notice|debug)", one) for one in run.annotations)
        assert "::error::x" not in run.annotations


def test_names_that_others_choose_are_not_commands_either(project: Project, runner: Runner) -> None:
    """Branches may be called nearly anything, and so may files."""
    branch = "$(touch${IFS}pwned);`touch${IFS}pwned`"
    project.git("update-ref", f"refs/remotes/origin/{branch}", "HEAD")
    project.git("switch", "--quiet", "--create", branch)
    for path in ("src/::error file=x,line=1::pwned.py", "src/ ##[error]pwned.py"):
        project.write(path, OLD + "\n::add-mask::legacy_login\n")
    project.write("src/$(touch pwned).py", OLD)
    sha = project.commit("topic")
    payload = {"repository": {**HERE, "default_branch": branch}, "before": sha}

    run = runner.run("push", payload, sha=sha, ref=f"refs/heads/{branch}")
    other = runner.run("push", payload, sha=sha, ref="refs/heads/x", base="main~1")

    for one in (run, other):
        assert [*project.root.rglob("pwned")] == []
        assert all(re.match(r"::(error|warning|notice|debug) ?", line) for line in one.annotations)
        assert not any(line.startswith("::error file=x") for line in one.annotations)
    assert other.outputs["verdict"] == "violated"


def test_no_module_of_the_head_is_imported(project: Project, runner: Runner) -> None:
    """The steps start in the workspace: Python would look there first."""
    code = "open('pwned', 'w')\nraise SystemExit(0)\n"
    names = (
        "json",
        "yaml",
        "msgspec",
        "planproof",
        "planproof_cli",
        "sitecustomize",
        "venv",
        "pip",
    )
    topic(project, **{f"{name}_dot_py": code for name in names}, src__app_dot_py=OLD)

    run = runner.run(**request(project))

    assert run.outputs["verdict"] == "violated"
    assert not (project.root / "pwned").exists()


def test_contracts_that_cannot_be_read_are_no_pass(project: Project, runner: Runner) -> None:
    topic(project, _dot_planproof__specs__house_dot_yaml="refactor_name: [\n")

    run = runner.run(**request(project))

    assert run.outputs["verdict"] == "error"
    assert run.steps[-1].code == 2


def test_what_cannot_be_compared_stops_at_once(project: Project, runner: Runner) -> None:
    topic(project, src__app_dot_py=OLD)
    asked = request(project)
    project.git("switch", "--quiet", "--detach", "main~1")

    run = runner.run(**asked)

    assert [(step.name, step.code) for step in run.steps] == [("plan", 2)]
    assert any("is not what this pull_request is about" in line for line in run.annotations)
    assert run.outputs["verdict"] == ""


def test_a_shallow_clone_is_told_which_option_it_needs(
    project: Project, runner: Runner, tmp_path: Path
) -> None:
    topic(project, src__app_dot_py=OLD)
    asked = request(project)
    url = f"file://{project.root}"
    project.git("branch", "merged")
    project.git("clone", "--quiet", "--depth=1", "--branch=merged", url, str(tmp_path / "clone"))
    shallow = Runner(Project(tmp_path / "clone", project.home), runner.temp, runner.python)

    run = shallow.run(**asked)

    assert run.failed
    assert any("fetch-depth: 0" in line for line in run.annotations)


def test_more_reports_are_written_where_the_workflow_wants_them(
    project: Project, runner: Runner
) -> None:
    topic(project, src__app_dot_py=OLD)

    run = runner.run(
        **request(project), formats="junit=out/gate.xml\n  gitlab=out/quality.json\n",
        sarif_file="out/gate.sarif", comment_file="out/comment.md",
    )  # fmt: skip

    assert {file.name for file in (project.root / "out").iterdir()} == {
        "gate.xml", "quality.json", "gate.sarif", "comment.md",
    }  # fmt: skip
    assert run.outputs["sarif"] == str(project.root / "out/gate.sarif")


def test_an_installed_interpreter_is_the_default_and_everything_is_pinned() -> None:
    action = yaml.safe_load(ACTION.read_text())

    for step in action["runs"]["steps"]:
        if "uses" in step:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])
        else:
            assert "${{" not in step["run"]
            assert step["shell"] == "bash"
            thinks = re.search(r"planproof_cli.ci (plan|gate)", step["run"])
            assert not thinks or step["run"].endswith(" 2>&1"), "two streams are read in no order"
    pinned = [line for line in ACTION.read_text().splitlines() if "uses: " in line]
    assert all(re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in pinned)
    assert all(
        {"description", "required", "default"} <= one.keys() for one in action["inputs"].values()
    )


def weakened(project: Project) -> None:
    """The task's spec does not ask for the new login any more."""
    (task,) = project.root.glob(".planproof/plans/login/tasks/*.yaml")
    project.git("switch", "--quiet", "--create", "topic")
    task.write_text(re.sub(r" +expect:\n.*tokens.login.*\n", "", task.read_text()))
    project.commit("weaken")


def test_a_weakened_contract_passes_by_the_label_that_names_its_digest_alone(
    project: Project, runner: Runner
) -> None:
    weakened(project)
    asked = request(project)
    prefix = {"accept_label_prefix": "planproof-accept-"}

    refused = runner.run(**asked, **prefix)
    digest = refused.outputs["contract-change-digest"]
    labels = asked["payload"]["pull_request"]["labels"]
    labels.append({"name": f"planproof-accept-{'0' * 32}"})
    wrong = runner.run(**asked, **prefix)
    labels.append({"name": f"planproof-accept-{digest[:32]}"})
    unasked = runner.run(**asked)
    accepted = runner.run(**asked, **prefix)
    listed = runner.run(**asked, accept_contract_change=f"{'0' * 64} {digest}")

    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    verdicts = [one.outputs["verdict"] for one in (refused, wrong, unasked, accepted, listed)]
    assert verdicts == ["violated", "violated", "violated", "passed", "passed"]
