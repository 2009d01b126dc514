"""Version 1: plans, tasks, specs, snapshots, verifications, the ledger.

Rows of ``snapshot_violations`` and ``code_diffs`` hold from snapshot ``snapshot_id`` on, until and
without snapshot ``until_id``, within the snapshots of one task: what stays the same is
stored once. The views ``violations_by_snapshot`` and ``diffs_by_snapshot`` list them per snapshot.
"""

from __future__ import annotations

SQL = """
CREATE TABLE plans (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    slug          TEXT NOT NULL UNIQUE CHECK (slug GLOB '*[^0-9]*'),
    name          TEXT NOT NULL CHECK (trim(name) <> ''),
    description   TEXT NOT NULL DEFAULT '',
    created_at    TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'active'
                  CHECK (status IN ('active', 'completed', 'archived')),
    base_commit   TEXT,
    metadata_json TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX plans_by_status ON plans (status, created_at);

CREATE TABLE plan_specs (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id     INTEGER NOT NULL REFERENCES plans (id),
    spec_yaml   TEXT NOT NULL,
    spec_type   TEXT NOT NULL,
    source_path TEXT NOT NULL DEFAULT '',
    digest      TEXT NOT NULL,
    name        TEXT NOT NULL DEFAULT '',
    created_at  TEXT NOT NULL,
    UNIQUE (plan_id, digest, source_path)
) STRICT;

CREATE TABLE plan_tasks (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id       INTEGER NOT NULL REFERENCES plans (id),
    task_number   INTEGER NOT NULL CHECK (task_number > 0),
    key           TEXT NOT NULL,
    title         TEXT NOT NULL CHECK (trim(title) <> ''),
    description   TEXT NOT NULL DEFAULT '',
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN (
                      'pending', 'in_progress', 'blocked', 'completed', 'regressed', 'waived',
                      'cancelled')),
    assigned_to   TEXT NOT NULL DEFAULT '',
    spec_id       INTEGER REFERENCES plan_specs (id),
    red_first     TEXT NOT NULL DEFAULT 'unproven'
                  CHECK (red_first IN ('unproven', 'proven', 'already-done')),
    already_done  TEXT NOT NULL DEFAULT '',
    status_reason TEXT NOT NULL DEFAULT '',
    status_actor  TEXT NOT NULL,
    status_at     TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    completed_at  TEXT,
    completed_by  INTEGER REFERENCES verifications (id),
    UNIQUE (plan_id, task_number),
    UNIQUE (plan_id, key),
    CHECK (status NOT IN ('completed', 'regressed')
           OR (completed_by IS NOT NULL AND completed_at IS NOT NULL)),
    CHECK (status <> 'waived' OR trim(status_reason) <> '')
) STRICT;
CREATE INDEX plan_tasks_by_status ON plan_tasks (plan_id, status);
CREATE INDEX plan_tasks_by_spec ON plan_tasks (spec_id);

CREATE TABLE task_dependencies (
    task_id    INTEGER NOT NULL REFERENCES plan_tasks (id),
    depends_on INTEGER NOT NULL REFERENCES plan_tasks (id),
    PRIMARY KEY (task_id, depends_on),
    CHECK (task_id <> depends_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_dependencies_backwards ON task_dependencies (depends_on);

CREATE TABLE code_snapshots (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id         INTEGER NOT NULL REFERENCES plans (id),
    task_id         INTEGER REFERENCES plan_tasks (id),
    sequence        INTEGER NOT NULL CHECK (sequence > 0),
    checkpoint_name TEXT NOT NULL,
    timestamp       TEXT NOT NULL,
    git_ref         TEXT,
    tree            TEXT NOT NULL,
    spec_digest     TEXT NOT NULL DEFAULT '',
    violations      INTEGER NOT NULL,
    actor           TEXT NOT NULL,
    left_out_json   TEXT NOT NULL DEFAULT '[]',
    files_json      TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE UNIQUE INDEX code_snapshots_in_sequence
    ON code_snapshots (plan_id, ifnull(task_id, 0), sequence);
CREATE INDEX code_snapshots_by_task ON code_snapshots (plan_id, task_id, id);
CREATE INDEX code_snapshots_by_spec ON code_snapshots (task_id, spec_digest, id);
CREATE INDEX code_snapshots_by_time ON code_snapshots (timestamp);

CREATE TABLE code_diffs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    snapshot_id   INTEGER NOT NULL REFERENCES code_snapshots (id),
    until_id      INTEGER REFERENCES code_snapshots (id),
    file_path     TEXT NOT NULL,
    old_path      TEXT,
    status        TEXT NOT NULL,
    added_lines   INTEGER NOT NULL,
    removed_lines INTEGER NOT NULL,
    diff_text     TEXT NOT NULL
) STRICT;
CREATE INDEX code_diffs_by_snapshot ON code_diffs (snapshot_id, until_id);
CREATE INDEX code_diffs_by_end ON code_diffs (until_id);

CREATE TABLE snapshot_violations (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    snapshot_id  INTEGER NOT NULL REFERENCES code_snapshots (id),
    until_id     INTEGER REFERENCES code_snapshots (id),
    fingerprint  TEXT NOT NULL,
    rule         TEXT NOT NULL,
    path         TEXT NOT NULL,
    scope        TEXT NOT NULL,
    text         TEXT NOT NULL,
    shape        TEXT NOT NULL,
    message      TEXT NOT NULL,
    ordinal      INTEGER NOT NULL,
    place_path   TEXT NOT NULL,
    start_line   INTEGER NOT NULL,
    start_column INTEGER NOT NULL,
    end_line     INTEGER NOT NULL,
    end_column   INTEGER NOT NULL,
    severity     TEXT NOT NULL,
    snippet      TEXT NOT NULL,
    mark         TEXT NOT NULL,
    expected     INTEGER NOT NULL CHECK (expected IN (0, 1))
) STRICT;
CREATE INDEX snapshot_violations_by_snapshot ON snapshot_violations (snapshot_id, until_id);
CREATE INDEX snapshot_violations_by_end ON snapshot_violations (until_id);

CREATE VIEW diffs_by_snapshot AS
    SELECT s.id AS of_snapshot, d.*
    FROM code_snapshots s
    JOIN code_snapshots f
        ON f.plan_id = s.plan_id AND f.task_id IS s.task_id AND f.id <= s.id
    JOIN code_diffs d
        ON d.snapshot_id = f.id AND (d.until_id IS NULL OR d.until_id > s.id);

CREATE VIEW violations_by_snapshot AS
    SELECT s.id AS of_snapshot, v.*
    FROM code_snapshots s
    JOIN code_snapshots f
        ON f.plan_id = s.plan_id AND f.task_id IS s.task_id AND f.id <= s.id
    JOIN snapshot_violations v
        ON v.snapshot_id = f.id AND (v.until_id IS NULL OR v.until_id > s.id);

CREATE TABLE verifications (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id        INTEGER NOT NULL REFERENCES plan_tasks (id),
    spec_digest    TEXT NOT NULL,
    scope_digest   TEXT NOT NULL,
    commit_id      TEXT,
    engine         TEXT NOT NULL,
    verdict        TEXT NOT NULL CHECK (verdict IN ('passed', 'violated', 'indeterminate')),
    violations     INTEGER NOT NULL,
    counts_json    TEXT NOT NULL,
    snapshot_id    INTEGER REFERENCES code_snapshots (id),
    actor          TEXT NOT NULL,
    at             TEXT NOT NULL,
    witnesses_json TEXT NOT NULL DEFAULT '[]',
    coverage_json  TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX verifications_by_task ON verifications (task_id, id);
CREATE INDEX verifications_by_content ON verifications (task_id, spec_digest, scope_digest);
CREATE INDEX verifications_by_snapshot ON verifications (snapshot_id);

CREATE TABLE witnesses (
    task_id     INTEGER NOT NULL REFERENCES plan_tasks (id),
    spec_digest TEXT NOT NULL,
    rule        TEXT NOT NULL,
    blob        TEXT NOT NULL,
    path        TEXT NOT NULL,
    snippet     TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (task_id, spec_digest, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    actor     TEXT NOT NULL CHECK (actor <> ''),
    verb      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    before    TEXT NOT NULL DEFAULT '',
    after     TEXT NOT NULL DEFAULT '',
    reason    TEXT NOT NULL DEFAULT '',
    at        TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash      TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX events_by_subject ON events (subject, id);

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER verifications_never_change BEFORE UPDATE OF
    id, task_id, spec_digest, scope_digest, commit_id, engine, verdict, violations, actor, at
    ON verifications
BEGIN SELECT RAISE (ABORT, 'verifications never change'); END;

CREATE TRIGGER specs_never_change BEFORE UPDATE ON plan_specs
BEGIN SELECT RAISE (ABORT, 'specs are versions and never change'); END;

CREATE TRIGGER completed_needs_a_pass BEFORE UPDATE OF status ON plan_tasks
WHEN NEW.status = 'completed' AND NOT EXISTS (
    SELECT 1 FROM verifications v JOIN plan_specs s ON s.id = NEW.spec_id
    WHERE v.id = NEW.completed_by AND v.task_id = NEW.id AND v.verdict = 'passed'
          AND v.spec_digest = s.digest)
BEGIN SELECT RAISE (ABORT, 'only a passing verification of its spec completes a task'); END;

CREATE TRIGGER tasks_begin_open BEFORE INSERT ON plan_tasks
WHEN NEW.status IN ('completed', 'regressed')
BEGIN SELECT RAISE (ABORT, 'only a passing verification of its spec completes a task'); END;
"""
