"""A plan is archived: its final snapshot, its guards, and nothing that could change it after."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from planproof_testing import NEW, OLD, SPEC, Project


def guard_of(project: Project) -> Path:
    (file,) = (project.root / ".planproof" / "guards").iterdir()
    return file


@pytest.fixture
def done(planned: Project) -> Project:
    """The plan with its task completed and committed."""
    planned.run("verify-task", "1")
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.commit("the new login")
    return planned


def test_a_guard_passes_where_the_task_was_completed_and_is_red_when_the_name_comes_back(
    done: Project,
) -> None:
    archived = done.run("archive", "login", "--notes", "shipped", "--json")

    assert archived.code == 0
    guard = guard_of(done)
    path = guard.relative_to(done.root).as_posix()
    assert archived.document["next_steps"] == ["planproof verify .planproof/guards/*.yaml"]
    assert archived.data["guards"][0]["path"] == path
    assert archived.data["guards"][0]["rules"] == [
        {"id": "no-legacy-login", "promoted": True, "shown_red": True, "unseen": [],
         "left_out": ["expect asks for something to be there, which forbids no name"]}
    ]  # fmt: skip
    assert done.run("spec", "check", path).code == 0
    assert done.run("spec", "test", path).code == 0
    verified = done.run("verify", path, "--json")
    assert (verified.code, verified.document["diagnostics"]) == (0, [])
    assert verified.data["rules"][0]["proof"] == "red on its own bad example"

    done.write("src/other.py", OLD)
    again = done.run("verify", path, "--json")
    assert again.code == 1
    assert {one["path"] for one in again.data["violations"]} == {"src/other.py"}


def test_a_task_that_the_tree_does_not_show_done_any_more_is_named(done: Project) -> None:
    done.write("src/other.py", OLD)

    answer = done.run("archive")

    assert answer.code == 0
    assert "does not show what was completed: task 1" in answer.err
    assert "planproof status login" in answer.err


def test_a_guard_says_where_it_comes_from(done: Project) -> None:
    task = done.run("show", "--json").data["tasks"][0]
    done.run("archive")

    text = guard_of(done).read_text()

    assert guard_of(done).name == f"login-{task['key']}.yaml"
    for part in ("plan: login", 'task: "1"', f'key: "{task["key"]}"', task["spec_digest"]):
        assert part.replace('"', "") in text.replace('"', "")
    assert "(gone since task 1 of plan login)" in text
    assert "Use tokens.login(user)" in text


def test_the_final_snapshot_holds_the_whole_tree_and_the_guards(done: Project) -> None:
    done.write("notes.txt", "left over\n")

    archived = done.run("archive", "--json").data

    snapshot = archived["snapshot"]
    assert (snapshot["checkpoint"], snapshot["task"]) == ("archive", None)
    listed = done.git("ls-tree", "-r", "--name-only", snapshot["tree"]).split()
    assert {"notes.txt", "src/app.py", archived["guards"][0]["path"]} <= set(listed)
    refs = done.git("for-each-ref", "--format=%(objectname)", "refs/planproof/snapshots/login/plan")
    assert refs.split() == [snapshot["tree"]]


def test_nothing_in_an_archived_plan_changes(done: Project) -> None:
    done.run("archive")
    database = done.root / ".git" / "planproof" / "plans.db"
    before = database.read_bytes()

    for words in (
        ("archive", "login"), ("archive", "login", "--no-guards"),
        ("add-task", "login", "--title", "More"),
        ("add-task", "login", "--title", "More", "--spec", "spec.yaml"),
        ("update-task", "login", "1", "--title", "Other"),
        ("update-task", "login", "1", "--status", "pending"),
        ("update-task", "login", "1", "--spec", "spec.yaml"),
        ("verify-task", "login", "1"), ("checkpoint", "login", "1"),
        ("accept-suppression", "login", "1", "--rule", "r", "--path", "p", "--reason", "why"),
    ):  # fmt: skip
        answer = done.run(*words)
        assert (answer.code, "archived" in answer.err) == (2, True), words
        assert "next" in answer.err or "planproof" in answer.err, words

    assert database.read_bytes() == before
    assert done.run("show", "login").code == 0


def test_a_guard_that_somebody_changed_is_never_overwritten(done: Project) -> None:
    key = done.run("show", "--json").data["tasks"][0]["key"]
    mine = done.write(f".planproof/guards/login-{key}.yaml", "mine: true\n")

    refused = done.run("archive")

    assert refused.code == 2
    assert "--no-guards" in refused.err
    assert mine.read_text() == "mine: true\n"
    assert done.run("show", "--json").data["plan"]["status"] == "completed"
    assert done.run("archive", "--no-guards").code == 0
    assert mine.read_text() == "mine: true\n"


def test_the_same_guard_that_is_there_already_is_kept(done: Project) -> None:
    """As after an archive that was interrupted, also with the line ends of another system."""
    copy = done.root.parent / "copy.db"
    copy.write_bytes((done.root / ".git" / "planproof" / "plans.db").read_bytes())
    done.run("archive")
    guard = guard_of(done)
    text = guard.read_bytes()
    guard.write_bytes(text.replace(b"\n", b"\r\n"))
    for leftover in (done.root / ".git" / "planproof").glob("plans.db*"):
        leftover.unlink()
    (done.root / ".git" / "planproof" / "plans.db").write_bytes(copy.read_bytes())

    archived = done.run("archive", "--json")

    assert (archived.code, archived.data["guards"][0]["written"]) == (0, False)
    assert guard.read_bytes() == text.replace(b"\n", b"\r\n")


def test_nothing_is_written_through_a_symbolic_link(done: Project) -> None:
    elsewhere = done.home / "elsewhere"
    elsewhere.mkdir()
    os.symlink(elsewhere, done.root / ".planproof")

    assert done.run("archive").code == 2
    assert list(elsewhere.iterdir()) == []


def test_only_names_become_guards_and_the_rest_is_named(project: Project) -> None:
    rules = """\
refactor_name: many
scope: {include: ["src/**"]}
rules:
  - id: names
    description: d
    languages: [python]
    match:
      calls: [{name: legacy_login, args: {at_least: 1}}, "/^get_/"]
      text: [legacy_login]
      inside: ["enter"]
  - {id: only-expects, description: d, expect: {calls: [tokens.login]}}
  - {id: pattern, description: d, match: {pattern: ["legacy_login($A)"]}}
"""
    project.write("many.yaml", rules)
    project.write("src/app.py", OLD + "\n\ndef get_it():\n    return get_it()\n")
    project.run("init", "--name", "Login")
    project.run("add-task", "--title", "Many", "--spec", "many.yaml")
    project.run("verify-task", "1")
    project.write("src/app.py", NEW)
    assert project.run("verify-task", "1").code == 0

    guards = project.run("archive", "--json").data["guards"]

    by_id = {rule["id"]: rule for rule in guards[0]["rules"]}
    assert [name for name, rule in by_id.items() if rule["promoted"]] == ["names"]
    left = "\n".join(by_id["names"]["left_out"])
    assert "calls: /^get_/ is a regular expression" in left
    assert "text: legacy_login is no name" in left
    assert "pattern" in by_id["pattern"]["left_out"][0]
    text = guard_of(project).read_text()
    assert "src/**" in text
    assert "python" in text
    assert "inside" in text
    path = guards[0]["path"]
    assert project.run("verify", path).code == 0
    project.write("src/b.py", "def enter(user):\n    legacy_login(user)\n    legacy_login()\n")
    project.write("lib/c.py", "def enter(user):\n    legacy_login(user)\n")
    found = project.run("verify", path, "--json").data["violations"]
    assert [(one["path"], one["start"]["line"]) for one in found] == [("src/b.py", 2)]


def test_every_name_of_a_rule_has_its_example(project: Project) -> None:
    """One witness shows one file; the others are found in the snapshots."""
    names = ("legacy_login", "legacy_logout", "legacy_check", "never_there")
    project.write(
        "three.yaml",
        f"""\
refactor_name: three
rules:
  - {{id: r, description: d, scope: {{include: ["src/**"]}}, match: {{identifiers: [{", ".join(names)}]}}}}
""",
    )
    for name in names[:3]:
        project.write(f"src/{name}.py", f"def f(user):\n    return {name}(user)\n")
    project.write("src/app.py", NEW)
    project.commit("three")
    project.run("init", "--name", "Login")
    project.run("add-task", "--title", "Three", "--spec", "three.yaml")
    project.run("verify-task", "1")
    for name in names[:3]:
        project.write(f"src/{name}.py", "")
    assert project.run("verify-task", "1").code == 0

    archived = project.run("archive")

    assert "no example shows red: identifiers: never_there" in archived.out
    path = guard_of(project).relative_to(project.root).as_posix()
    assert project.run("spec", "test", path).code == 0
    (warning,) = project.run("verify", path, "--json").data["rules"][0]["warnings"]
    assert warning["code"] == "unseen-term"
    assert "never_there" in warning["message"]
    assert "legacy_check" not in warning["message"]


def test_a_guard_of_the_task_stays_one(project: Project) -> None:
    rule = "{id: r, description: d, guard: true, match: {calls: [pdb.set_trace]}}"
    project.write("guard.yaml", f"refactor_name: g\nrules:\n  - {rule}\n")
    project.run("init", "--name", "Login")
    project.run("add-task", "--title", "No breakpoints", "--spec", "guard.yaml")
    assert project.run("verify-task", "1").code == 0

    guards = project.run("archive", "--json").data["guards"]

    assert guards[0]["rules"][0]["shown_red"] is False
    assert "guard: true" in guard_of(project).read_text()
    assert project.run("verify", guards[0]["path"]).code == 0
    project.write("src/a.py", "import pdb\n\npdb.set_trace()\n")
    assert project.run("verify", guards[0]["path"]).code == 1


def test_tasks_that_are_not_completed_give_no_guard(planned: Project) -> None:
    planned.run("verify-task", "1")

    archived = planned.run("archive", "--json")

    assert archived.data["guards"] == []
    assert not (planned.root / ".planproof").exists()
    assert archived.document["diagnostics"][0]["code"] == "open-tasks"


def test_a_suppression_that_was_accepted_holds_for_the_guard_too(planned: Project) -> None:
    planned.run("verify-task", "1")
    kept = "legacy_login(1)  # planproof: ignore[no-legacy-login] until the vault moves\n"
    planned.write("src/app.py", NEW + kept)
    words = ("--rule", "no-legacy-login", "--path", "src/app.py", "--reason", "agreed")
    assert planned.run("accept-suppression", "login", "1", *words).code == 0
    assert planned.run("verify-task", "1").code == 0

    path = planned.run("archive", "--json").data["guards"][0]["path"]

    assert planned.run("verify", path).code == 0


def test_without_git_there_is_no_final_snapshot_and_that_is_said(folder: Project) -> None:
    folder.write("src/app.py", OLD)
    folder.write("spec.yaml", SPEC)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "Retire it", "--spec", "spec.yaml")
    folder.run("verify-task", "1")
    folder.write("src/app.py", NEW)
    folder.run("verify-task", "1")

    archived = folder.run("archive", "--json")

    assert (archived.code, archived.data["snapshot"]) == (0, None)
    assert [one["code"] for one in archived.document["diagnostics"]] == ["no-snapshot"]
    assert folder.run("verify", archived.data["guards"][0]["path"]).code == 0


def test_the_ledger_tells_of_guards_and_archive(done: Project) -> None:
    done.run("archive", "--notes", "shipped")

    doctor = done.run("doctor", "--json")

    assert doctor.code == 0, json.dumps(doctor.document)


def test_the_final_snapshot_was_judged_by_no_spec_and_does_not_say_zero(planned: Project) -> None:
    archived = planned.run("archive")

    assert "not judged  archive" in archived.out
    assert "0 violations" not in archived.out
    assert "not judged" in planned.run("snapshot", "list", "--plan", "login").out
    listed = planned.run("snapshot", "list", "--plan", "login", "--json").data["snapshots"]
    assert [one["violations"] for one in listed] == [None]


def test_where_all_plans_are_archived_it_does_not_say_that_there_is_none(planned: Project) -> None:
    planned.run("archive")

    answer = planned.run("plan", "export")

    assert answer.code == 2
    assert "no plan is open" in answer.err
    assert "planproof list" in answer.err
