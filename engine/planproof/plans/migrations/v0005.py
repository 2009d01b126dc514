"""Version 5: the text of a spec is kept as it was written.

Two texts of one file that mean the same, and differ in comments or layout only, are two versions:
before, the second one was taken for the first, and its comments were lost.

Triggers name the table: with ``legacy_alter_table`` they are not read while it is not there, as
https://www.sqlite.org/lang_altertable.html describes.
"""

from __future__ import annotations

SQL = """
CREATE TABLE plan_specs_as_written (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id     INTEGER NOT NULL REFERENCES plans (id),
    spec_yaml   TEXT NOT NULL,
    spec_type   TEXT NOT NULL,
    source_path TEXT NOT NULL DEFAULT '',
    digest      TEXT NOT NULL,
    name        TEXT NOT NULL DEFAULT '',
    created_at  TEXT NOT NULL
) STRICT;

INSERT INTO plan_specs_as_written
    (id, plan_id, spec_yaml, spec_type, source_path, digest, name, created_at)
    SELECT id, plan_id, spec_yaml, spec_type, source_path, digest, name, created_at
    FROM plan_specs;

DROP TABLE plan_specs;

PRAGMA legacy_alter_table = ON;

ALTER TABLE plan_specs_as_written RENAME TO plan_specs;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX plan_specs_by_meaning ON plan_specs (plan_id, digest, source_path);

CREATE TRIGGER specs_never_change BEFORE UPDATE ON plan_specs
BEGIN SELECT RAISE (ABORT, 'specs are versions and never change'); END;
"""
