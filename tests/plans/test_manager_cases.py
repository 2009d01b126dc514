"""The eight cases that seed 002 asks of the plan manager."""

from __future__ import annotations

import sqlite3

import pytest

from planproof.errors import DatabaseMissingError
from planproof.plans import NewSpec, NewTask, PlanStore, TaskStatus, set_status

AT = "2026-11-21T09:30:00Z"

SEED_TABLES = {
    "plans": "id name description created_at status metadata_json",
    "plan_tasks": "id plan_id task_number title description status assigned_to spec_id created_at"
    " completed_at",
    "plan_specs": "id plan_id spec_yaml spec_type created_at",
    "code_snapshots": "id plan_id task_id checkpoint_name timestamp git_ref files_json",
    "code_diffs": "id snapshot_id file_path diff_text added_lines removed_lines",
}


def test_create_schema(store, path):
    connection = sqlite3.connect(path)
    for table, columns in SEED_TABLES.items():
        made = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        assert set(columns.split()) <= made, table
    strict = connection.execute(
        "SELECT name FROM pragma_table_list WHERE type='table' AND NOT strict"
    )
    assert [name for (name,) in strict if not name.startswith("sqlite_")] == []
    connection.close()


def test_create_plan(store):
    with store.transaction("ada", AT) as tx:
        plan = tx.create_plan("Test Plan", description="Test description", metadata=[("a", "b")])
    assert plan.id > 0
    assert store.plan(plan.id) == plan
    assert (plan.slug, plan.description, plan.metadata) == (
        "test-plan",
        "Test description",
        (("a", "b"),),
    )


def test_add_task_auto_increment(store, plan, add):
    assert [add(title).number for title in ("one", "two", "three")] == [1, 2, 3]
    with store.transaction("ada", AT) as tx:
        other = tx.create_plan("Another")
        assert tx.add_task(other, NewTask("its first")).number == 1


def test_add_task_with_spec(store, add):
    task = add(spec=NewSpec("rules: []\n", "d7", name="s", source="s.yaml"))
    assert (task.spec_digest, task.spec_source) == ("d7", "s.yaml")


def test_load_task_spec(store, add):
    stored = store.spec(add(spec=NewSpec("rules: []\n", "d7")))
    assert stored is not None
    assert stored.text == "rules: []\n"
    assert store.spec(add(spec=None)) is None


def test_update_task_status(store, plan, add):
    task = add()
    outcome = set_status(store.standing(task), TaskStatus.BLOCKED)
    with store.transaction("ada", AT) as tx:
        tx.apply(task, outcome)
    assert store.task(plan, 1).status is TaskStatus.BLOCKED


def test_list_tasks_filter_by_status(store, plan, add):
    add("one")
    two = add("two")
    with store.transaction("ada", AT) as tx:
        tx.apply(two, set_status(store.standing(two), TaskStatus.BLOCKED))
    assert [task.title for task in store.tasks(plan, TaskStatus.BLOCKED)] == ["two"]
    assert [task.title for task in store.tasks(plan)] == ["one", "two"]


def test_missing_planning_db_error(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        PlanStore.open(tmp_path / "plans.db")
    assert isinstance(caught.value, DatabaseMissingError)
    assert caught.value.diagnostics[0].fix == "planproof init"
    assert list(tmp_path.iterdir()) == []
