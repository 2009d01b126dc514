"""Statements of SQL: the tables they name, what is done to them, and where the name stands."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index.tables.lexical import find_parts, find_tables
from planproof.index.tables.looks import Look, look_of
from planproof.index.tables.placeholders import masked
from planproof.index.tables.split import statements
from planproof.index.tables.statement import Budget, read_statement

STATEMENTS = {
    "SELECT u.id FROM legacy_users u JOIN public.b ON a = b": "legacy_users read, public.b read",
    "select * from a, b x, lateral (select 1 from c) y": "a read, b read, c read",
    "SELECT * FROM generate_series(1, 2), unnest(x) u, t": "t read",
    "SELECT EXTRACT(YEAR FROM d), TRIM(BOTH ' ' FROM x) FROM t": "t read",
    "(SELECT a FROM b) UNION ALL (SELECT c FROM d)": "b read, d read",
    "SELECT * INTO new_t FROM old_t": "new_t created, old_t read",
    "SELECT a FROM [dbo].[Users] WITH (NOLOCK)": "dbo.Users read",
    "SELECT * FROM `proj.ds.tbl`": "proj.ds.tbl read",
    'SELECT * FROM "Order Details" od WHERE od.a = ?': "Order Details read",
    "SELECT 1 FROM t WHERE x IN (SELECT y FROM other)": "other read, t read",
    "EXPLAIN ANALYZE SELECT * FROM t": "t read",
    "INSERT INTO `a`.`b` (x) VALUES (?, :n, $1)": "a.b written",
    "INSERT INTO t SELECT * FROM s ON CONFLICT (id) DO UPDATE SET a = excluded.a": "s read, t written",
    "INSERT OVERWRITE TABLE t PARTITION (a=1) SELECT * FROM s": "s read, t written",
    "REPLACE INTO t VALUES (1)": "t written",
    "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = 1": "s read, t written",
    "UPDATE users AS u SET a = 1 WHERE u.id IN (SELECT id FROM gone)": "gone read, users written",
    "UPDATE u SET a = 1 FROM users u JOIN x ON x.id = u.id": "users read, users written, x read",
    "UPDATE a JOIN b ON a.id = b.id SET a.x = 1": "a written, b read",
    "DELETE u FROM users u WHERE u.x = %s": "users written, users written",
    "DELETE FROM users USING films WHERE a = b": "films read, users written",
    "TRUNCATE TABLE a, b": "a written, b written",
    "SELECT * FROM ONLY t, u": "t read, u read",
    "DELETE FROM ONLY t WHERE a = 1": "t written",
    "TRUNCATE ONLY t": "t written",
    "COPY t (a, b) FROM STDIN": "t written",
    "COPY t TO '/tmp/x'": "t read",
    "CREATE TABLE IF NOT EXISTS x.y (u int REFERENCES users(id), FOREIGN KEY (u) REFERENCES orgs (id))": (
        "orgs referenced, users referenced, x.y created"
    ),
    "CREATE TABLE a AS SELECT * FROM b": "a created, b read",
    "CREATE TABLE a (LIKE b)": "a created, b read",
    "CREATE UNIQUE INDEX IF NOT EXISTS ix ON public.t USING btree (a)": "public.t altered",
    "CREATE OR REPLACE VIEW v AS SELECT * FROM t": "t read, v created",
    "ALTER TABLE ONLY a ADD COLUMN c int, ADD CONSTRAINT k FOREIGN KEY (c) REFERENCES d(id)": (
        "a altered, d referenced"
    ),
    "ALTER TABLE a RENAME TO b": "a altered, b altered",
    "DROP TABLE IF EXISTS a, b CASCADE": "a dropped, b dropped",
    "DROP INDEX ix": "",
    "CREATE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql": "",
    "COMMENT ON TABLE users IS 'x'": "users altered",
    "COMMENT ON COLUMN users.name IS 'x'": "users altered",
    "GRANT SELECT ON users TO bob": "users altered",
}


def read(sql: str) -> str:
    found = read_statement(masked(sql), Budget(100_000))
    assert found is not None, sql
    return ", ".join(sorted(f"{each.name} {each.act.value}" for each in found))


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_statement_names_its_tables(sql: str) -> None:
    assert read(sql) == STATEMENTS[sql]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_each_table_is_found_where_it_stands(sql: str) -> None:
    for each in read_statement(masked(sql), Budget(100_000)) or ():
        assert masked(sql)[each.start : each.end].strip('`"[]').endswith(each.name.parts[-1])


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("WITH a AS (SELECT * FROM b) SELECT * FROM a JOIN c USING (id)", "b read, c read"),
        ("WITH users AS (SELECT * FROM users) SELECT * FROM users", "users read"),
        ("WITH a AS (SELECT 1 FROM b), b AS (SELECT 1 FROM a) SELECT 1 FROM b", "b read"),
        ("WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 1 FROM t) SELECT 1 FROM t, u", "u read"),
        ("WITH a AS (SELECT 1) SELECT * FROM public.a", "public.a read"),
        ("SELECT * FROM (WITH a AS (SELECT 1 FROM b) SELECT 1 FROM a) x JOIN a", "a read, b read"),
        ("INSERT INTO a WITH a AS (SELECT 1 FROM b) SELECT 1 FROM a", "a written, b read"),
    ],
)
def test_a_common_table_is_a_table_only_where_its_name_does_not_reach(sql, tables) -> None:
    assert read(sql) == tables


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT * FROM {schema}.users WHERE a = %s LIMIT %(limit)s", "*.users read"),
        ("SELECT * FROM legacy_%s", "legacy_* read"),
        ("SELECT * FROM users_{0}_old", "users_*_old read"),
        ("SELECT * FROM ${t} JOIN #{u}", "* read, * read"),
        ("INSERT INTO t VALUES %s", "t written"),
    ],
)
def test_what_is_filled_in_is_a_hole(sql: str, tables: str) -> None:
    assert read(sql) == tables


UNREADABLE = {
    "SELECT * FROM a, b x, c y WHERE FROBNICATE >>> 3 ???": "a read, b read, c read",
    "DELETE FROM a USING b WHERE ??? (": "a written, b read",
    "DELETE FROM a WHERE EXTRACT(YEAR FROM x) > f(( ORDER BY a DESC": "a written",
    "RENAME TABLE a TO b, c TO d": "a altered, b altered, c altered, d altered",
    "ALTER TABLE a ATTACH PARTITION b FOR VALUES FROM (1) TO (2)": "a altered, b altered",
    "LOCK TABLE IF EXISTS users IN EXCLUSIVE MODE": "users read",
    "LOAD DATA INFILE 'x' INTO TABLE `my t`": "my t written",
}


@pytest.mark.parametrize("sql", UNREADABLE)
def test_what_does_not_parse_is_searched_by_its_words(sql: str) -> None:
    found = list(find_tables(sql))
    assert not any(each.sure for each in found)
    assert ", ".join(f"{each.name} {each.act.value}" for each in found) == UNREADABLE[sql]


def test_a_part_of_a_statement_needs_capitals_or_begins_with_its_word() -> None:
    assert [str(f.name) for f in find_parts(" LEFT JOIN users u ON ")] == ["users"]
    assert [str(f.name) for f in find_parts("join users on a = b")] == ["users"]
    assert [str(f.name) for f in find_parts("IF EXISTS (SELECT 1 FROM sys.t)")] == ["sys.t"]
    assert [str(f.name) for f in find_parts("removed from users, FROM here")] == ["here"]


def test_statements_are_split_outside_of_quotes_and_comments() -> None:
    text = """SELECT ';' FROM a; -- FROM x;
    INSERT INTO b VALUES ('it''s; \\'q'); /* FROM y; */
    CREATE FUNCTION f() AS $fn$ DELETE FROM c; UPDATE d SET e = 1; $fn$ LANGUAGE sql;
    /*!40000 ALTER TABLE e DISABLE KEYS */;
    SELECT 1
    GO
    SELECT "x;y" FROM g"""
    pieces = list(statements(text))
    found = sorted({str(f.name) for p in pieces for f in find_tables(p.text)})
    assert len(pieces) == 8
    assert found == ["a", "b", "c", "d", "e", "g"]
    for piece in pieces:
        assert len(piece.text) == len(text[piece.start : piece.start + len(piece.text)])


SENTENCES = [
    "Select a user from the list",
    "Select items from your cart",
    "Update the settings set by the admin",
    "Delete from cart",
    "Delete the user from this group",
    "Insert into the queue",
    "Drop files here",
    "Create a table",
    "Copy link to clipboard",
    "With great power comes a select from many",
    "from now on",
    "removed from users",
    "Import data from users",
    "Merge branch into main using rebase",
    "Grant access on request",
    "Lock in your price",
    "Truncated text",
    "explain the select statement",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_no_statement(sentence: str) -> None:
    assert look_of(sentence, executed=False) is Look.NONE


@pytest.mark.parametrize(
    "sql",
    ["Delete from cart", "select id from users", "SELECT id\nFROM users", "  (select 1 from t)"],
)
def test_what_is_executed_is_a_statement(sql: str) -> None:
    assert look_of(sql, executed=True) is Look.SQL


def test_a_quiet_statement_without_any_signs_is_not_sure() -> None:
    assert look_of("select items from cart", executed=False) is Look.WEAK
    assert look_of("select * from cart", executed=False) is Look.SQL


HOSTILE = {
    "parentheses": "SELECT " + "(" * 400_000,
    "nested": "SELECT * FROM (" * 60_000,
    "quotes": "SELECT ' FROM " * 70_000,
    "comments": "SELECT /* FROM " * 60_000,
    "dollars": " ".join(f"$a{n}$" for n in range(120_000)),
    "words": "FROM a " * 140_000,
    "commas": "SELECT * FROM " + "a, " * 330_000,
    "nots": "SELECT " + "NOT " * 250_000,
    "joins": "SELECT * FROM a " + "JOIN b " * 140_000,
    "statements": "SELECT * FROM a WHERE b = 1;" * 36_000,
    "with": "WITH " + "a AS (SELECT 1), " * 58_000,
    "blanks": "ALTER " + " " * 1_000_000,
    "index": "INDEX " * 160_000,
    "backslashes": "SELECT '" + "\\" * 1_000_000,
    "braces": "SELECT {" * 120_000,
    "percents": "SELECT %(" * 110_000,
    "brackets": "SELECT * FROM [" * 66_000,
    "copy": "copy " + "a" * 1_000_000,
    "update": "update " * 140_000,
    "drop": "DROP x" * 160_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_more_than_some_seconds_for_a_megabyte(name: str) -> None:
    text = HOSTILE[name]
    began = time.process_time()
    look_of(masked(text), executed=True)
    budget = Budget(60_000 + len(text) // 8)
    for piece in statements(masked(text)):
        if read_statement(piece.text, budget) is None:
            list(find_tables(piece.text, "users"))
    assert time.process_time() - began < 4  # about one, without others


@given(st.text(alphabet="SELECT FROM a,b;'\"`$*/-\n()\\{}%#[]", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    look_of(masked(text), executed=False)
    budget = Budget(2_000)
    assert len(masked(text)) == len(text)
    for piece in statements(masked(text)):
        read_statement(piece.text, budget)
        for found in find_tables(piece.text):
            assert 0 <= found.start < found.end <= len(piece.text)
