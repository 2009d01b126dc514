"""The facet sql_tables: terms, and tables in the strings of every language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.errors import SpecError
from planproof.index import Act, TableUse
from planproof.index.tables.use import TableName
from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.rules.overlap import chains_may_meet, segments_may_meet
from planproof.rules.tables import parse_table

FACET = "sql_tables"


def use(name: str, act: Act = Act.READ, *, sure: bool = True) -> TableUse:
    return TableUse(TableName(tuple(name.split("."))), act, Span(0, 1), sure=sure)


@pytest.mark.parametrize(
    ("term", "name", "mark"),
    [
        ("legacy_users", "legacy_users", Mark.PROVEN),
        ("legacy_users", "public.legacy_users", Mark.PROVEN),
        ("legacy_users", "LEGACY_Users", Mark.PROVEN),
        ("LEGACY_USERS", "legacy_users", Mark.PROVEN),
        ("legacy_users", "legacy_users_2", None),
        ("legacy_users", "legacy_users.name", None),
        ("public.legacy_users", "db.public.legacy_users", Mark.PROVEN),
        ("public.legacy_users", "archive.legacy_users", None),
        ("public.legacy_users", "legacy_users", Mark.UNCERTAIN),
        ("legacy_*", "x.legacy_users", Mark.PROVEN),
        ("legacy_*", "old_users", None),
        ("public.*", "public.users", Mark.PROVEN),
        ("archive.**", "archive.a.b", Mark.PROVEN),
        ("**", "anything", Mark.PROVEN),
        ("*", "anything", Mark.PROVEN),
        ("/^legacy/", "LEGACY_users", Mark.PROVEN),
        ("/^legacy/", "public.legacy_users", None),
        ("legacy_users", "*_users", Mark.UNCERTAIN),
        ("legacy_users", "legacy_*", Mark.UNCERTAIN),
        ("legacy_users", "new_*", None),
        ("legacy_*", "legacy_*", Mark.PROVEN),
        ("legacy_users", "*.legacy_users", Mark.PROVEN),
        ("public.legacy_users", "*.legacy_users", Mark.UNCERTAIN),
        ("legacy_users", "*", None),
        ('"Order Details"', "order details", Mark.PROVEN),
        ("dbo.[Order Details]", "dbo.Order Details", Mark.PROVEN),
    ],
)
def test_a_term_is_a_suffix_in_any_case(term: str, name: str, mark: Mark | None) -> None:
    assert parse_table(term).fits(use(name)) is mark


def test_a_word_before_the_name_says_what_is_done() -> None:
    assert parse_table("create users").fits(use("users", Act.CREATE)) is Mark.PROVEN
    assert parse_table("CREATE users").fits(use("users", Act.READ)) is None
    assert parse_table("write /user/").fits(use("users", Act.WRITE)) is Mark.PROVEN


def test_what_is_not_sure_may_be_anything_that_is_done() -> None:
    assert parse_table("create users").fits(use("users", sure=False)) is Mark.UNCERTAIN
    assert parse_table("users").fits(use("users", sure=False)) is Mark.UNCERTAIN


@pytest.mark.parametrize(
    ("term", "fix"),
    [
        ("select users", "did you mean read?"),
        ("creates users", "did you mean create?"),
        ("updated users", "did you mean write?"),
        ("frobnicate users", "write one of create"),
        ("read a b", "double quotes"),
        ("a..b", "write legacy_users"),
        ("a.x**", "write legacy_users"),
        (".a", "write legacy_users"),
        ("/(/", "RE2"),
        ("/x", "write /x/"),
        ("create", None),
    ],
)
def test_a_bad_term_is_refused_with_what_to_write(terms, term: str, fix: str | None) -> None:
    if fix is None:
        assert parse_table(term).act is None
        return
    with pytest.raises(SpecError) as caught:
        terms((FACET, term))
    assert fix in caught.value.diagnostics[0].fix


@pytest.mark.parametrize(
    ("term", "needle"),
    [
        ("legacy_users", "user"),
        ("auth_userprofile", "userprofile"),
        ("public.Categories", "categor"),
        ("legacy_*", "legacy"),
        ("*_log", "log"),
        ("/^legacy_audit$/", "audit"),
        ("/^(a|b)$/", None),
        ("**", None),
        ("größen", None),
        ("bus", "bus"),
    ],
)
def test_the_needle_is_what_every_way_to_write_the_name_holds(term: str, needle) -> None:
    assert parse_table(term).needle == needle


STRINGS = {
    "a.py": 'cur.execute(f"SELECT * FROM {schema}.legacy_users WHERE a = {x}")\n',
    "b.py": 'q = "SELECT * " "FROM " + """\n legacy_users""" + " WHERE " + cond\n',
    "c.py": 'q = ("SELECT * "\n     "FROM legacy_users")\n',
    "d.py": "conn.execute(text('DELETE FROM \"legacy_users\" WHERE id = :id'))\n",
    "a.js": "db.query(`select a from ${x} join legacy_users on 1 = 1`)\n",
    "b.ts": "await m.query('ALTER TABLE \"legacy_users\" ADD x int');\n",
    "c.tsx": 'const q = "UPDATE legacy_users " + "SET a = 1";\n',
    "a.go": 'package a\n\nvar q = `SELECT a\nFROM legacy_users` + " WHERE x = $1"\n',
    "A.java": 'class A { @Query("select u from legacy_users u") int f() { return 1; } }\n',
    "B.java": 'class B { String q = """\n  DELETE FROM legacy_users\n  """; }\n',
    "a.rs": 'fn f() { sqlx::query!("SELECT * FROM legacy_users WHERE id = $1", 1); }\n',
    "b.rs": 'fn f() { let q = r#"INSERT INTO "legacy_users" (a) VALUES ($1)"#; }\n',
}


@pytest.mark.parametrize("path", STRINGS)
def test_a_table_is_found_in_the_strings_of_each_language(find, path: str) -> None:
    (hit,) = find(path, STRINGS[path], (FACET, "legacy_users")).hits
    assert hit.mark is Mark.PROVEN
    source = STRINGS[path].encode()
    assert source[hit.span.start : hit.span.end].strip(b'"\\') == b"legacy_users"


def test_the_name_of_a_hit_says_what_is_done(find) -> None:
    (hit,) = find("a.py", 'q = "DROP TABLE legacy_users"', (FACET, "legacy_*")).hits
    assert hit.name == "legacy_users dropped in SQL"


NO_TABLES = {
    "docstring": 'def f():\n    """SELECT * FROM legacy_users"""\n',
    "comment": "# SELECT * FROM legacy_users\nx = 1\n",
    "sql comment": 'q = """SELECT 1 -- FROM legacy_users\n FROM other"""\n',
    "column": 'q = "SELECT legacy_users FROM t WHERE legacy_users = 1"\n',
    "alias": 'q = "SELECT * FROM t legacy_users JOIN u ON legacy_users.id = u.id"\n',
    "cte": 'q = "WITH legacy_users AS (SELECT 1) SELECT * FROM legacy_users"\n',
    "value": "q = \"SELECT 1 FROM t WHERE name = 'legacy_users'\"\n",
    "longer": 'q = "SELECT * FROM legacy_users_2, my_legacy_users"\n',
    "sentence": 'print("Select the rows from legacy_users")\n',
    "word": 'x = "legacy_users"\n',
    "call": "legacy_users()\n",
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_names_no_table_is_not_hit(find, name: str) -> None:
    assert find("a.py", NO_TABLES[name], (FACET, "legacy_users")).hits == ()


UNCERTAIN = {
    "does not parse": 'q = "SELECT * FROM legacy_users WHERE ??? >>> 1 ("\n',
    "part": 'q += " LEFT JOIN legacy_users u ON u.id = t.id"\n',
    "unknown part": 'q = f"SELECT * FROM legacy_{kind}"\n',
    "unsure": 'q = "select id from legacy_users"\n',
}


@pytest.mark.parametrize("name", UNCERTAIN)
def test_what_cannot_be_told_is_an_uncertain_hit(find, name: str) -> None:
    (hit,) = find("a.py", UNCERTAIN[name], (FACET, "legacy_users")).hits
    assert hit.mark is Mark.UNCERTAIN


def test_broken_code_is_searched_by_the_name(find) -> None:
    source = 'def f(:\n    execute("SELECT * FROM LEGACY_users", )) (\n'
    hits = find("a.py", source, (FACET, "legacy_users")).hits
    assert hits
    broken = "class (\n x = [legacy_users; \n"
    assert [hit.mark for hit in find("a.py", broken, (FACET, "legacy_*")).hits] == [Mark.LEXICAL]
    model = "class LegacyUser(Base):\n    __tablename__ = =\n"
    assert find("a.py", model, (FACET, "app_legacyuser")).hits


def test_spans_are_those_of_the_file_in_any_encoding(find) -> None:
    source = "# coding: latin-1\nq = 'é', \"SELECT 'é' FROM é.legacy_users\"\n".encode("latin-1")
    (hit,) = find("a.py", source, (FACET, "legacy_users")).hits
    assert source[hit.span.start : hit.span.end] == b"legacy_users"


@given(st.text("ab*", max_size=6), st.text("ab*", max_size=6), st.text("ab", max_size=5))
def test_patterns_that_share_a_name_may_meet(one: str, other: str, name: str) -> None:
    from planproof.rules.chains import segment_fits

    assert segments_may_meet(one, other) == segments_may_meet(other, one)
    if segment_fits(one, name) and segment_fits(other, name):
        assert segments_may_meet(one, other)


PARTS = st.lists(st.sampled_from(["a", "b", "*", "**", "a*"]), max_size=4)


@given(PARTS, PARTS)
def test_chains_meet_in_either_order(one: list[str], other: list[str]) -> None:
    assert chains_may_meet(one, other) == chains_may_meet(other, one)
