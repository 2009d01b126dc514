"""A run that a warm process is forked for is the run of a cold one, in all that a user sees."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from planproof_testing import Project
from warm_start import WarmProcess, WarmStart, kind_of, start_cold


@pytest.fixture(scope="module")
def warm(first_project: Project) -> Iterator[WarmProcess]:
    process = WarmProcess(first_project.environment())
    yield process
    process.close()


@pytest.mark.parametrize(
    "words",
    [["--version"], ["--help"], ["verify", "spec.yaml"], ["verify", "spec.yaml", "--json"],
     ["verify", "spec.yaml", "--format", "sarif"], ["find", "legacy_login"], ["show"],
     ["snow"], ["verify", "no\udcffway.yaml"], ["show", "--no-such"], []],
    ids=" ".join,
)  # fmt: skip
def test_both_say_the_same_on_both_streams_and_by_their_status(
    project: Project, warm: WarmProcess, words: list[str]
) -> None:
    environment = project.environment()

    cold = start_cold(words, project.root, environment)

    assert warm.run(words, project.root, environment, 60) == cold


def test_a_run_has_its_own_folder_and_environment(project: Project, warm: WarmProcess) -> None:
    project.run("init", "--name", "Login")
    bob = project.environment(PLANPROOF_ACTOR="bob")

    words = ["add-task", "--title", "Retire it", "--spec", "../spec.yaml"]
    done = warm.run(words, project.root / "src", bob, 60)

    assert done.code == 0, done.err
    with closing(sqlite3.connect(project.root / ".git" / "planproof" / "plans.db")) as plans:
        actors = [actor for (actor,) in plans.execute("SELECT actor FROM events ORDER BY id")]
    assert (actors[0], actors[-1]) == ("ada", "bob")


def test_what_is_longer_than_a_pipe_is_read_whole(project: Project, warm: WarmProcess) -> None:
    project.write("src/many.py", "legacy_login()\n" * 3_000)
    words = ["verify", "spec.yaml", "--json"]

    done = warm.run(words, project.root, project.environment(), 60)

    assert len(done.out) > 1 << 17
    assert done == start_cold(words, project.root, project.environment())


def test_a_run_that_takes_too_long_is_killed_and_the_next_goes_on(
    project: Project, warm: WarmProcess
) -> None:
    with pytest.raises(TimeoutError):
        warm.run(["verify", "spec.yaml"], project.root, project.environment(), 0)

    assert warm.run(["verify", "spec.yaml"], project.root, project.environment(), 60).code == 1


def test_the_first_run_of_a_kind_is_cold_and_the_others_take_turns(
    folder: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    popen = subprocess.Popen

    def heard(command: list[str], *rest: object, **named: object) -> object:
        started.append(command[1])
        return popen(command, *rest, **named)

    monkeypatch.setattr(subprocess, "Popen", heard)
    warm = WarmStart()
    for _ in range(4):
        warm.run(["show", "1"], folder.root, folder.environment())
    warm.close()

    assert [os.path.basename(word) for word in started] == ["-m", *["warm_process.py"] * 2]


def test_what_another_process_of_the_session_ran_cold_is_not_run_cold_again(
    folder: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = WarmStart(), WarmStart()
    one.seen = other.seen = tmp_path / "cold"
    one.seen.mkdir()
    one.run(["show"], folder.root, folder.environment())
    monkeypatch.setattr("warm_start.start_cold", None)

    assert other.run(["show"], folder.root, folder.environment()).code == 2
    other.close()


def test_the_kind_of_a_run_is_its_command_with_its_flags_and_formats() -> None:
    assert kind_of(["plan", "show", "login", "--json"]) == ("plan", "show", "--json")
    assert kind_of(["gate", "--format", "sarif", "--base", "x"]) != kind_of(["gate", "--base", "x"])
    assert kind_of(["show", "1"]) == kind_of(["show", "2"]) != kind_of(["list"])


def test_what_python_reads_as_it_starts_reaches_a_cold_run(folder: Project) -> None:
    folder.run("--version")
    folder.run("--version")

    answer = folder.run("--version", PYTHONVERBOSE="1")

    assert "import" in answer.err


def test_nothing_gives_two_warm_processes_the_same_seed(folder: Project) -> None:
    assert "PYTHONHASHSEED" not in folder.environment()
