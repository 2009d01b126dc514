"""``planproof audit``, as a user runs it."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planproof_testing import NEW, OLD, Project

SUPPRESSED = OLD.replace(
    "return legacy_login(user)",
    "return legacy_login(user)  # planproof: ignore[no-legacy-login] until May",
).replace("import legacy_login", "import legacy_login  # planproof: ignore[no-legacy-login] too")


@pytest.fixture
def busy(planned: Project) -> Project:
    """Everything that plans can go through, by the commands."""
    planned.run("verify-task", "1")
    planned.run("checkpoint", "1", "--name", "halfway")
    planned.run("add-task", "--title", "Later", "--spec", "spec.yaml", "--depends-on", "1")
    planned.write("src/app.py", NEW)
    planned.commit("after")
    assert planned.run("verify-task", "1").code == 0
    planned.write("src/app.py", OLD)
    assert planned.run("verify-task", "1").code == 1
    planned.write("src/app.py", NEW)
    assert planned.run("verify-task", "1").code == 0
    planned.run("update-task", "2", "--status", "waived", "--reason", "sunset")
    planned.run("update-task", "2", "--status", "pending")
    planned.run("update-task", "2", "--title", "Even later", "--already-done", "in May")
    spec = (planned.root / "spec.yaml").read_text()
    planned.write("other.yaml", spec.replace("retire-legacy-login", "other"))
    planned.run("update-task", "2", "--spec", "other.yaml")
    planned.run("update-task", "2", "--status", "cancelled", "--reason", "no need")
    return planned


def database(project: Project) -> Path:
    return project.root / ".git" / "planproof" / "plans.db"


def test_a_long_life_is_proven(busy: Project) -> None:
    answer = busy.run("audit", "--json")
    assert answer.data["findings"] == []
    assert (answer.code, answer.data["proven"]) == (0, True)
    assert answer.data["checked"]["verification"] == 4
    text = busy.run("audit").out
    assert "✓ proven" in text
    assert f"head {answer.data['head']}" in text


def test_accepted_suppressions_and_an_archive_are_proven(planned: Project) -> None:
    planned.write("src/app.py", SUPPRESSED + "\n\nfrom auth import tokens\ntokens.login(1)\n")
    for line in ("1", "5"):
        words = ("--rule", "no-legacy-login", "--path", "src/app.py", "--line", line)
        assert planned.run("accept-suppression", "1", *words, "--reason", "ok").code == 0
    assert planned.run("verify-task", "1").code == 0
    assert planned.run("archive", "--notes", "done").code == 0
    answer = planned.run("audit", "--json")
    assert answer.data["findings"] == []
    assert answer.data["checked"]["suppression"] == 2


def test_what_came_with_plan_files_is_proven(busy: Project, tmp_path: Path) -> None:
    for line in ("1", "5"):
        busy.write("src/app.py", SUPPRESSED + "\n\nfrom auth import tokens\ntokens.login(1)\n")
        words = ("--rule", "no-legacy-login", "--path", "src/app.py", "--line", line)
        assert busy.run("accept-suppression", "1", *words, "--reason", "ok").code == 0
    words = ("--title", "Third", "--spec", "spec.yaml", "--already-done", "in May")
    assert busy.run("add-task", *words).code == 0
    assert busy.run("plan", "export").code == 0
    busy.commit("plan files")
    busy.git("clone", "--quiet", str(busy.root), str(tmp_path / "clone"))
    clone = Project(tmp_path / "clone", busy.home)
    assert clone.run("init", PLANPROOF_ACTOR="bob").code == 0
    clone.run("plan", "import", PLANPROOF_ACTOR="bob")
    assert len(clone.run("show", "--json").data["tasks"]) == 3
    assert clone.run("audit", "--json").data["findings"] == []
    clone.run("verify-task", "1", PLANPROOF_ACTOR="bob")
    assert clone.run("audit", "--json").data["findings"] == []
    busy.run("update-task", "2", "--status", "pending")
    busy.run("update-task", "3", "--already-done", "in June")
    busy.run("update-task", "3", "--title", "Third and last", "--status", "blocked")
    busy.run("plan", "export")
    busy.commit("more")
    clone.git("pull", "--quiet")
    clone.run("plan", "import", PLANPROOF_ACTOR="bob")
    assert clone.run("audit", "--json").data["findings"] == []
    assert clone.run("archive").code in (0, 2)
    assert clone.run("audit", "--json").data["findings"] == []


def test_snapshots_that_were_let_go_are_explained(busy: Project) -> None:
    assert busy.run("snapshot", "prune", "--keep", "1", "--yes").code == 0
    assert busy.run("audit", "--json").data["findings"] == []
    assert busy.run("snapshot", "purge", "--yes").code == 0
    answer = busy.run("audit", "--json")
    assert answer.data["findings"] == []
    assert answer.data["checked"]["snapshot"] > 1
    with closing(sqlite3.connect(database(busy))) as connection, connection:
        connection.execute("UPDATE code_snapshots SET pruned_at = '2020' WHERE id = 1")
    assert "no event tells of that" in busy.run("audit").out


def test_a_pass_forged_with_sql_is_found(planned: Project) -> None:
    planned.run("verify-task", "1")
    with closing(sqlite3.connect(database(planned))) as connection, connection:
        connection.execute(
            "INSERT INTO verifications (task_id, spec_digest, scope_digest, commit_id, engine,"
            " verdict, violations, counts_json, actor, at) SELECT task_id, spec_digest, 's',"
            " commit_id, engine, 'passed', 0, counts_json, actor, at FROM verifications"
        )
        connection.execute(
            "UPDATE plan_tasks SET status = 'completed', completed_by = 2, completed_at = 'now'"
        )
    assert planned.run("show", "--json").data["tasks"][0]["status"] == "completed"
    answer = planned.run("audit", "--json")
    assert answer.code == 1
    assert answer.document["ok"] is False
    assert "no event tells of verification 2 of task login 1" in str(answer.data["findings"])
    assert "status is 'completed', but the ledger says 'in_progress'" in planned.run("audit").out


def test_another_text_of_a_spec_is_found(planned: Project) -> None:
    with closing(sqlite3.connect(database(planned))) as connection, connection:
        trigger = "SELECT sql FROM sqlite_master WHERE name = 'specs_never_change'"
        sql = connection.execute(trigger).fetchone()[0]
        connection.execute("DROP TRIGGER specs_never_change")
        connection.execute("UPDATE plan_specs SET spec_yaml = replace(spec_yaml, 'legacy', 'x')")
        connection.execute(sql)
    answer = planned.run("audit", "--json")
    assert (answer.code, answer.data["first"]["field"]) == (1, "spec_yaml")


def test_a_head_is_what_audit_printed(busy: Project) -> None:
    head = busy.run("audit", "--json").data["head"]
    busy.run("add-task", "--title", "One more")
    later = busy.run("audit", "--head", head, "--json")
    assert (later.code, later.data["since"]) == (0, 2)
    assert "2 events since" in busy.run("audit", "--head", head).out
    lost = busy.run("audit", "--head", "0123456789abcdef" * 4, "--json")
    assert (lost.code, lost.data["first"]["field"]) == (1, "head")
    wrong = busy.run("audit", "--head", "HEAD")
    assert (wrong.code, "64 hex digits" in wrong.err) == (2, True)


def test_a_folder_without_git_has_a_ledger_too(folder: Project) -> None:
    assert folder.run("audit").code == 2
    folder.run("init", "--name", "Login")
    assert folder.run("audit").code == 0


def test_a_violation_changed_for_another_is_named(busy: Project) -> None:
    with closing(sqlite3.connect(database(busy))) as connection, connection:
        connection.execute("UPDATE snapshot_violations SET snippet = 'return None' WHERE id = 2")

    answer = busy.run("audit", "--json")

    assert (answer.code, answer.data["proven"]) == (1, False)
    assert "snapshot 1 of task login 1 are not the ones" in answer.data["first"]["message"]
    assert answer.data["first"]["event"] is not None


def test_snapshots_of_an_older_release_are_said_not_to_be_sealed(planned: Project) -> None:
    older = Path(__file__).parent.parent / "plans" / "version1.db.gz"
    database(planned).write_bytes(gzip.decompress(older.read_bytes()))

    answer = planned.run("audit", "--json")

    assert answer.data["unsealed_snapshots"] == answer.data["checked"]["snapshot"] > 0
    assert "not sealed: which violations" in planned.run("audit").out
