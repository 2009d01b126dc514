"""From every older version to the present one; and when a step goes wrong."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planproof.errors import StoreError
from planproof.plans import PlanStore
from planproof.plans.database import VERSION, connect
from planproof.plans.migrate import create, statements, upgrade
from planproof.plans.migrations import STEPS

AT = "2026-11-21T09:30:00Z"

NEXT = """
ALTER TABLE plans ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';
CREATE TRIGGER plans_stay BEFORE DELETE ON plans
BEGIN
    SELECT RAISE (ABORT, 'plans stay');
END;
"""

REBUILD = """
CREATE TABLE plans_new (id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT NOT NULL, name TEXT) STRICT;
INSERT INTO plans_new SELECT id, slug, name FROM plans;
DROP VIEW diffs_by_snapshot;
DROP VIEW violations_by_snapshot;
DROP TRIGGER archived_plans_take_no_task;
DROP TRIGGER archived_tasks_stay;
DROP TRIGGER archived_tasks_never_go;
DROP TRIGGER archived_plans_take_no_snapshot;
DROP TABLE plans;
ALTER TABLE plans_new RENAME TO plans;
"""

FIRST = """
    INSERT INTO plans (slug, name, created_at) VALUES ('auth', 'Auth', '2026-11-21T09:30:00Z');
    INSERT INTO plan_tasks (plan_id, task_number, key, title, status_actor, status_at, created_at)
        VALUES (1, 1, 'k', 'first', 'ada', '2026-11-21T09:30:00Z', '2026-11-21T09:30:00Z');
    """
SECOND = """
    INSERT INTO accepted_suppressions (task_id, rule, text, path, line, comment, reason, actor, at)
        VALUES (1, 'r', 'old()', 'a.py', 3, 'why', 'because', 'ada', '2026-11-21T09:30:00Z');
    """

THIRD = """
    UPDATE plan_tasks SET claim_json = '{}' WHERE id = 1;
    """

FOURTH = """
    UPDATE plan_tasks SET analogous_json = '[{"type":"class"}]' WHERE id = 1;
    """

FIFTH = """
    INSERT INTO plan_specs (plan_id, spec_yaml, spec_type, source_path, digest, created_at)
        VALUES (1, 'a: 1', 'refactor_profile', 's.yaml', 'd', '2026-11-21T09:30:00Z'),
            (1, 'a: 1 # said', 'refactor_profile', 's.yaml', 'd', '2026-11-21T09:30:00Z');
    """

# How a user of each version filled it: only what that version had.
FILLED = {
    1: FIRST,
    2: FIRST + SECOND,
    3: FIRST + SECOND + THIRD,
    4: FIRST + SECOND + THIRD + FOURTH,
    5: FIRST + SECOND + THIRD + FOURTH + FIFTH,
}

VERSION_1 = Path(__file__).with_name("version1.db.gz")
"""A file that version 1 made: a completed task, one that waits for it, a waived one."""


@pytest.fixture
def older(path):
    def build(version):
        database = create(path, STEPS[:version])
        for statement in statements(FILLED[version]):
            database.write(statement)
        database.close()
        return path

    return build


def schema(path):
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall())


def test_the_version_is_the_number_of_steps():
    assert len(STEPS) == VERSION == max(FILLED)


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_every_older_version_becomes_the_present_one(older, version, tmp_path):
    path = older(version)
    PlanStore.create(tmp_path / "fresh.db").close()
    with PlanStore.open(path) as store:
        assert store.plan("auth").name == "Auth"
        assert store.task(store.plan("auth"), 1).title == "first"
    assert schema(path) == schema(tmp_path / "fresh.db")


def test_a_database_that_version_1_made_goes_on_where_it_was(tmp_path):
    path = tmp_path / "plans.db"
    path.write_bytes(gzip.decompress(VERSION_1.read_bytes()))
    with PlanStore.open(path) as store:
        plan = store.plan("login")
        assert [task.status.value for task in store.tasks(plan)] == [
            "completed", "pending", "waived"
        ]  # fmt: skip
        done = store.task(plan, 1)
        assert [one.unaccepted for one in store.verifications(done)] == [0, 0]
        assert len(store.snapshots(plan, done)) == 2
        assert len(store.violations(store.snapshots(plan, done)[0])) == 3
        assert store.accepted_suppressions(done) == ()
        assert store.witnesses(done) != ()
        assert store.examine() == ()
        with store.transaction("ada", AT) as tx:
            tx.edit_task(done, title="Retired")
        assert store.verify_ledger() is None
    assert path.with_name("plans.db.v1.backup").exists()


def test_a_step_brings_data_along_after_a_backup(older):
    path = older(VERSION)
    database = connect(path)
    upgrade(database, (*STEPS, NEXT))
    assert database.number("PRAGMA user_version") == VERSION + 1
    assert database.rows("SELECT colour FROM plans")[0]["colour"] == "red"
    with pytest.raises(StoreError, match="plans stay"):
        database.write("DELETE FROM plans")
    database.close()
    backup = path.with_name(f"plans.db.v{VERSION}.backup")
    with PlanStore.open(backup) as saved:
        assert saved.plan("auth").name == "Auth"
    with pytest.raises(StoreError, match="newer planproof"):
        PlanStore.open(path)


def test_a_step_may_rebuild_a_table_that_others_refer_to(older):
    database = connect(older(VERSION))
    upgrade(database, (*STEPS, REBUILD))
    assert database.rows("SELECT slug FROM plans")[0]["slug"] == "auth"
    assert database.number("PRAGMA foreign_keys") == 1
    database.close()


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("CREATE TABLE plans (id);", "already exists"),
        ("DELETE FROM plan_tasks;\nCREATE nonsense", "syntax error"),
        ("UPDATE plan_tasks SET plan_id = 99;", "dangling rows in plan_tasks"),
    ],
)
def test_a_step_that_fails_leaves_everything_as_it_was(older, step, message):
    path = older(VERSION)
    before = schema(path)
    database = connect(path)
    with pytest.raises(StoreError, match=message):
        upgrade(database, (*STEPS, NEXT + step))
    assert database.number("PRAGMA foreign_keys") == 1
    database.close()
    assert schema(path) == before
    with PlanStore.open(path) as store:
        assert store.task(store.plan("auth"), 1).title == "first"


def test_two_processes_that_migrate_at_once_do_it_once(older):
    path = older(VERSION)
    first, second = connect(path), connect(path)
    steps = (*STEPS, NEXT)
    upgrade(first, steps)
    from planproof.plans.migrate import _apply

    _apply(second, VERSION + 1, NEXT)  # found the older version before the first one finished
    upgrade(second, steps)
    assert second.number("PRAGMA user_version") == VERSION + 1
    first.close()
    second.close()


def test_an_older_database_is_migrated_when_it_is_opened(older, monkeypatch):
    from planproof.plans import database, migrate, store

    path = older(VERSION)
    monkeypatch.setattr(database, "VERSION", VERSION + 1)
    monkeypatch.setattr(store, "VERSION", VERSION + 1)
    monkeypatch.setattr(migrate.upgrade, "__defaults__", ((*STEPS, NEXT),))
    with pytest.raises(StoreError, match="cannot be written"):
        PlanStore.open(path, read_only=True)
    with PlanStore.open(path) as opened:
        assert opened._database.number("PRAGMA user_version") == VERSION + 1


def test_a_backup_is_whole_or_not_there(store, plan, tmp_path):
    target = tmp_path / "copies" / "plans.db"
    with pytest.raises(StoreError):
        store.back_up(target)
    target.parent.mkdir()
    target.with_name("plans.db.unfinished").write_text("left by a crash")
    store.back_up(target)
    with store.transaction("ada", AT) as tx:
        tx.create_plan("later")
    with PlanStore.open(target) as copy:
        assert [one.slug for one in copy.plans()] == ["auth-migration"]
    store.back_up(target)
    assert [one.name for one in target.parent.iterdir()] == ["plans.db"]


def test_statements_keep_triggers_together():
    assert len(list(statements(NEXT))) == 2
    assert list(statements("SELECT 1;\nSELECT 2")) == ["SELECT 1;", "SELECT 2"]
    assert "".join("".join(statements(STEPS[0])).split()) == "".join(STEPS[0].split())
