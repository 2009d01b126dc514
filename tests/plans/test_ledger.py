"""The chain holds, and says where it does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from planproof.errors import StoreError
from planproof.model.evaluation import Verdict
from planproof.plans import NewSnapshot, PlanStore, TaskStatus, set_status

AT = "2026-11-21T09:30:00Z"


@pytest.fixture
def written(store, plan, add, verify, path):
    """Eight kinds of events, then the connection is closed."""
    task = verify(verify(add(), Verdict.VIOLATED), Verdict.PASSED)
    with store.transaction("bob\udcff", AT) as tx:
        tx.edit_task(task, title="café \udce9")
        tx.record_snapshot(plan, task, NewSnapshot("s", "t"))
        tx.archive_plan(plan, "done")
    store.close()
    return path


def tamper(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_every_write_is_an_event(written):
    with PlanStore.open(written) as store:
        events = store.events()
        assert [event.verb for event in events] == [
            "plan-created",
            "spec-stored",
            "task-added",
            "task-verified",
            "task-status",
            "task-verified",
            "task-status",
            "plan-status",
            "task-edited",
            "snapshot-taken",
            "plan-archived",
        ]
        assert events[4].before == '{"completed_by":null,"red_first":"proven","status":"pending"}'
        assert events[-1].reason == "done"
        assert events[-1].actor == "bob\udcff"
        assert [event.prev_hash for event in events[1:]] == [event.hash for event in events[:-1]]
        assert store.verify_ledger() is None
        assert store.examine() == ()
        assert [event.id for event in store.events("plan auth-migration", limit=2)] == [10 - 2, 11]
        assert len(store.events("task auth-migration 1")) == 7


def test_events_cannot_be_changed_by_accident(written):
    for statement in ("UPDATE events SET actor = 'x'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            tamper(written, statement)


@pytest.mark.parametrize(
    ("statement", "event", "message"),
    [
        ("UPDATE events SET actor = 'eve' WHERE id = 3", 3, "was changed"),
        ("UPDATE events SET reason = 'r' WHERE id = 11", 11, "was changed"),
        ("UPDATE events SET prev_hash = hash WHERE id = 1", 1, "does not follow"),
        ("DELETE FROM events WHERE id = 5", 5, "is missing"),
        ("DELETE FROM events WHERE id >= 10", 10, "missing from the end"),
        ("DELETE FROM events", 1, "events 1 to 11 are missing from the end"),
    ],
)
def test_the_first_broken_link_is_named(written, statement, event, message):
    tamper(written, "DROP TRIGGER events_never_change", "DROP TRIGGER events_never_go", statement)
    with PlanStore.open(written) as store:
        broken = store.verify_ledger()
        assert broken is not None
        assert broken.event == event
        assert message in broken.message
        assert "ledger-broken" in {one.code for one in store.examine()}


def test_a_status_set_past_the_tool_is_found(store, plan, add, path):
    task = add()
    tamper(path, "UPDATE plan_tasks SET status = 'cancelled'")
    assert [one.message for one in store.examine()] == [
        "task auth-migration 1 is cancelled, but the ledger says pending"
    ]
    with store.transaction("ada", AT) as tx:
        tx.apply(task, set_status(store.standing(task), TaskStatus.PENDING))
    assert store.examine() == ()


def test_completed_cannot_be_set_with_plain_sql(store, plan, add, path):
    add()
    with pytest.raises(sqlite3.IntegrityError, match="only a passing verification"):
        tamper(path, "UPDATE plan_tasks SET status = 'completed'")
    with pytest.raises(sqlite3.IntegrityError, match="only a passing verification"):
        tamper(
            path,
            "INSERT INTO plan_tasks (plan_id, task_number, key, title, status, status_actor,"
            " status_at, created_at) VALUES (1, 9, 'k', 't', 'completed', 'a', 't', 't')",
        )


def test_specs_and_verifications_never_change(store, add, verify, path):
    verify(add(), Verdict.VIOLATED)
    for statement in (
        "UPDATE plan_specs SET spec_yaml = ''",
        "UPDATE verifications SET verdict = 'passed'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            tamper(path, statement)


def test_a_failed_write_leaves_no_event(store, plan):
    def fail():
        with store.transaction("ada", AT) as tx:
            tx.create_plan("second")
            tx._database.write("INSERT INTO plans (slug) VALUES ('x')")

    with pytest.raises(StoreError, match="NOT NULL"):
        fail()
    assert [event.verb for event in store.events()] == ["plan-created"]


ARCHIVED = [
    "UPDATE plans SET status = 'active'",
    "UPDATE plans SET name = 'Other'",
    "DELETE FROM plans",
    "UPDATE plan_tasks SET title = 'Other'",
    "DELETE FROM plan_tasks",
    """INSERT INTO plan_tasks
       (plan_id, task_number, key, title, status_actor, status_at, created_at)
       VALUES (1, 9, 'x', 'late', 'eve', '', '')""",
    """INSERT INTO code_snapshots
       (plan_id, sequence, checkpoint_name, timestamp, tree, violations, actor)
       VALUES (1, 9, 'late', '', '', 0, 'eve')""",
]


@pytest.mark.parametrize("sql", ARCHIVED, ids=lambda sql: " ".join(sql.split()[:4]))
def test_an_archived_plan_cannot_be_changed_even_in_sql(store, plan, add, path, sql):
    add()
    with store.transaction("ada", AT) as tx:
        tx.archive_plan(plan)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(sqlite3.IntegrityError, match="an archived plan never changes"):
            connection.execute(sql)


def test_a_verification_cannot_be_taken_back(store, plan, add, path, verify):
    verify(add(), Verdict.VIOLATED)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            connection.execute("DELETE FROM verifications")
