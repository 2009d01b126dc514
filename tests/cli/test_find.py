"""``planproof find`` as a user runs it."""

from __future__ import annotations

import pytest

from planproof_testing import NEW, OLD, Project

AUTH = "def legacy_login(user):\n    return user\n"


@pytest.fixture
def code(folder: Project) -> Project:
    """A repository with one function, and one that calls it."""
    folder.write("src/app.py", OLD)
    folder.write("src/auth.py", AUTH)
    folder.git("init", "--quiet")
    folder.commit("before")
    return folder


def test_a_name_is_found_where_it_stands(code: Project) -> None:
    answer = code.run("find", "legacy_login")

    assert (answer.code, answer.out.splitlines()) == (
        0,
        [
            "src/app.py:1:18  import legacy_login = auth.legacy_login",
            "src/app.py:5:12  call legacy_login = auth.legacy_login in enter",
            "src/auth.py:1:5  function legacy_login = src.auth.legacy_login",
            "3 places",
        ],
    )


def test_a_page_of_the_answers_says_how_many_there_are(code: Project) -> None:
    data = code.run("find", "legacy_login", "--json", "--limit", "1", "--offset", "1").data

    assert (data["total"], data["certain"], data["offset"], data["left"]) == (3, 3, 1, 1)
    (match,) = data["matches"]
    assert match == {
        "path": "src/app.py", "start": {"line": 5, "column": 12}, "end": {"line": 5, "column": 24},
        "name": "legacy_login", "qualified": "auth.legacy_login", "roles": ["call"], "kind": "",
        "scope": "enter", "line": "return legacy_login(user)", "certain": True,
    }  # fmt: skip


def test_answers_are_narrowed(code: Project) -> None:
    def found(*more: str) -> list[str]:
        data = code.run("find", "legacy_login", "--json", *more).data
        return [f"{m['path']}:{m['start']['line']}" for m in data["matches"]]

    assert found("--role", "call") == ["src/app.py:5"]
    assert found("--role", "call", "--role", "definition") == ["src/app.py:5", "src/auth.py:1"]
    assert found("--kind", "function") == ["src/auth.py:1"]
    assert found("--kind", "class") == []
    assert found("--in", "src/auth.py") == ["src/auth.py:1"]
    assert found("--lang", "go") == []


def test_a_commit_is_asked_about_without_checking_it_out(code: Project) -> None:
    code.write("src/app.py", NEW)

    assert code.run("find", "legacy_login", "--json").data["total"] == 1
    assert code.run("find", "legacy_login", "--json", "--at", "HEAD").data["total"] == 3


def test_an_edit_is_seen_at_once(code: Project) -> None:
    assert code.run("find", "fresh", "--json").data["total"] == 0

    code.write("src/new.py", "def fresh(): ...\n")

    assert code.run("find", "fresh", "--json").data["total"] == 1


def test_a_miss_names_what_may_be_meant(code: Project) -> None:
    answer = code.run("find", "legacy_logn")

    assert (answer.code, answer.out) == (0, "0 places\n")
    assert "did you mean legacy_login?" in answer.err
    assert code.run("find", "legacy_logn", "--json").data["did_you_mean"] == ["legacy_login"]


def test_what_nobody_can_look_into_is_said(code: Project) -> None:
    code.write("src/odd.py", b"def f(): \x00\n")
    answer = code.run("find", "legacy_login", "--json")

    (note,) = answer.document["diagnostics"]
    assert (answer.code, note["code"]) == (0, "not-looked-into")
    assert "src/odd.py: binary" in note["message"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["/(/"], "is not a regular expression"),
        ([""], "an empty term names nothing"),
        (["a b"], "white space"),
        (["x", "--role", "verb"], "there is no role 'verb'"),
        (["x", "--lang", "cobol"], "there is no language 'cobol'"),
        (["x", "--at", "nowhere"], "nowhere"),
        (["x", "--limit", "-1"], "-1"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(
    code: Project, arguments: list[str], message: str
) -> None:
    answer = code.run("find", *arguments)

    assert (answer.code, message in answer.err) == (2, True), answer.err


def test_a_regular_expression_bomb_takes_no_time(code: Project) -> None:
    code.write("src/long.py", f"{'a' * 30_000} = 1\n")

    assert code.run("find", "/(a+)+$b/", "--json").data["total"] == 0


def test_an_empty_repository_has_no_names(folder: Project) -> None:
    folder.git("init", "--quiet")

    answer = folder.run("find", "x", "--json")

    assert (answer.code, answer.data["total"]) == (0, 0)


def test_a_folder_without_git_is_asked_too(folder: Project) -> None:
    folder.write("app.py", OLD)

    assert folder.run("find", "legacy_login", "--json").data["total"] == 2


def test_hostile_names_and_paths_move_no_cursor(code: Project) -> None:
    code.write("src/\x1b[2Jx.py", "def legacy_login(): ...\n")

    answer = code.run("find", "legacy_login")

    assert "\x1b" not in answer.out + answer.err
    assert "src/\\x1b[2Jx.py:1:5" in answer.out


def test_a_damaged_index_costs_time_and_no_answer(code: Project) -> None:
    assert code.run("find", "legacy_login", "--json").data["total"] == 3
    kept = code.root / ".git" / "planproof" / "index.db"
    kept.write_bytes(kept.read_bytes()[:5000] + b"x" * 5000)

    assert code.run("find", "legacy_login", "--json").data["total"] == 3
