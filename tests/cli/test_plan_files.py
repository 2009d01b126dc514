"""Plans go out to files, are merged by git, and come in elsewhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from planproof_testing import NEW, OLD, SPEC, Project

FOLDER = ".planproof/plans/login"


def files_of(project: Project, folder: str = FOLDER) -> dict[str, bytes]:
    top = project.root / folder
    return {path.relative_to(top).as_posix(): path.read_bytes()
            for path in sorted(top.rglob("*")) if path.is_file()}  # fmt: skip


def clone(project: Project, name: str) -> Project:
    target = project.root.parent / name
    project.git("clone", "--quiet", str(project.root), str(target))
    return Project(target, project.home)


def tasks(project: Project) -> list[dict[str, object]]:
    return list(project.run("show", "login", "--json").data["tasks"])


def database(project: Project) -> bytes:
    return (project.root / ".git" / "planproof" / "plans.db").read_bytes()


@pytest.fixture
def done(planned: Project) -> Project:
    """The task is completed; the plan's files are committed."""
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.commit("the new login")
    exported = planned.run("plan", "export", "--json")
    assert exported.code == 0
    assert [one["written"] for one in exported.data["files"]] == [True, True]
    planned.commit("the plan")
    return planned


def test_exporting_again_writes_nothing(done: Project) -> None:
    before = files_of(done)

    again = done.run("plan", "export", "--json")

    assert [one["written"] for one in again.data["files"]] == [False, False]
    assert files_of(done) == before
    assert done.git("status", "--porcelain") == ""


def test_a_completion_in_a_file_is_a_claim_until_it_is_verified_here(done: Project) -> None:
    other = clone(done, "other")
    assert other.run("init").code == 0

    (task,) = tasks(other)
    assert (task["status"], task["red_first"]) == ("pending", "unproven")
    assert task["claim"]["actor"] == "ada"  # type: ignore[index]
    shown = other.run("show", "login").out
    assert "claimed completed by ada at " in shown
    assert "not verified here: planproof verify-task login 1" in shown
    assert "claimed completed" in other.run("status", "login").out
    assert files_of(other) == files_of(done)
    assert other.run("plan", "export", "--json").data["files"][1]["written"] is False

    assert other.run("verify-task", "login", "1").code == 0
    (task,) = tasks(other)
    assert (task["status"], task["red_first"], task["claim"]) == ("completed", "proven", None)
    other.run("plan", "export")
    assert files_of(other) == files_of(done), (
        "whoever verifies it again changes nothing in the file"
    )
    assert other.run("doctor").code == 0


def test_a_claim_is_red_where_the_code_is(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    other.write("src/app.py", OLD)

    verified = other.run("verify-task", "login", "1", "--json")

    assert (verified.code, verified.data["status"]) == (1, "in_progress")
    assert "claimed completed by ada" in other.run("show", "login").out


def test_a_claim_of_red_that_nothing_shows_here_does_not_complete(done: Project) -> None:
    """As in a shallow clone: the base is not here."""
    other = Project(done.root.parent / "shallow", done.home)
    done.git("clone", "--quiet", "--depth=1", f"file://{done.root}", str(other.root))
    other.run("init")

    verified = other.run("verify-task", "login", "1", "--json")

    assert (verified.code, verified.data["status"]) == (3, "pending")


@pytest.mark.parametrize("command", [["status"], ["verify", "--all"]], ids=" ".join)
def test_a_claim_is_judged_by_a_look_at_all_and_stays_a_claim(
    done: Project, command: list[str]
) -> None:
    other = clone(done, "other")
    other.run("init")
    before = database(other)

    green = other.run(*command, "--json")
    other.write("src/app.py", OLD)
    red = other.run(*command, "--json")

    (task,) = green.data["plans"][0]["tasks"]
    assert (green.code, task["standing"], task["status"]) == (0, "claim passes", "pending")
    assert green.document["next_steps"] == ["planproof verify-task login 1"]
    (task,) = red.data["plans"][0]["tasks"]
    assert (red.code, task["standing"], task["violations"]) == (1, "claim is red", 3)
    assert "it is red here" in other.run(*command).out
    assert database(other) == before


def test_a_claim_without_a_verdict_is_never_green(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    other.write("src/binary.py", b"legacy_login()\0")

    answer = other.run("verify", "--all", "--json")

    assert (answer.code, answer.data["verdict"]) == (3, "indeterminate")


def test_an_archive_names_no_task_that_was_only_claimed(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    other.write("src/app.py", OLD)

    answer = other.run("archive", "login")

    assert answer.code == 0
    assert "does not show what was completed" not in answer.err


EXPECTS = """\
refactor_name: there
rules:
  - {id: r, description: d, scope: {include: ["src/**"]}, expect: {calls: [tokens.login]}}
"""


def test_a_spec_that_only_expects_was_red_where_the_base_says_so(project: Project) -> None:
    project.write("expects.yaml", EXPECTS)
    project.commit("a spec")
    project.run("init", "--name", "Login")
    project.run("add-task", "--title", "There", "--spec", "expects.yaml")
    project.write("src/app.py", NEW)
    assert project.run("verify-task", "1").code == 0
    project.run("plan", "export")
    project.commit("done")
    whole, shallow = clone(project, "whole"), Project(project.root.parent / "shallow", project.home)
    project.git("clone", "--quiet", "--depth=1", f"file://{project.root}", str(shallow.root))

    whole.run("init")
    assert whole.run("verify-task", "login", "1", "--json").data["status"] == "completed"

    shallow.run("init")
    verified = shallow.run("verify-task", "login", "1", "--json")
    assert (verified.code, verified.data["status"]) == (2, "pending")
    told = [one["code"] for one in verified.document["diagnostics"]]
    assert told == ["claim-unproven", "refused-red-first"]
    looked = shallow.run("verify", "--all", "--json")
    assert looked.code == 3, "a spec that nothing shows red may be one that cannot be"
    assert looked.data["plans"][0]["tasks"][0]["standing"] == "claim of a spec never red here"
    shallow.run("plan", "export")
    assert files_of(shallow) == files_of(project)


def test_a_claim_is_over_when_the_spec_changes(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    other.write("spec.yaml", SPEC.replace("legacy_login]", "legacy_login, older_login]"))

    assert other.run("update-task", "login", "1", "--spec", "spec.yaml").code == 0

    assert tasks(other)[0]["claim"] is None
    other.run("plan", "export")
    (name,) = [name for name in files_of(other) if name.startswith("tasks/")]
    text = files_of(other)[name].decode()
    assert "completion" not in text
    assert "status: pending" in text


def test_importing_again_changes_nothing(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    before = database(other)

    again = other.run("plan", "import", FOLDER, "--json")

    assert again.code == 0
    assert (again.data["plans"][0]["added"], again.data["plans"][0]["changed"]) == ([], [])
    assert database(other) == before
    assert other.run("init").code == 0
    assert database(other) == before
    assert done.run("plan", "import", FOLDER).code == 0


def test_what_one_side_changed_arrives_on_the_other(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    done.run("update-task", "login", "1", "--title", "Retire the old login", "--assigned-to", "bo")
    done.run("add-task", "login", "--title", "Docs", "--depends-on", "1")
    done.run("update-task", "login", "2", "--status", "waived", "--reason", "nobody reads them")
    done.run("plan", "export")
    done.commit("more")
    other.git("pull", "--quiet")

    imported = other.run("plan", "import", FOLDER, "--json")

    assert imported.data["plans"][0]["added"] == [2]
    assert imported.data["plans"][0]["changed"] == [1]
    first, second = tasks(other)
    assert (first["title"], first["assigned_to"]) == ("Retire the old login", "bo")
    assert (second["status"], second["depends_on"]) == ("waived", [1])
    assert (second["status_actor"], second["status_reason"]) == ("ada", "nobody reads them")
    other.run("plan", "export")
    assert files_of(other) == files_of(done)


def test_what_a_plan_asks_of_every_change_is_never_lost(done: Project) -> None:
    path = done.root / FOLDER / "plan.yaml"
    asked = path.read_text() + "gate:\n  - no_new\n  - scope\n"
    path.write_text(asked)
    assert done.run("plan", "export").code == 2, "an export does not write over it"
    assert done.run("plan", "import", FOLDER).code == 0
    assert done.run("plan", "export").code == 0
    assert path.read_text() == asked
    done.commit("gate")

    other = clone(done, "other")
    other.run("init")
    other.run("plan", "export")
    assert files_of(other) == files_of(done)


def test_what_both_changed_is_named_and_nothing_is_imported(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    other.run("update-task", "login", "1", "--title", "Ours")
    done.run("update-task", "login", "1", "--title", "Theirs", "--assigned-to", "bo")
    done.run("add-task", "login", "--title", "Docs")
    done.run("plan", "export")
    done.commit("more")
    other.git("pull", "--quiet")
    before = database(other)

    refused = other.run("plan", "import", FOLDER, "--json")

    assert refused.code == 2
    (conflict,) = refused.document["diagnostics"]
    assert conflict["code"] == "conflict"
    assert "title of task 1" in conflict["message"]
    assert database(other) == before
    assert other.run("plan", "export").code == 2, "nor is the file overwritten"

    assert other.run("update-task", "login", "1", "--title", "Theirs").code == 0
    assert other.run("plan", "import", FOLDER).code == 0
    assert tasks(other)[0]["assigned_to"] == "bo"
    assert len(tasks(other)) == 2


def test_two_branches_that_add_or_change_different_tasks_merge_without_conflict(
    done: Project,
) -> None:
    done.run("add-task", "login", "--title", "Docs")
    done.run("plan", "export")
    done.commit("docs")
    other = clone(done, "other")
    other.run("init")
    for project, name in ((done, "ours"), (other, "theirs")):
        project.git("switch", "--quiet", "--create", name)
        project.run("add-task", "login", "--title", f"Third {name}")
    done.run("update-task", "login", "1", "--title", "Changed by us")
    other.run("update-task", "login", "2", "--assigned-to", "bo")
    for project in (done, other):
        project.run("plan", "export")
        project.commit("work")

    done.git("fetch", "--quiet", str(other.root), "theirs")
    done.git("merge", "--quiet", "--no-edit", "FETCH_HEAD")
    assert done.run("plan", "import", FOLDER).code == 0

    told = [(task["number"], task["title"], task["assigned_to"]) for task in tasks(done)]
    assert told == [
        (1, "Changed by us", ""), (2, "Docs", "bo"), (3, "Third ours", ""), (4, "Third theirs", ""),
    ]  # fmt: skip
    done.run("plan", "export")
    assert done.git("status", "--porcelain") == "", "numbers of others are not written over"
    fresh = clone(done, "fresh")
    fresh.run("init")
    assert sorted(str(task["title"]) for task in tasks(fresh)) == sorted(one[1] for one in told)
    assert [task["number"] for task in tasks(fresh)] == [1, 2, 3, 4]
    fresh.run("plan", "export")
    assert fresh.git("status", "--porcelain") == ""


def test_a_file_that_others_changed_is_not_overwritten(done: Project) -> None:
    (name,) = [name for name in files_of(done) if name.startswith("tasks/")]
    file = done.root / FOLDER / name
    text = file.read_text()
    file.write_text(text.replace("Retire it", "Changed by hand"))
    done.run("update-task", "login", "1", "--assigned-to", "bo")

    refused = done.run("plan", "export")

    assert refused.code == 2
    assert f"planproof plan import {done.root / FOLDER}" in refused.err
    assert "Changed by hand" in file.read_text()
    assert done.run("plan", "import", FOLDER).code == 0
    assert tasks(done)[0]["title"] == "Changed by hand"
    assert done.run("plan", "export").code == 0
    assert "assigned_to: bo" in file.read_text()


def test_files_of_tasks_that_are_not_here_stay_and_are_named(done: Project) -> None:
    stranger = done.write(f"{FOLDER}/tasks/0123456789.yaml", "whatever: 1\n")

    exported = done.run("plan", "export", "--json")

    assert (exported.code, stranger.read_text()) == (0, "whatever: 1\n")
    assert exported.document["diagnostics"][0]["code"] == "tasks-not-here"
    assert done.run("plan", "import", FOLDER).code == 2


def test_another_folder_and_line_ends_of_another_system(done: Project) -> None:
    assert done.run("plan", "export", "--to", "docs/plan").code == 0
    assert files_of(done, "docs/plan") == files_of(done)
    for name, content in files_of(done).items():
        done.write(f"{FOLDER}/{name}", content.replace(b"\n", b"\r\n"))

    exported = done.run("plan", "export", "--json")

    assert [one["written"] for one in exported.data["files"]] == [False, False]
    assert done.run("plan", "import", FOLDER, "--json").data["plans"][0]["changed"] == []


def test_an_archived_plan_goes_out_and_comes_in(done: Project) -> None:
    done.run("archive")
    assert done.run("plan", "export", "login").code == 0
    done.commit("archived")
    other = clone(done, "other")

    assert other.run("init").code == 0

    assert other.run("show", "login", "--json").data["plan"]["status"] == "archived"
    other.run("plan", "export", "login")
    assert files_of(other) == files_of(done)
    before = database(other)
    assert other.run("plan", "import", FOLDER).code == 0
    assert database(other) == before
    (name,) = [name for name in files_of(other) if name.startswith("tasks/")]
    content = (other.root / FOLDER / name).read_text()
    other.write(f"{FOLDER}/{name}", content.replace("Retire it", "Another title"))
    assert other.run("plan", "import", FOLDER).code == 2


@pytest.mark.parametrize(
    ("old", "new", "place", "word"),
    [
        ("title: Retire it", "title: Retire it\ntitel: x", ":5:1:", "did you mean title"),
        ("title: Retire it", "", "", "has no title"),
        ("number: 1", "number: none", ":3:9:", "whole number"),
        ("status: completed", "status: finished", ":5:9:", "not one of"),
        ("status: completed", "status: pending", ":5:1:", "completion"),
        ("task_format: 1", "task_format: 2", ":1:14:", "newer"),
        ("spec_source: spec.yaml", "spec_source: ../../etc/passwd", "", "no path inside"),
        ("key: ", "key: ../../", ":2:6:", "hexadecimal"),
        ("  refactor_name", "  refactor_nam", "", "refactor_name"),
        ("    severity: high", "    severity: hig", "", "severity"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place(
    done: Project, old: str, new: str, place: str, word: str
) -> None:
    (name,) = [name for name in files_of(done) if name.startswith("tasks/")]
    file = done.root / FOLDER / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    before = database(done)

    refused = done.run("plan", "import", FOLDER)

    assert refused.code == 2
    assert f"{FOLDER}/{name}{place}" in refused.err
    assert word in refused.err
    assert database(done) == before


def test_a_mistake_in_a_spec_is_told_at_its_line_in_the_task_file(done: Project) -> None:
    (name,) = [name for name in files_of(done) if name.startswith("tasks/")]
    file = done.root / FOLDER / name
    text = file.read_text().replace("severity: high", "severity: hig")
    file.write_text(text)
    line = 1 + text.split("\n").index("      severity: hig")

    assert f"{name}:{line}:17: error: spec: severity" in done.run("plan", "import", FOLDER).err


def test_symbolic_links_are_not_followed(done: Project) -> None:
    secret = done.home / "secret.yaml"
    (name,) = [name for name in files_of(done) if name.startswith("tasks/")]
    file = done.root / FOLDER / name
    shutil.move(file, secret)
    os.symlink(secret, file)
    content = secret.read_bytes()

    assert done.run("plan", "import", FOLDER).code == 2
    assert done.run("plan", "export").code == 2
    assert secret.read_bytes() == content

    file.unlink()
    shutil.move(done.root / FOLDER / "tasks", done.home / "tasks")
    os.symlink(done.home / "tasks", done.root / FOLDER / "tasks")
    assert done.run("plan", "import", FOLDER).code == 2
    assert done.run("plan", "export").code == 2
    assert list((done.home / "tasks").iterdir()) == []


def test_tasks_that_wait_for_each_other_are_refused(done: Project) -> None:
    done.run("add-task", "login", "--title", "Docs", "--depends-on", "1")
    done.run("plan", "export")
    names = [name for name in files_of(done) if name.startswith("tasks/")]
    keys = [Path(name).stem for name in names]
    by_title = {
        ("Docs" in (done.root / FOLDER / f"tasks/{key}.yaml").read_text()): key for key in keys
    }
    file = done.root / FOLDER / f"tasks/{by_title[False]}.yaml"
    text = file.read_text()
    file.write_text(text.replace("status:", f'depends_on: ["{by_title[True]}"]\nstatus:', 1))

    refused = done.run("plan", "import", FOLDER)

    assert (refused.code, "wait for itself" in refused.err) == (2, True)


def test_another_plan_of_the_same_slug_is_named(done: Project) -> None:
    """Made in two clones by two people: nothing tells them apart but where they began."""
    other = clone(done, "other")
    (other.root / FOLDER / "plan.yaml").rename(other.root / "kept.yaml")
    shutil.rmtree(other.root / ".planproof")
    other.write("x.py", "x = 1\n")
    other.commit("on")
    other.run("init", "--name", "Login", "--description", "mine")

    refused = other.run("plan", "import", str(done.root / FOLDER), "--json")

    assert refused.code == 2
    told = [one["message"] for one in refused.document["diagnostics"]]
    assert told == ["description of plan login is another here",
                    "base_commit of plan login is another here"]  # fmt: skip
    assert other.run("show", "login", "--json").data["tasks"] == []


def test_a_weaker_spec_in_a_file_opens_the_task_again(done: Project) -> None:
    """Who edits a spec in a pull request completes nothing by that."""
    (name,) = [name for name in files_of(done) if name.startswith("tasks/")]
    text = (done.root / FOLDER / name).read_text()
    done.write(f"{FOLDER}/{name}", text.replace("[legacy_login]", "[never_was]"))

    imported = done.run("plan", "import", FOLDER, "--json")

    assert imported.document["diagnostics"][0]["code"] == "stale-completion"
    (task,) = tasks(done)
    assert (task["status"], task["red_first"], task["claim"]) == ("pending", "unproven", None)


def test_a_spec_that_was_changed_and_met_elsewhere_is_a_claim_again(done: Project) -> None:
    other = clone(done, "other")
    other.run("init")
    assert other.run("verify-task", "login", "1").code == 0
    done.write("spec.yaml", SPEC.replace("description: Nothing", "description: Really nothing"))
    done.run("update-task", "login", "1", "--spec", "spec.yaml")
    assert done.run("verify-task", "login", "1").code == 0
    done.run("plan", "export")
    done.commit("a better spec")
    other.git("pull", "--quiet")

    assert other.run("plan", "import", FOLDER).code == 0

    (task,) = tasks(other)
    assert (task["status"], task["claim"]["actor"]) == ("pending", "ada")  # type: ignore[index]
    other.run("plan", "export")
    assert files_of(other) == files_of(done)
    assert other.run("verify-task", "login", "1").code == 0
    assert tasks(other)[0]["status"] == "completed"
    assert other.run("doctor").code == 0


def test_what_is_no_plan_folder_is_refused(done: Project) -> None:
    assert done.run("plan", "import", "src").code == 2
    assert done.run("plan", "import", "nowhere").code == 2
    assert done.run("plan", "import").code == 2


def test_every_argument_that_is_no_plan_folder_is_named(done: Project) -> None:
    answer = done.run("plan", "import", "src", FOLDER, "nowhere", "spec.yaml", "--json")

    told = [one["message"] for one in answer.document["diagnostics"]]
    assert answer.code == 2
    assert len(told) == 3
    assert told[0].startswith("there is no plan.yaml in ")
    assert told[1].endswith("nowhere")
    assert told[2].endswith("spec.yaml is no folder")


def test_a_first_init_with_broken_files_makes_nothing(done: Project) -> None:
    other = clone(done, "other")
    other.write(f"{FOLDER}/plan.yaml", "name: [\n")

    assert other.run("init").code == 2
    assert not (other.root / ".git" / "planproof" / "plans.db").exists()
    assert SPEC in (other.root / "spec.yaml").read_text()


@pytest.mark.parametrize("to", [".git", ".git/refs/heads", "src/../.git/x"])
def test_a_plan_is_not_exported_among_git_s_own_files(done: Project, to: str) -> None:
    answer = done.run("plan", "export", "--to", to)

    assert answer.code == 2
    assert "name another folder" in answer.err
    assert not list((done.root / ".git").rglob("plan.yaml"))
