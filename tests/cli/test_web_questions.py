"""Routes and tables, as a user asks for them."""

from __future__ import annotations

import pytest

from planproof_testing import Project
from web_code import API

DB = 'def all(db):\n    return db.execute("SELECT * FROM users JOIN teams ON 1 = 1")\n'
SQL = "CREATE TABLE users (id int);\nDELETE FROM sessions;\n"


@pytest.fixture
def code(folder: Project) -> Project:
    for path, text in {"api.py": API, "db.py": DB, "schema.sql": SQL}.items():
        folder.write(path, text)
    folder.git("init", "--quiet")
    folder.commit("first")
    return folder


def lines(code: Project, *arguments: str) -> list[str]:
    answer = code.run(*arguments)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_routes_are_told_with_all_that_comes_before_them(code: Project) -> None:
    found = code.run("routes", "--json").data["matches"]

    assert [(one["methods"], one["paths"], one["certain"]) for one in found] == [
        (["GET"], ["/v1/users/{id}"], True), (["POST"], ["/v1/users"], True),
    ]  # fmt: skip


def test_routes_are_narrowed_by_a_term(code: Project) -> None:
    assert lines(code, "routes", "POST /v1/**")[-1] == "1 route"
    assert lines(code, "routes", "/v2/**") == ["0 routes"]


def test_tables_are_told_with_what_is_done_to_them(code: Project) -> None:
    assert lines(code, "tables") == [
        "db.py:2:38  users  read in SQL",
        "db.py:2:49  teams  read in SQL",
        "schema.sql:1:14  users  created in SQL",
        "schema.sql:2:13  sessions  written in SQL",
        "4 places",
    ]
    assert lines(code, "tables") == lines(code, "tables", "--at", "HEAD")


def test_tables_are_narrowed_by_a_term(code: Project) -> None:
    assert lines(code, "tables", "create users")[0] == "schema.sql:1:14  users  created in SQL"
    assert lines(code, "tables", "users", "--in", "*.py")[-1] == "1 place"


@pytest.mark.parametrize("arguments", [["routes", "users list"], ["tables", "brew coffee now"]])
def test_terms_that_mean_nothing_are_refused(code: Project, arguments: list[str]) -> None:
    assert code.run(*arguments).code == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("routes", "GET /v1/user/{id}"), "did you mean GET /v1/users/{id}"),
        (("routes", "/nothing/like/it/at/all"), "planproof routes shows all"),
        (("tables", "write user"), "did you mean users?"),
        (("tables", "zzz"), "planproof tables shows all"),
    ],
)
def test_a_miss_says_what_may_be_meant(code: Project, asked: tuple[str, ...], said: str) -> None:
    answer = code.run(*asked)

    assert answer.code == 0
    assert answer.out.startswith("0 ")
    assert said in answer.err
