"""Version 2: suppressions that a person accepted, and verifications that wait for that.

``verifications.unaccepted`` counts the suppressions that are new since the plan's base and that
nobody had accepted when the code was judged: such a verification completes nothing.
"""

from __future__ import annotations

SQL = """
ALTER TABLE verifications
    ADD COLUMN unaccepted INTEGER NOT NULL DEFAULT 0 CHECK (unaccepted >= 0);

CREATE TABLE accepted_suppressions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id INTEGER NOT NULL REFERENCES plan_tasks (id),
    rule    TEXT NOT NULL,
    text    TEXT NOT NULL,
    path    TEXT NOT NULL,
    line    INTEGER NOT NULL CHECK (line > 0),
    comment TEXT NOT NULL,
    reason  TEXT NOT NULL CHECK (trim(reason) <> ''),
    actor   TEXT NOT NULL CHECK (trim(actor) <> ''),
    at      TEXT NOT NULL
) STRICT;
CREATE INDEX accepted_suppressions_by_task ON accepted_suppressions (task_id, id);

CREATE TRIGGER accepted_suppressions_never_change BEFORE UPDATE ON accepted_suppressions
BEGIN SELECT RAISE (ABORT, 'what was accepted stays so'); END;

CREATE TRIGGER accepted_suppressions_never_go BEFORE DELETE ON accepted_suppressions
BEGIN SELECT RAISE (ABORT, 'what was accepted stays so'); END;

DROP TRIGGER verifications_never_change;

CREATE TRIGGER verifications_never_change BEFORE UPDATE OF
    id, task_id, spec_digest, scope_digest, commit_id, engine, verdict, violations, actor, at,
    unaccepted
    ON verifications
BEGIN SELECT RAISE (ABORT, 'verifications never change'); END;

DROP TRIGGER completed_needs_a_pass;

CREATE TRIGGER completed_needs_a_pass BEFORE UPDATE OF status ON plan_tasks
WHEN NEW.status = 'completed' AND NOT EXISTS (
    SELECT 1 FROM verifications v JOIN plan_specs s ON s.id = NEW.spec_id
    WHERE v.id = NEW.completed_by AND v.task_id = NEW.id AND v.verdict = 'passed'
          AND v.spec_digest = s.digest AND v.unaccepted = 0)
BEGIN SELECT RAISE (ABORT, 'only a passing verification of its spec completes a task'); END;
"""
