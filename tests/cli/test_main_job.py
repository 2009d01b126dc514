"""The main job, as a user does it: every answer of the command line on the way."""

from __future__ import annotations

import pytest

from planproof_testing import NEW, OLD, SPEC, Project


def test_the_whole_story(project: Project) -> None:
    assert project.run("init", "--name", "Login").code == 0
    added = project.run("add-task", "1", "--title", "Retire it", "--spec", "spec.yaml", "--json")
    assert added.code == 0
    assert added.data["red"]["violations_now"] == 3

    refused = project.run("verify-task", "1", "1", "--json")
    assert refused.code == 1
    assert refused.document["ok"] is False
    assert refused.data["verdict"] == "violated"
    assert refused.data["status"] == "in_progress"
    places = [(v["path"], v["start"]["line"]) for v in refused.data["violations"]]
    assert places == [("spec.yaml", 9), ("src/app.py", 1), ("src/app.py", 5)]

    project.write("src/app.py", NEW)
    accepted = project.run("verify-task", "1", "--json")
    assert accepted.code == 0
    assert accepted.data["verdict"] == "passed"
    assert accepted.data["status"] == "completed"
    assert accepted.data["counts"]["fixed"] == 3
    assert project.run("show", "--json").data["tasks"][0]["status"] == "completed"
    assert project.run("archive", "1", "--notes", "done").code == 0
    assert project.run("add-task", "1", "--title", "More").code == 2


def test_a_completed_task_that_goes_red_again_has_regressed(planned: Project) -> None:
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.commit("after")
    planned.write("src/app.py", OLD)
    assert planned.run("status", "--dry-run").code == 1
    again = planned.run("verify-task", "1", "--json")
    assert (again.code, again.data["status"]) == (1, "regressed")
    assert again.data["counts"]["new"] == 3
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1", "--json").data["status"] == "completed"


@pytest.mark.parametrize("status", ["completed", "regressed"])
def test_there_is_no_way_to_set_completed(planned: Project, status: str) -> None:
    answer = planned.run("update-task", "1", "--status", status)
    assert answer.code == 2
    assert "planproof verify-task login 1" in answer.err
    assert planned.run("show", "--json").data["tasks"][0]["status"] == "pending"


def test_a_plan_may_be_named_by_slug_number_option_or_not_at_all(planned: Project) -> None:
    for words in (["login", "1"], ["1", "1"], ["1"], ["--plan", "login", "1"]):
        assert planned.run("verify-task", *words).code == 1, words


def test_it_works_from_below_and_from_elsewhere(planned: Project) -> None:
    assert planned.run("show", cwd=planned.root / "src").code == 0
    assert planned.run("-C", str(planned.root), "show", cwd=planned.home).code == 0
    assert planned.run("show", "-C", str(planned.root), cwd=planned.home).code == 0


def test_a_first_task_without_writing_yaml(project: Project) -> None:
    project.run("init", "--name", "Login")
    names = ("--forbid", "legacy_login", "--require", "tokens.login")
    assert project.run("add-task", "--title", "Swap", *names).code == 0
    assert project.run("verify-task", "1").code == 1
    project.write("src/app.py", NEW)
    assert project.run("verify-task", "1").code == 0


def test_a_task_waits_for_what_it_depends_on(planned: Project) -> None:
    planned.write("src/app.py", NEW)
    words = ("--title", "Later", "--spec", "spec.yaml", "--depends-on", "1")
    assert planned.run("add-task", *words).code == 0
    early = planned.run("verify-task", "2", "--json")
    assert early.code == 2
    assert early.data["verdict"] == "passed"
    assert early.data["refused"] == "dependencies"
    assert early.document["next_steps"] == ["planproof verify-task login 1"]
    assert planned.run("verify-task", "1").code == 0
    assert planned.run("verify-task", "2").code == 0


def test_a_spec_that_was_never_red_cannot_complete(project: Project) -> None:
    project.run("init", "--name", "Login")
    project.write(
        "green.yaml", SPEC.replace("legacy_login", "never_existed").split("    expect")[0]
    )
    added = project.run("add-task", "--title", "Green", "--spec", "green.yaml")
    assert added.code == 0
    assert "never seen red" in added.err
    verified = project.run("verify-task", "1", "--json")
    assert verified.code == 3
    assert verified.data["status"] == "pending"


def test_a_drifted_spec_is_an_error_until_it_is_accepted(planned: Project) -> None:
    planned.write("spec.yaml", SPEC.replace("legacy_login]", "other_name]"))
    drifted = planned.run("verify-task", "1")
    assert drifted.code == 2
    assert "planproof update-task login 1 --spec spec.yaml" in drifted.err
    changed = planned.run("update-task", "1", "--spec", "spec.yaml", "--json")
    assert changed.code == 0
    assert len(changed.data["spec_change"]["no_longer_rejected"]) == 2


def test_the_spec_file_itself_is_no_violation(planned: Project) -> None:
    paths = {v["path"] for v in planned.run("verify-task", "1", "--json").data["violations"]
             if not v["expected"]}  # fmt: skip
    assert paths == {"src/app.py"}


def test_waiving_needs_a_reason_and_is_not_completion(planned: Project) -> None:
    assert planned.run("update-task", "1", "--status", "waived").code == 2
    waived = planned.run("update-task", "1", "--status", "waived", "--reason", "sunset")
    assert waived.code == 0
    assert "ada: sunset" in planned.run("show").out


def test_checkpoint_show_diff_and_rewind(planned: Project) -> None:
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)
    taken = planned.run("checkpoint", "1", "--name", "halfway", "--json")
    assert taken.data["taken"] is True
    assert planned.run("checkpoint", "1", "--name", "same", "--json").data["taken"] is False
    shown = planned.run("show-diff", "1", "--json").data
    assert shown["counts"]["fixed"] == 3
    assert shown["diffs"][0]["path"] == "src/app.py"
    assert "+    return tokens.login(user)" in planned.run("show-diff", "1", "--verbose").out
    way = planned.run("rewind", "1", "--checkpoint", "halfway", "--json").data["commands"]
    planned.write("src/app.py", "broken = True\n")
    for command in way:
        assert planned.environment(), command
        planned.git(*command.replace("'", "").split()[1:])
    restored = planned.root.parent / f"{planned.root.name}-login-2" / "src" / "app.py"
    assert restored.read_text() == NEW
    assert (planned.root / "src" / "app.py").read_text() == "broken = True\n"


def test_verify_needs_no_plan_and_judges_any_commit(project: Project) -> None:
    assert project.run("verify", "spec.yaml").code == 1
    project.write("src/app.py", NEW)
    assert project.run("verify", "spec.yaml", "--base", "HEAD").code == 0
    assert project.run("verify", "spec.yaml", "--at", "HEAD").code == 1
    assert project.run("verify", "spec.yaml").code == 3, "never seen red without a base"


def test_git_itself_is_left_as_it_was(planned: Project) -> None:
    before = (planned.git("status", "--porcelain"), planned.git("branch", "--all"))
    planned.write("src/app.py", NEW)
    planned.run("verify-task", "1")
    planned.write("src/app.py", OLD)
    assert (planned.git("status", "--porcelain"), planned.git("branch", "--all")) == before
    assert planned.git("fsck", "--no-dangling") == ""


def test_a_folder_without_git_works_too(folder: Project) -> None:
    folder.write("src/app.py", OLD)
    folder.write("spec.yaml", SPEC)
    assert folder.run("init", "--name", "Login").code == 0
    assert folder.run("add-task", "--title", "Retire it", "--spec", "spec.yaml").code == 0
    assert folder.run("verify-task", "1").code == 1
    folder.write("src/app.py", NEW)
    assert folder.run("verify-task", "1").code == 0
    assert folder.run("rewind", "1").code == 2


def test_index_and_facts(project: Project) -> None:
    built = project.run("index", "--json").data
    assert built["languages"] == {"python": 1}
    assert project.run("index", "--json").data["parsed"] == 0
    lines = project.run("facts", "src/app.py", "--json").out.splitlines()
    import json

    facts = [json.loads(line) for line in lines]
    call = next(fact for fact in facts if fact["role"] == "call")
    assert call["name"] == "legacy_login"
    assert call["qualified"] == "auth.legacy_login"
    assert call["scope"] == "enter"
    assert call["start"] == {"line": 5, "column": 12}
    assert call["end"] == {"line": 5, "column": 24}
    roles = {fact["role"] for fact in facts}
    assert "reference" not in roles
    every = project.run("facts", "src/app.py", "--all", "--json").out
    assert '"role": "reference"' in every


def test_spec_new_check_and_schema(project: Project) -> None:
    assert project.run("spec", "new", "--forbid", "x", "-o", "new.yaml").code == 0
    assert project.run("spec", "check", "new.yaml").code == 0
    assert project.run("spec", "new", "-o", "new.yaml").code == 2, "never overwrites"
    assert project.run("spec", "new", "--json").code == 0
    schema = project.run("spec", "schema").out
    assert '"$schema"' in schema


def test_doctor_names_the_places(planned: Project) -> None:
    answer = planned.run("doctor", "--json")
    assert answer.code == 0
    names = [check["name"] for check in answer.data["checks"]]
    assert {"root", "plans", "index", "grammars"} <= set(names)
