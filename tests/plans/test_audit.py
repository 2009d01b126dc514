"""What was written past the ledger is found, and what was not is proven."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planproof.model.evaluation import Verdict, Witness
from planproof.plans import NewSnapshot, NewTask, PlanStore, RedFirst, TaskStatus, set_status
from planproof.plans.ledger import GENESIS, seal

AT = "2026-11-21T09:30:00Z"
TASK = "task auth-migration 1"


@pytest.fixture
def written(store, plan, add, verify, evaluation, recorded, path):
    """Two tasks; the first was red, then completed, with snapshots of both."""
    task = add()
    witness = Witness("no-legacy", "b" * 40, "a.py", "login(u)\n")
    with store.transaction("ada", AT) as tx:
        tx.record_snapshot(plan, task, NewSnapshot("one", "t1", violations=recorded("x", "y")))
        judged = evaluation(Verdict.VIOLATED, witnesses=(witness,))
        tx.record_verification(task, judged, commit="c0")
        tx.keep_witnesses(task, "digest-1", (witness,))
        tx.edit_task(task, title="café \udce9", assigned_to="bob")
    verify(verify(task, Verdict.VIOLATED), Verdict.PASSED)
    second = add("Second", depends_on=(1,))
    with store.transaction("bob\udcff", AT) as tx:
        tx.record_snapshot(plan, task, NewSnapshot("two", "t2", violations=recorded("y")))
        tx.record_snapshot(plan, None, NewSnapshot("all", "t2"))
        outcome = set_status(store.standing(second), TaskStatus.WAIVED, reason="sunset", actor="a")
        tx.apply(second, outcome)
    store.close()
    return path


def tamper(path: Path, *statements: str) -> None:
    """As somebody with a database tool would, who knows the schema."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def audit(path: Path, head: str | None = None):
    with PlanStore.open(path, read_only=True) as store:
        return store.audit(head)


def test_what_only_planproof_wrote_is_proven(written):
    found = audit(written)
    assert found.findings == ()
    assert (found.proven, found.unsealed) == (True, 0)
    assert found.checked == {
        "event": found.events, "plan": 1, "spec": 1, "task": 2, "verification": 3, "snapshot": 3,
        "witness": 1,
    }  # fmt: skip


def test_a_new_database_is_proven(store):
    found = store.audit()
    assert (found.proven, found.events, found.head) == (True, 0, GENESIS)


def test_a_database_of_an_older_release_is_proven_as_far_as_it_told(tmp_path):
    path = tmp_path / "plans.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "version1.db.gz").read_bytes()))
    with PlanStore.open(path) as store:
        found = store.audit()
    assert found.findings == ()
    assert found.checked["verification"] > 0
    assert found.unsealed == found.checked["snapshot"] > 0


FORGED = """INSERT INTO verifications (task_id, spec_digest, scope_digest, engine, verdict,
    violations, counts_json, actor, at) SELECT 1, 'digest-1', 'scope-1', '1.0', 'passed', 0,
    counts_json, 'ada', at FROM verifications WHERE id = 1"""

TRICKS = {
    "a forged verification": ([FORGED], None, "no event tells of verification 4 of " + TASK),
    "a verification made green": (
        ["UPDATE verifications SET verdict = 'passed', violations = 0 WHERE id = 1"], 5,
        f"verification 1 of {TASK}: verdict is 'passed', but the ledger says 'violated'",
    ),
    "its coverage": (
        ["UPDATE verifications SET coverage_json = '[]' WHERE id = 1"], 5, "evidence is"),
    "its witnesses": (
        ["UPDATE verifications SET witnesses_json = '[]' WHERE id = 1"], 5, "evidence is"),
    "its actor": (["UPDATE verifications SET actor = 'eve' WHERE id = 1"], 5, "actor is 'eve'"),
    "a verification that is gone": (
        ["DELETE FROM verifications WHERE id = 1"], 5, "that event 5 tells of is gone"),
    "a status": (["UPDATE plan_tasks SET status = 'cancelled' WHERE id = 1"], None,
                 f"{TASK}: status is 'cancelled', but the ledger says 'completed'"),
    "a waiver's reason": (["UPDATE plan_tasks SET status_reason = 'the boss' WHERE id = 2"], 17,
                          "reason is 'the boss', but the ledger says 'sunset'"),
    "a waiver's author": (
        ["UPDATE plan_tasks SET status_actor = 'ada' WHERE id = 2"], 17, "actor is 'ada'"),
    "the red-first check": (["UPDATE plan_tasks SET red_first = 'already-done'"], None,
                            "red_first is 'already-done'"),
    "a title": (["UPDATE plan_tasks SET title = 'Other' WHERE id = 1"], None, "title is 'Other'"),
    "a dependency": (["DELETE FROM task_dependencies"], None, "depends_on is ''"),
    "when it was done": (["UPDATE plan_tasks SET completed_at = '2020' WHERE id = 1"], 11,
                         "but the row says 2020"),
    "a task from nowhere": (
        ["""INSERT INTO plan_tasks (plan_id, task_number, key, title, status_actor, status_at,
            created_at) VALUES (1, 9, 'k', 't', 'a', 't', 't')"""], None,
        "no event tells of task auth-migration 9"),
    "a task that is gone": (["DELETE FROM task_dependencies", "DELETE FROM plan_tasks WHERE id=2"],
                            17, "task auth-migration 2, of which event 17 tells, is gone"),
    "a plan's base": (["UPDATE plans SET base_commit = 'c9'"], None, "base_commit is 'c9'"),
    "a plan's name": (["UPDATE plans SET name = 'Other'"], None, "name is 'Other'"),
    "a spec's digest": (["UPDATE plan_specs SET digest = 'x'"], 2, "spec is 'x'"),
    "a snapshot's tree": (["UPDATE code_snapshots SET tree = 't9' WHERE id = 1"], 4, "tree is 't9'"),
    "a snapshot's number": (["UPDATE code_snapshots SET violations = 0 WHERE id = 1"], 4,
                            "violations is 0, but the ledger says 2"),
    "a snapshot without a verdict": (
        ["UPDATE code_snapshots SET undecided = 1 WHERE id = 1"], 4, "undecided is 1"),
    "a snapshot from nowhere": (
        ["""INSERT INTO code_snapshots (plan_id, task_id, sequence, checkpoint_name, timestamp,
            tree, violations, actor) VALUES (1, 1, 9, 'c', 't', 't', 0, 'a')"""], None,
        f"no event tells of snapshot 9 of {TASK}"),
    "a violation too many": (
        ["""INSERT INTO snapshot_violations (snapshot_id, fingerprint, rule, path, scope, text,
            shape, message, ordinal, place_path, start_line, start_column, end_line, end_column,
            severity, snippet, mark, expected) SELECT snapshot_id, 'f', rule, path, scope, text,
            shape, message, ordinal, place_path, start_line, start_column, end_line, end_column,
            severity, snippet, mark, expected FROM snapshot_violations WHERE id = 1"""], None,
        "holds 3 violations, but says 2"),
    "a violation that became another": (
        ["UPDATE snapshot_violations SET fingerprint = 'f' WHERE id = 1"], 4,
        f"the violations of snapshot 1 of {TASK} are not the ones that the ledger sealed"),
    "the code of a violation": (
        ["UPDATE snapshot_violations SET snippet = 'pass' WHERE id = 2"], 4, "sealed"),
    "a violation that was forbidden": (
        ["UPDATE snapshot_violations SET expected = 1 - expected WHERE id = 2"], 4, "sealed"),
    "a violation swapped for one that was fixed": (
        ["UPDATE snapshot_violations SET until_id = CASE WHEN until_id IS NULL THEN 2 END"], 15,
        f"the violations of snapshot 2 of {TASK} are not the ones that the ledger sealed"),
    "a witness from nowhere": (
        ["INSERT INTO witnesses VALUES (1, 'digest-1', 'other', 'cc', 'p', 's', 't')"], None,
        f"no event tells of the witness of other of {TASK}"),
    "a suppression from nowhere": (
        ["""INSERT INTO accepted_suppressions (task_id, rule, text, path, line, comment, reason,
            actor, at) VALUES (1, 'r', 't', 'p', 1, 'c', 'why', 'a', 't')"""], None,
        f"no event tells of accepted suppression 1 of {TASK}"),
    "a receipt from nowhere": (
        ["""INSERT INTO receipts (task_id, verification_id, digest, path, at)
            VALUES (1, 1, 'd', 'p', 't')"""], None, f"no event tells of receipt 1 of {TASK}"),
    "a completion by a red verdict": (
        ["UPDATE plan_tasks SET completed_by = 2 WHERE id = 1"], None, "completed_by is 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRICKS)
def test_what_was_written_past_planproof_is_found(written, name):
    statements, event, message = TRICKS[name]
    tamper(written, *statements)
    found = audit(written)
    assert not found.proven
    assert message in "\n".join(one.message for one in found.findings)
    first = next(one for one in found.findings if message in one.message)
    assert first.event == event


def test_a_status_that_sql_set_for_a_while_is_found_after_it_was_set_again(store, add, path):
    task = add()
    tamper(path, "UPDATE plan_tasks SET status = 'cancelled'")
    with store.transaction("ada", AT) as tx:
        tx.apply(task, set_status(store.standing(task), TaskStatus.PENDING))
    first = store.audit().findings[0]
    assert (first.event, first.field) == (4, "status")
    assert "status was cancelled when event 4 was written" in first.message


@pytest.mark.parametrize("counts", ["{}", '{"new": 1, "x": 2}', "no JSON"])
def test_a_forged_pass_that_completes_a_task_is_found(store, plan, add, path, counts):
    """Plain SQL, and no trigger says no: the verification looks real."""
    add()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO verifications (task_id, spec_digest, scope_digest, engine, verdict,"
            " violations, counts_json, actor, at)"
            " VALUES (1, 'digest-1', 's', '1', 'passed', 0, ?, 'ada', 't')", [counts]
        )  # fmt: skip
        connection.execute(
            "UPDATE plan_tasks SET status = 'completed', completed_by = 1, completed_at = 't'"
        )
    rows = [one.row for one in audit(path).findings]
    assert f"verification 1 of {TASK}" in rows
    assert TASK in rows


def test_dropped_triggers_are_no_proof(written):
    with closing(sqlite3.connect(written)) as connection, connection:
        connection.execute("DROP TRIGGER completed_needs_a_pass")
    assert "completed_needs_a_pass is missing" in audit(written).findings[0].message


def test_an_archived_plan_does_not_change(store, plan, add, path):
    task = add()
    with store.transaction("ada", AT) as tx:
        tx.archive_plan(plan, "done")
    assert store.audit().proven
    tamper(path, "UPDATE plans SET status = 'active'")
    with store.transaction("eve", AT) as tx:
        tx.edit_task(task, title="Other")
    tamper(path, "UPDATE plans SET status = 'archived'")
    messages = [one.message for one in store.audit().findings]
    assert messages == ["task-edited after the plan was archived by event 4"]


def test_a_broken_chain_is_named_by_its_first_link(written):
    tamper(written, "UPDATE events SET actor = 'eve' WHERE id = 5")
    found = audit(written)
    assert [(one.event, one.message) for one in found.findings] == [
        (5, "event 5 was changed after it was written")
    ]


def test_a_rewritten_ledger_is_found_by_a_head_that_was_noted(written):
    noted = audit(written).head
    assert audit(written, noted).since == 0
    with PlanStore.open(written) as store:
        with store.transaction("ada", AT) as tx:
            tx.add_task(store.plans()[0], NewTask("Third", red_first=RedFirst.UNPROVEN))
        assert store.audit(noted).since == 1
        assert store.audit(noted).proven
        noted = store.audit().head
    reseal(written, actor="eve")
    assert audit(written).proven, "the whole chain was sealed again: only the head tells"
    first = audit(written, noted).findings[0]
    assert f"no event has the hash {noted}" in first.message


def test_a_ledger_that_was_cut_off_is_found_by_a_head(written):
    noted = audit(written).head
    tamper(written, "DELETE FROM events", "DELETE FROM sqlite_sequence WHERE name = 'events'")
    assert f"no event has the hash {noted}" in audit(written, noted).findings[0].message


def reseal(path: Path, actor: str) -> None:
    """Somebody who knows how the seals are made: other facts, and all events sealed again."""
    with closing(sqlite3.connect(path)) as connection:
        last = connection.execute("SELECT max(id) FROM events").fetchone()[0]
        triggers = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        sealed = "SELECT id, actor, verb, subject, before, after, reason, at FROM events"
        schema = [sql for (sql,) in triggers]
        for sql in schema:
            connection.execute(f"DROP TRIGGER {sql.split()[2]}")
        connection.execute("UPDATE events SET actor = ? WHERE id = ?", [actor, last])
        connection.execute("UPDATE plan_tasks SET status_actor = ? WHERE id = 3", [actor])
        previous = GENESIS
        for id_, *fields in connection.execute(sealed).fetchall():
            digest = seal(previous, fields)
            update = "UPDATE events SET prev_hash = ?, hash = ? WHERE id = ?"
            connection.execute(update, [previous, digest, id_])
            previous = digest
        for sql in schema:
            connection.execute(sql)
        connection.commit()
