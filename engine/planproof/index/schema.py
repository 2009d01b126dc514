"""The tables of index.db."""

from __future__ import annotations

SCHEMA = 11
"""Goes up when a table changes. There are no migrations: everything here can be made again."""

EXTRACTOR = 11
"""Goes up when the same source gives other facts than before."""

APPLICATION = 0x70706978  # "ppix"

TABLES = """
CREATE TABLE languages (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL
);
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  blob BLOB NOT NULL,
  language INTEGER NOT NULL REFERENCES languages,
  bytes INTEGER NOT NULL,
  occurrences INTEGER NOT NULL,
  facts BLOB,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  UNIQUE (blob, language)
);
CREATE TABLE counts (blobs INTEGER NOT NULL);
INSERT INTO counts VALUES (0);
CREATE TABLE postings (
  name TEXT NOT NULL,
  first INTEGER NOT NULL,
  blobs BLOB NOT NULL,
  PRIMARY KEY (name, first)
) WITHOUT ROWID;
CREATE TABLE units (
  id INTEGER PRIMARY KEY,
  path BLOB NOT NULL,
  blob BLOB NOT NULL,
  language TEXT NOT NULL,
  told BLOB NOT NULL,
  UNIQUE (path, blob, language)
);
CREATE TABLE unit_batches (first INTEGER PRIMARY KEY, size INTEGER NOT NULL);
CREATE TABLE unit_counts (
  units INTEGER NOT NULL,
  segments INTEGER NOT NULL,
  tidied INTEGER NOT NULL
);
INSERT INTO unit_counts VALUES (0, 0, 0);
CREATE TABLE segments (name BLOB PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE mentions (place INTEGER PRIMARY KEY, mentions BLOB NOT NULL);
CREATE TABLE stamps (
  path BLOB PRIMARY KEY,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  ctime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  blob TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE feature_batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shift INTEGER NOT NULL,
  blobs BLOB NOT NULL,
  lengths BLOB NOT NULL
);
CREATE TABLE feature_blocks (id INTEGER PRIMARY KEY, lists BLOB NOT NULL);
CREATE TABLE memo (
  key TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;
"""
