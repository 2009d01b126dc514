"""Version 3: pruned snapshots, receipts, imported claims, archives that SQL cannot change.

Several tasks are judged in one tree, and differences to HEAD belong to the tree: a snapshot of a
tree that has one already has the diffs of that one, named by ``diffs_of``, and none of its own.

A pruned snapshot stays with its numbers, so that the history of progress has no holes; what it held
is gone. One that is ``undecided`` was taken where no verdict was possible: its number of violations
is no word on what remains. ``plan_tasks.claim_json`` is what an imported plan file says of a
completion: it counts for nothing until the task is verified here. ``file_text`` is what the plan's
file, or the task's, held when it was last written or read: by that it is told which side changed.
"""

from __future__ import annotations

SQL = """
ALTER TABLE code_snapshots ADD COLUMN pruned_at TEXT;
ALTER TABLE code_snapshots ADD COLUMN undecided INTEGER NOT NULL DEFAULT 0
    CHECK (undecided IN (0, 1));

ALTER TABLE code_snapshots ADD COLUMN diffs_of INTEGER REFERENCES code_snapshots (id);

DROP VIEW diffs_by_snapshot;

CREATE VIEW diffs_by_snapshot AS
    SELECT s.id AS of_snapshot, d.*
    FROM code_snapshots s
    JOIN code_snapshots o
        ON o.id = ifnull(s.diffs_of, s.id)
    JOIN code_snapshots f
        ON f.plan_id = o.plan_id AND f.task_id IS o.task_id AND f.id <= o.id
    JOIN code_diffs d
        ON d.snapshot_id = f.id AND (d.until_id IS NULL OR d.until_id > o.id)
    WHERE s.pruned_at IS NULL;

ALTER TABLE plan_tasks ADD COLUMN claim_json TEXT NOT NULL DEFAULT '';
ALTER TABLE plan_tasks ADD COLUMN file_text TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN file_text TEXT NOT NULL DEFAULT '';

CREATE TABLE receipts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id         INTEGER NOT NULL REFERENCES plan_tasks (id),
    verification_id INTEGER NOT NULL REFERENCES verifications (id),
    digest          TEXT NOT NULL UNIQUE,
    path            TEXT NOT NULL,
    at              TEXT NOT NULL
) STRICT;
CREATE INDEX receipts_by_task ON receipts (task_id, id);

CREATE TRIGGER receipts_never_change BEFORE UPDATE ON receipts
BEGIN SELECT RAISE (ABORT, 'receipts never change'); END;

CREATE TRIGGER receipts_never_go BEFORE DELETE ON receipts
BEGIN SELECT RAISE (ABORT, 'receipts never change'); END;

CREATE TRIGGER evidence_never_changes BEFORE UPDATE OF
    counts_json, witnesses_json, coverage_json
    ON verifications
BEGIN SELECT RAISE (ABORT, 'verifications never change'); END;

CREATE TRIGGER verifications_never_go BEFORE DELETE ON verifications
BEGIN SELECT RAISE (ABORT, 'verifications never change'); END;

CREATE TRIGGER archived_plans_stay BEFORE UPDATE ON plans WHEN OLD.status = 'archived'
BEGIN SELECT RAISE (ABORT, 'an archived plan never changes'); END;

CREATE TRIGGER archived_plans_never_go BEFORE DELETE ON plans WHEN OLD.status = 'archived'
BEGIN SELECT RAISE (ABORT, 'an archived plan never changes'); END;

CREATE TRIGGER archived_plans_take_no_task BEFORE INSERT ON plan_tasks
WHEN (SELECT status FROM plans WHERE id = NEW.plan_id) = 'archived'
BEGIN SELECT RAISE (ABORT, 'an archived plan never changes'); END;

CREATE TRIGGER archived_tasks_stay BEFORE UPDATE ON plan_tasks
WHEN (SELECT status FROM plans WHERE id = OLD.plan_id) = 'archived'
BEGIN SELECT RAISE (ABORT, 'an archived plan never changes'); END;

CREATE TRIGGER archived_tasks_never_go BEFORE DELETE ON plan_tasks
WHEN (SELECT status FROM plans WHERE id = OLD.plan_id) = 'archived'
BEGIN SELECT RAISE (ABORT, 'an archived plan never changes'); END;

CREATE TRIGGER archived_plans_take_no_snapshot BEFORE INSERT ON code_snapshots
WHEN (SELECT status FROM plans WHERE id = NEW.plan_id) = 'archived'
BEGIN SELECT RAISE (ABORT, 'an archived plan never changes'); END;
"""
