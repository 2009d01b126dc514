"""Rounds: who runs when, what counts, and what a ratio is the median of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from memory import peak_memory
from processes import Command, NotMeasuredError, Surroundings, Took
from timing import Limits, Rounds, Runner, race


def command(tmp_path: Path, code: str) -> Command:
    return Command((sys.executable, "-c", code), tmp_path, Surroundings(tmp_path), (0,))


def test_commands_take_turns_and_a_short_first_round_does_not_count(tmp_path: Path) -> None:
    ran: list[str] = []
    runners = {
        name: Runner(command(tmp_path, "pass"), lambda name=name: ran.append(name))
        for name in ("peer", "ours")
    }

    rounds = race(runners, Limits(2, 2))

    assert ran == ["peer", "ours"] * 3
    assert len(rounds.rounds) == 2


@pytest.mark.parametrize(
    ("rounds", "elapsed", "more"),
    [(4, 39.0, True), (5, 0.0, False), (2, 41.0, True), (3, 41.0, False), (1, 121.0, False),
     (0, 121.0, True)],
)  # fmt: skip
def test_rounds_are_bounded_by_number_and_time(rounds: int, elapsed: float, more: bool) -> None:
    assert Limits(5, 3, 40.0).want_more(rounds, elapsed) is more


def test_a_ratio_is_taken_in_each_round_by_itself() -> None:
    pairs = [(1.0, 2.0), (10.0, 30.0), (2.0, 2.0)]
    rounds = Rounds([{"peer": Took(a, a), "ours": Took(b, b)} for a, b in pairs])

    assert rounds.wall(lambda took: took["ours"] / took["peer"]).median == 2.0


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(NotMeasuredError, match="ended with 3"):
        command(tmp_path, "raise SystemExit(3)").run()


def test_a_command_that_is_not_there_is_no_measurement(tmp_path: Path) -> None:
    missing = Command(("/nowhere/at-all",), tmp_path, Surroundings(tmp_path))

    with pytest.raises(NotMeasuredError, match="cannot be run"):
        missing.run()


def test_timed_processes_write_their_bytecode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    ended = command(tmp_path, "import sys; print(sys.dont_write_bytecode)").run()

    assert ended.output == "False\n"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is Linux's to say")
def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    held = "x = bytearray(40_000_000); import time; time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}])"

    peak = peak_memory(command(tmp_path, parent))

    assert peak.processes == 2
    assert 40_000_000 < peak.pss <= peak.rss
