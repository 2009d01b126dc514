"""Killed, interrupted, out of disk: the next run is right, and plans.db is whole."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from planproof_testing import NEW, OLD, Project

FILES = 120


@pytest.fixture
def busy(planned: Project) -> Project:
    """The planned project with enough files for a run to be killed in its middle."""
    for number in range(FILES):
        planned.write(f"src/part{number}.py", OLD + f"\n\ndef unique_{number}():\n    pass\n" * 20)
    planned.commit("more")
    return planned


def start(project: Project, *words: str, limit: Callable[[], None] | None = None):  # type: ignore[no-untyped-def]
    return subprocess.Popen(
        [sys.executable, "-m", "planproof_cli", *words], cwd=project.root,
        env=project.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=limit, start_new_session=True,
    )  # fmt: skip


def kill_after(project: Project, seconds: float, *words: str) -> None:
    """``kill -9`` for the process and its workers, as a power cut would."""
    import os

    process = start(project, *words)
    time.sleep(seconds)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def assert_whole(project: Project) -> None:
    doctor = project.run("doctor", "--json")
    assert doctor.code == 0, doctor.out
    assert project.git("fsck", "--no-dangling") == ""
    assert project.git("status", "--porcelain") == ""


@pytest.mark.crash
def test_kill_9_at_random_points(busy: Project, request: pytest.FixtureRequest) -> None:
    rounds = int(request.config.getoption("--crash-rounds"))
    chance = random.Random(20261121)
    index = busy.root / ".git" / "planproof" / "index.db"
    started = time.perf_counter()
    out, _ = start(busy, "verify-task", "1", "--json").communicate(timeout=120)
    whole, expected = time.perf_counter() - started, json.loads(out)["data"]
    for round_ in range(rounds):
        if round_ % 2:
            index.unlink(missing_ok=True)
        kill_after(
            busy, chance.uniform(0.05, whole), *(("index",), ("verify-task", "1"))[round_ % 2]
        )
        after = busy.run("verify-task", "1", "--json")
        assert after.code == 1
        assert after.data["violations"] == expected["violations"]
        assert after.data["status"] == "in_progress"
    assert_whole(busy)


@pytest.mark.crash
def test_kill_9_never_completes_by_accident(busy: Project, request: pytest.FixtureRequest) -> None:
    """A status moves only together with the verification that moved it."""
    rounds = max(2, int(request.config.getoption("--crash-rounds")) // 2)
    chance = random.Random(7)
    for file in ("src/app.py", *(f"src/part{number}.py" for number in range(FILES))):
        busy.write(file, NEW)
    busy.commit("done")
    for _ in range(rounds):
        kill_after(busy, chance.uniform(0.1, 1.5), "verify-task", "1")
        status = busy.run("show", "--json").data["tasks"][0]
        if status["status"] == "completed":
            assert status["verification"]["verdict"] == "passed"
        else:
            assert status["status"] == "pending"
    assert busy.run("verify-task", "1").code == 0
    assert_whole(busy)


def test_control_c_leaves_130_and_nothing_behind(busy: Project) -> None:
    index = busy.root / ".git" / "planproof" / "index.db"
    index.unlink(missing_ok=True)
    process = start(busy, "index")
    while not index.exists() and process.poll() is None:  # until the command has begun
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert b"Traceback" not in errors
    assert busy.run("verify-task", "1").code == 1


def test_a_full_disk_while_indexing_still_gives_the_right_verdict(busy: Project) -> None:
    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))

    (busy.root / ".git" / "planproof" / "index.db").unlink(missing_ok=True)
    process = start(busy, "verify", "spec.yaml", "--json", limit=small_files_only)
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 1, errors.decode()
    assert b"Traceback" not in errors
    assert out.count(b'"no-legacy-login"') > FILES
    assert busy.run("index", "--json").data["files"] == FILES + 1


def test_a_full_disk_keeps_the_status_and_says_so(busy: Project) -> None:
    """The verdict is printed, the status kept, exit 3 (or 1, where there are violations)."""

    def nothing_grows() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))

    for file in ("src/app.py", *(f"src/part{number}.py" for number in range(FILES))):
        busy.write(file, NEW)
    busy.commit("done")
    process = start(busy, "verify-task", "1", limit=nothing_grows)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 3, errors.decode()
    assert b"Traceback" not in errors
    assert busy.run("show", "--json").data["tasks"][0]["status"] == "pending"
    assert busy.run("verify-task", "1").code == 0
    assert_whole(busy)


def test_ten_processes_at_once_lose_nothing(planned: Project) -> None:
    processes = [start(planned, "add-task", "--title", f"task {n}") for n in range(10)]
    codes = [process.wait(timeout=120) for process in processes]
    for process in processes:
        process.communicate()
    assert codes == [0] * 10
    tasks = planned.run("show", "--json").data["tasks"]
    assert [task["number"] for task in tasks] == list(range(1, 12))


def test_a_corrupt_index_is_made_again(busy: Project) -> None:
    index = busy.root / ".git" / "planproof" / "index.db"
    busy.run("index")
    content = bytearray(index.read_bytes())
    content[100:5000] = bytes(4900)
    Path(index).write_bytes(content)
    answer = busy.run("verify-task", "1", "--json")
    assert answer.code == 1
    assert len(answer.data["violations"]) == 2 * (FILES + 1) + 1
