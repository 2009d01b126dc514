"""``planproof similar`` as a user types it, good input and bad."""

from __future__ import annotations

import subprocess
import sys

import pytest

from planproof_testing import Answer, Project

LAMP = '''\
class {name}Lamp(Light):
    def turn_on(self, **given):
        """Turn the lamp on."""
        self.hub.send("{name}", level=given.get("level"))
        self.refresh()
'''
OTHER = '''\
def split(text):
    """Split a line into fields."""
    return [part.strip() for part in text.split(",")]
'''


@pytest.fixture
def lamps(project: Project) -> Project:
    for name in ("Blue", "Green", "Red"):
        project.write(f"lamps/{name.lower()}.py", LAMP.format(name=name))
    project.write("other.py", OTHER)
    project.write("notes.md", "# Lamps\n")
    project.commit("lamps")
    return project


def piped(project: Project, code: str, *words: str) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "planproof_cli", "similar", "-", *words],
        cwd=project.root, env=project.environment(), input=code.encode(),
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_analogous_functions_come_first_with_place_score_and_why(lamps: Project) -> None:
    answer = lamps.run("similar", "lamps/blue.py:3", "--json")

    first, second, *_ = answer.data["matches"]
    assert answer.code == 0
    assert (first["path"], first["symbol"]) == ("lamps/green.py", "GreenLamp.turn_on")
    assert (second["path"], second["kind"]) == ("lamps/red.py", "function")
    assert first["start"] == {"line": 2, "column": 5}
    assert 0 < first["score"] <= 1
    assert {"what", "part", "shared", "terms"} == set(first["why"][0])
    assert answer.data["asked"]["symbol"] == "BlueLamp.turn_on"
    assert answer.data["total"] >= 2


def test_a_person_sees_the_same(lamps: Project) -> None:
    answer = lamps.run("similar", "lamps/blue.py:3", "--limit", "1")

    assert answer.code == 0
    assert "like lamps/blue.py:2:5  BlueLamp.turn_on" in answer.out
    assert "lamps/green.py:2:5  GreenLamp.turn_on" in answer.out
    assert "signature 100%: (self , * * given)" in answer.out


@pytest.mark.parametrize("target", ["BlueLamp", "BlueLamp.turn_on", "lamps/blue.py"])
def test_a_name_and_a_file_can_be_asked_for(lamps: Project, target: str) -> None:
    matches = lamps.run("similar", target, "--json").data["matches"]

    assert [one["path"] for one in matches[:2]] == ["lamps/green.py", "lamps/red.py"]


def test_paths_are_those_of_the_folder_one_works_in(lamps: Project) -> None:
    answer = lamps.run("-C", "lamps", "similar", "blue.py:3", "--json")

    assert answer.data["matches"][0]["path"] == "lamps/green.py"


def test_code_on_stdin_finds_what_is_like_it(lamps: Project) -> None:
    whole = piped(
        lamps, 'def fields(line):\n    return [a.strip() for a in line.split(";")]\n', "--json"
    )
    bare = piped(lamps, "self.hub.send(1, level=2)\nself.refresh()\n", "--lang", "python", "--json")

    assert whole.data["matches"][0]["symbol"] == "split"
    assert bare.data["matches"][0]["symbol"].endswith("turn_on")
    assert whole.data["asked"] is None


def test_code_on_stdin_is_not_like_what_stands_alone_too(lamps: Project) -> None:
    """It has no neighbours: that it is the first and the last of its own text says nothing."""
    lamps.write("alone.py", "def alone(text, limit):\n    raise NotImplementedError\n")
    code = "def send(user):\n    mail.send_mail(user.address)\n"
    beside = {"neighbours", "names of the file", "sibling methods"}

    for piece in (code, f"{code}\ndef rest():\n    pass\n", "sent = user.name\nsend(sent)\n"):
        matches = piped(lamps, piece, "--lang", "python", "--json").data["matches"]
        assert not {why["what"] for one in matches for why in one["why"]} & beside
        assert "alone" not in [one["symbol"] for one in matches if one["score"] > 0.2]


def test_a_class_on_stdin_has_the_methods_that_it_has(lamps: Project) -> None:
    matches = piped(lamps, LAMP.format(name="Pink"), "--json").data["matches"]

    reasons = {why["what"] for why in matches[0]["why"]}
    assert matches[0]["symbol"] == "BlueLamp"
    assert "sibling methods" in reasons
    assert "neighbours" not in reasons


def test_words_find_functions(lamps: Project) -> None:
    answer = lamps.run("similar", "--like", "split a line into fields", "--json")

    assert answer.data["matches"][0]["symbol"] == "split"


def test_pages_follow_each_other(lamps: Project) -> None:
    whole = lamps.run("similar", "BlueLamp.turn_on", "--json").data["matches"]
    second = lamps.run("similar", "BlueLamp.turn_on", "--offset", "1", "--limit", "1", "--json")

    assert second.data["matches"] == whole[1:2]


def test_a_template_shows_what_varies(lamps: Project) -> None:
    answer = lamps.run("similar", "BlueLamp.turn_on", "--template", "--limit", "2", "--json")

    assert "self.hub.send(‹1›, level" in answer.data["template"]["text"]
    assert answer.data["template"]["members"] == 3


def test_two_are_shown_side_by_side(lamps: Project) -> None:
    answer = lamps.run("similar", "BlueLamp.turn_on", "--side-by-side", COLUMNS="120")

    (line,) = [line for line in answer.out.splitlines() if "hub.send" in line and " | " in line]
    assert '"Blue"' in line
    assert '"Green"' in line


def test_what_was_edited_is_seen_at_once(lamps: Project) -> None:
    lamps.run("similar", "BlueLamp.turn_on")
    lamps.write("lamps/pink.py", LAMP.format(name="Blue").replace("class Blue", "class Pink"))
    lamps.write("lamps/green.py", OTHER)

    matches = lamps.run("similar", "BlueLamp.turn_on", "--json").data["matches"]

    assert [one["symbol"] for one in matches[:2]] == ["PinkLamp.turn_on", "RedLamp.turn_on"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("../elsewhere.py:3",), "outside the project"),
        (("lamps/none.py:3",), "is no file of this tree"),
        (("lamps/blue.py:99",), "has no line 99"),
        (("src/app.py:2",), "in no function"),
        (("notes.md",), "no grammar"),
        (("notes.md:1",), "no grammar"),
        (("nothing_called_so",), "no function and no class is called"),
        (("turn_on",), "more than once: lamps/blue.py:2"),
        ((), "one of them"),
        (("a", "--like", "b"), "one of them"),
        (("--like", " "), "no words"),
        (("--like", "a", "--copies"), "no copies"),
    ],
)
def test_bad_input_gets_a_clear_answer(lamps: Project, words: tuple[str, ...], said: str) -> None:
    answer = lamps.run("similar", *words, "--json")

    assert answer.code == 2
    assert said in answer.document["diagnostics"][0]["message"]
    assert answer.document["diagnostics"][0]["fix"]


def test_bad_code_on_stdin_gets_a_clear_answer(lamps: Project) -> None:
    empty = piped(lamps, " \n")
    unknown = piped(lamps, "x", "--lang", "cobol")

    assert (empty.code, unknown.code) == (2, 2)
    assert "no code on stdin" in empty.err
    assert "no grammar is called 'cobol'" in unknown.err


def test_an_empty_repository_has_nothing_to_compare(folder: Project) -> None:
    folder.git("init", "--quiet")

    answer = folder.run("similar", "--like", "anything")

    assert answer.code == 0
    assert "nothing to compare" in answer.out


def test_a_function_of_five_megabytes_is_refused_with_the_reason(lamps: Project) -> None:
    lamps.write("huge.py", "def huge():\n" + "    call()\n" * 500_000)

    answer = lamps.run("similar", "huge.py:2")

    assert answer.code == 2
    assert "larger than 5 MB" in answer.err


def test_ten_thousand_parentheses_are_refused_with_the_reason_and_a_next_step(
    lamps: Project,
) -> None:
    lamps.write("deep.py", f"def deep():\n    return {'(' * 10_000}1{')' * 10_000}\n")

    asked, beside = lamps.run("similar", "deep.py:2"), lamps.run("similar", "lamps/blue.py:3")

    assert (asked.code, beside.code) == (2, 0)
    assert "too complex to parse" in asked.err
    assert "--like" in asked.err


def test_it_works_in_a_folder_without_git(folder: Project) -> None:
    folder.write("a.py", OTHER)
    folder.write("b.py", OTHER.replace("fields", "cells"))

    assert folder.run("similar", "a.py:2", "--json").data["matches"][0]["path"] == "b.py"


def test_a_verdict_makes_no_features(lamps: Project) -> None:
    import sqlite3

    lamps.run("index")
    lamps.run("verify", "spec.yaml")
    with sqlite3.connect(lamps.root / ".git" / "planproof" / "index.db") as db:
        (before,) = db.execute("SELECT count(*) FROM feature_blocks").fetchone()
        lamps.run("similar", "BlueLamp")
        (after,) = db.execute("SELECT count(*) FROM feature_blocks").fetchone()
    db.close()

    assert before == 0 < after
