"""Questions about definitions and what hangs on them, as a user asks them."""

from __future__ import annotations

import pytest

from planproof_testing import Project

AUTH = "class User:\n    def save(self): ...\n\ndef login(user):\n    return user\n"
APP = "from auth import login\n\ndef enter(user):\n    user.save()\n    return login(user)\n"
WEB = "import app\n\ndef handle():\n    return app.enter(1)\n"


@pytest.fixture
def code(folder: Project) -> Project:
    for path, text in {"auth.py": AUTH, "app.py": APP, "web.py": WEB}.items():
        folder.write(path, text)
    folder.git("init", "--quiet")
    folder.commit("first")
    return folder


def lines(code: Project, *arguments: str) -> list[str]:
    answer = code.run(*arguments)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_where_something_is_defined(code: Project) -> None:
    assert lines(code, "definition", "login") == [
        "auth.py:4:5  function login",
        "1 definition",
    ]


def test_what_uses_something(code: Project) -> None:
    assert lines(code, "references", "login") == [
        "app.py:1:18  import login = auth.login",
        "app.py:5:12  call login = auth.login in enter",
        "2 references",
    ]


def test_who_calls_something_step_by_step(code: Project) -> None:
    assert lines(code, "callers", "login", "--depth", "2") == [
        "app.py:5:12  enter  call login",
        "web.py:4:12  handle  call enter → login",
        "2 callers",
    ]


def test_what_something_calls(code: Project) -> None:
    assert lines(code, "callees", "handle", "--depth", "2") == [
        "web.py:4:12  enter (app.py)  from handle",
        "app.py:4:5  user.save  from enter  uncertain: nobody can tell what it is asked of",
        "app.py:5:12  login (auth.py)  from enter",
        "3 callees, 1 of them uncertain",
    ]


def test_what_may_break_when_something_changes(code: Project) -> None:
    assert lines(code, "impact", "login") == [
        "app.py:1:18  the file itself  import login",
        "app.py:5:12  enter  call login",
        "web.py:4:12  handle  call attribute enter → login",
        "3 things that may break",
    ]


def test_what_is_uncertain_is_marked(code: Project) -> None:
    data = code.run("impact", "User.save", "--json").data

    (match,) = data["matches"]
    assert (match["symbol"], match["certain"], data["certain"]) == ("enter", False, 0)
    assert match["why"] == "nobody can tell what it is asked of"


def test_what_may_break_by_what_was_edited(code: Project) -> None:
    code.write("auth.py", AUTH.replace("return user", "return user.name"))

    data = code.run("impact", "--diff", "HEAD", "--json").data

    assert data["changed"] == [{"path": "auth.py", "qualified": "login"}]
    assert [match["way"] for match in data["matches"]] == [
        ["app.py", "login"], ["enter", "login"], ["handle", "enter", "login"],
    ]  # fmt: skip


def test_what_is_gone_is_told_with_the_question_to_ask(code: Project) -> None:
    code.write("auth.py", AUTH.partition("def login")[0])

    document = code.run("impact", "--diff", "HEAD", "--json").document

    (gone,) = (one for one in document["diagnostics"] if one["code"] == "gone")
    assert gone["fix"] == "planproof impact login --at HEAD"
    assert code.run("impact", "login", "--at", "HEAD", "--json").data["total"] == 3


def test_nothing_edited_breaks_nothing(code: Project) -> None:
    assert code.run("impact", "--diff", "HEAD", "--json").data["total"] == 0


@pytest.mark.parametrize("command", ["definition", "references", "callers", "callees", "impact"])
def test_each_question_has_pages_commits_and_misses(code: Project, command: str) -> None:
    name = "enter"
    whole = code.run(command, name, "--json").data
    code.write("app.py", "")

    assert code.run(command, name, "--json", "--at", "HEAD").data == whole
    page = code.run(command, name, "--json", "--at", "HEAD", "--limit", "1").data
    assert (page["total"], page["matches"]) == (whole["total"], whole["matches"][:1])
    miss = code.run(command, "entr", "--at", "HEAD")
    assert (miss.code, "did you mean enter?" in miss.err) == (2, True)


def test_impact_of_nothing_and_of_too_much_is_refused(code: Project) -> None:
    assert code.run("impact").code == 2
    assert code.run("impact", "login", "--diff", "HEAD").code == 2
    assert code.run("impact", "--diff", "nowhere").code == 2


def test_names_that_were_damaged_in_the_index_are_read_again(code: Project) -> None:
    import sqlite3

    whole = code.run("references", "login", "--json").data
    with sqlite3.connect(code.root / ".git" / "planproof" / "index.db") as db:
        db.execute("UPDATE mentions SET mentions = x'00'")
    db.close()
    assert code.run("references", "login", "--json").data == whole
    with sqlite3.connect(code.root / ".git" / "planproof" / "index.db") as db:
        db.execute("UPDATE units SET told = x'00'")
    db.close()
    assert code.run("references", "login", "--json").data == whole
    with sqlite3.connect(code.root / ".git" / "planproof" / "index.db") as db:
        db.execute("DELETE FROM units")
    db.close()
    assert code.run("references", "login", "--json").data == whole


def test_a_name_with_ten_thousand_definitions_is_answered_page_by_page(folder: Project) -> None:
    for number in range(10):
        folder.write(f"m{number}.py", "def f(): ...\n" * 1000)
    folder.git("init", "--quiet")
    folder.commit("many")

    data = folder.run("definition", "f", "--json", "--limit", "3").data

    assert (data["total"], len(data["matches"]), data["left"]) == (10_000, 3, 9_997)


def test_hostile_names_move_no_cursor(code: Project) -> None:
    code.write("odd.py", "from auth import login\n\ndef \u202eevil(): login(1)\n".encode())
    code.write("b\x1b[2J.py", "from auth import login\nlogin(1)\n")

    for command in ("callers", "impact", "references"):
        answer = code.run(command, "login")
        assert "\x1b" not in answer.out + answer.err
        assert "\u202e" not in answer.out + answer.err
