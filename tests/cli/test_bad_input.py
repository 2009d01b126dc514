"""Bad input gets a clear error with a next step, and loses nothing."""

from __future__ import annotations

import os
import stat

import pytest

from planproof_testing import NEW, OLD, SPEC, Project

BAD_SPECS = {
    "malformed": "refactor_name: x\nrules: [\n",
    "python tag": "!!python/object/apply:os.system ['touch owned']\n",
    "unknown key": SPEC.replace("severity", "severty"),
    "empty clause": SPEC.replace("identifiers: [legacy_login]", "identifiers: []"),
    "no rules": "refactor_name: x\nrules: []\n",
    "bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "empty": "",
    "list": "- 1\n",
    "nul": "refactor_name: a\0b\n",
    "bad regex": SPEC.replace("[legacy_login]", '["/(/"]'),
    "two documents": "a: 1\n---\nb: 2\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_SPECS)
def test_a_bad_spec_is_refused_everywhere(planned: Project, name: str) -> None:
    planned.write("bad.yaml", BAD_SPECS[name])
    for words in (
        ["spec", "check", "bad.yaml"],
        ["verify", "bad.yaml"],
        ["add-task", "--title", "t", "--spec", "bad.yaml"],
        ["update-task", "1", "--spec", "bad.yaml"],
    ):
        answer = planned.run(*words)
        assert answer.code == 2, (words, answer)
        assert "error" in answer.err
        assert "Traceback" not in answer.err
    assert not (planned.root / "owned").exists()
    assert len(planned.run("show", "--json").data["tasks"]) == 1


def test_all_errors_of_a_spec_at_once_with_their_places(project: Project) -> None:
    project.write("bad.yaml", SPEC.replace("severity: high", "severty: high\n    categroy: x"))
    answer = project.run("spec", "check", "bad.yaml")
    assert "bad.yaml:5:5" in answer.err
    assert "bad.yaml:6:5" in answer.err
    assert "severity" in answer.err
    assert "category" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nowhere"],
        ["show", "99"],
        ["verify-task", "99"],
        ["verify-task", "login", "x"],
        ["verify-task", "login", "1", "2"],
        ["verify", "missing.yaml"],
        ["verify", "."],
        ["verify", "spec.yaml", "--at", "nothing"],
        ["verify", "spec.yaml", "--at", "--help"],
        ["verify"],
        ["nonsense"],
        ["add-task", "--title", "  "],
        ["add-task", "--title", "t", "--depends-on", "7"],
        ["update-task", "1"],
        ["update-task", "1", "--status", "done"],
        ["show-diff", "1"],
        ["rewind", "1"],
        ["facts", "../outside"],
        ["facts", "no/such/file.py"],
        ["-C", "missing", "show"],
    ],
)
def test_a_mistake_is_explained_and_exits_with_2(planned: Project, words: list[str]) -> None:
    answer = planned.run(*words)
    assert answer.code == 2, answer
    assert answer.err
    assert "Traceback" not in answer.err
    as_json = planned.run(*words, "--json")
    assert as_json.code == 2
    assert as_json.document["ok"] is False
    assert as_json.document["diagnostics"][0]["message"]


def test_without_a_database_the_way_to_make_one_is_named(project: Project) -> None:
    for words in (["show"], ["add-task", "--title", "t"], ["verify-task", "1"], ["status"]):
        answer = project.run(*words)
        assert answer.code == 2
        assert "planproof init" in answer.err
    assert not (project.root / ".git" / "planproof" / "plans.db").exists()


def test_a_foreign_database_is_not_touched(project: Project) -> None:
    database = project.root / ".git" / "planproof" / "plans.db"
    database.parent.mkdir(exist_ok=True)
    database.write_bytes(b"this is somebody's diary" * 100)
    before = database.read_bytes()
    for words in (["show"], ["init", "--name", "x"], ["doctor"]):
        assert project.run(*words).code in (2, 3)
    assert database.read_bytes() == before


def test_an_archived_plan_changes_no_more(planned: Project) -> None:
    assert planned.run("archive").code == 0
    for words in (
        ["add-task", "login", "--title", "t"],
        ["update-task", "login", "1", "--title", "t"],
        ["verify-task", "login", "1"],
        ["checkpoint", "login", "1"],
        ["archive", "login"],
    ):
        assert planned.run(*words).code == 2, words
    assert planned.run("show", "login").code == 0


def test_a_place_that_cannot_be_written_gives_a_verdict_and_exit_3(planned: Project) -> None:
    planned.write("src/app.py", NEW)
    store = planned.root / ".git" / "planproof"
    elsewhere = planned.root.parent / "readonly.db"
    os.replace(store / "plans.db", elsewhere)
    for leftover in store.glob("plans.db-*"):
        leftover.unlink()
    (store / "plans.db").symlink_to("/proc/self/cmdline")
    answer = planned.run("verify-task", "1")
    assert answer.code in (2, 3)
    assert "Traceback" not in answer.err


def test_a_repository_without_commits(folder: Project) -> None:
    folder.git("init", "--quiet")
    folder.write("src/app.py", OLD)
    folder.write("spec.yaml", SPEC)
    assert folder.run("init", "--name", "Login").code == 0
    assert folder.run("add-task", "--title", "t", "--spec", "spec.yaml").code == 0
    assert folder.run("verify-task", "1").code == 1
    folder.write("src/app.py", NEW)
    assert folder.run("verify-task", "1").code == 0


def test_a_bare_repository_says_so(folder: Project) -> None:
    folder.git("init", "--quiet", "--bare")
    answer = folder.run("show")
    assert answer.code == 2
    assert "bare" in answer.err


def test_an_empty_folder_is_never_a_pass(folder: Project) -> None:
    spec = folder.home / "spec.yaml"
    spec.write_text(SPEC.split("    expect")[0])
    assert folder.run("verify", str(spec)).code == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"def f(:\n    legacy_login(\n", 1),
        (b"caf\xe9 = legacy_login()\n", 3),
        (b"\0legacy_login", 3),
        (b"x = " + b"(" * 5000 + b"legacy_login" + b")" * 5000, 3),
        (b"# coding: latin-1\nlegacy_login()  # caf\xe9\n", 1),
    ],
    ids=["syntax error", "invalid utf-8", "nul bytes", "5,000 brackets", "latin-1"],
)
def test_a_file_that_cannot_be_parsed_is_never_clean(
    project: Project, content: bytes, code: int
) -> None:
    spec = SPEC.split("    expect")[0] + "    guard: true\n"
    project.write("spec.yaml", spec)
    project.write("src/app.py", "x = 1\n")
    assert project.run("verify", "spec.yaml").code == 0
    project.write("src/odd.py", content)
    assert project.run("verify", "spec.yaml").code in {code, 1}


def test_a_huge_file_is_searched_for_the_letters(project: Project) -> None:
    project.write("spec.yaml", SPEC.split("    expect")[0] + "    guard: true\n")
    project.write("src/app.py", "x = 1\n")
    project.write("src/huge.py", b"x = 1\n" * 17_500_000)
    assert project.run("verify", "spec.yaml").code == 0
    with (project.root / "src/huge.py").open("ab") as file:
        file.write(b"legacy_login()\n")
    answer = project.run("verify", "spec.yaml")
    assert answer.code == 3
    assert "src/huge.py" in answer.out


def test_a_path_with_escapes_reaches_no_terminal(project: Project) -> None:
    project.write("src/\x1b[31mred\n.py", OLD)
    answer = project.run("verify", "spec.yaml")
    assert answer.code == 1
    assert "\x1b" not in answer.out + answer.err
    assert "\\x1b[31mred\\n.py" in answer.out


def test_a_closed_pipe_is_no_error(project: Project) -> None:
    import subprocess
    import sys

    for number in range(200):
        project.write(f"src/many{number}.py", OLD)
    command = f"{sys.executable} -m planproof_cli facts --all | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=project.root, env=project.environment(), capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode in (0, 141)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_the_spec_may_not_be_a_pipe(project: Project) -> None:
    os.mkfifo(project.root / "pipe.yaml")
    assert stat.S_ISFIFO((project.root / "pipe.yaml").stat().st_mode)
    assert project.run("verify", "pipe.yaml").code == 2


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_the_status_is_the_same_where_nothing_can_be_printed(project: Project, closed: str) -> None:
    """Started without standard output a verdict was 1, whatever it was."""
    import subprocess
    import sys

    for arguments in ("list", "verify spec.yaml", "find enter"):
        code = project.run(*arguments.split()).code
        done = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m planproof_cli {arguments} {closed}"],
            cwd=project.root, env=project.environment(), capture_output=True, check=False,
        )  # fmt: skip
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False)
