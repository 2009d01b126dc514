"""Whole processes: what they are given, how long they take, and what they leave behind."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_KEPT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


class NotMeasuredError(Exception):
    """Why a row has no figure: a peer that cannot be fetched, a command that fails."""


@dataclass(frozen=True)
class Took:
    """Seconds of one process and of those that it waited for: by the clock, and of the cores."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Ended:
    """One process that has ended; ``output`` is what it printed, where somebody asked."""

    took: Took
    status: int
    output: str
    errors: str


@dataclass(frozen=True)
class Surroundings:
    """What timed processes are given: a home of their own, and nothing of the caller's settings.

    ``PYTHONDONTWRITEBYTECODE`` is not passed on: a user's installation has its bytecode.
    """

    home: Path
    source_roots: tuple[Path, ...] = ()

    def environment(self) -> dict[str, str]:
        who = {f"GIT_{who}_{what}": "bench@example.org"
               for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
        mine = {"HOME": str(self.home), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
        if self.source_roots:
            mine["PYTHONPATH"] = os.pathsep.join(map(str, self.source_roots))
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {**kept, **who, **mine}


@dataclass(frozen=True)
class Command:
    """Something to run. ``fine`` are the exit statuses that mean it did its job.

    After ``patience`` seconds it is given up.
    """

    words: tuple[str, ...]
    root: Path
    surroundings: Surroundings
    fine: tuple[int, ...] = (0, 1)
    extra: Mapping[str, str] = field(default_factory=dict)
    patience: float = 600.0

    def run(self) -> Ended:
        """Runs it to its end. Raises NotMeasuredError when it cannot, or fails."""
        answers, complaints = self.surroundings.home / "stdout", self.surroundings.home / "stderr"
        with answers.open("wb") as out, complaints.open("wb") as err:
            took, status = self._timed(out.fileno(), err.fileno())
        ended = Ended(took, status, _text(answers), _text(complaints))
        if status not in self.fine:
            said = " ".join((ended.errors or ended.output).split())[-300:]
            raise NotMeasuredError(f"{' '.join(self.words[:4])} ended with {status}: {said}")
        return ended

    def start(self, out: int, err: int) -> subprocess.Popen[bytes]:
        """Starts it in a session of its own, so that all its processes can be told."""
        environment = {**self.surroundings.environment(), **self.extra}
        try:
            return subprocess.Popen(
                self.words, cwd=self.root, env=environment, stdin=subprocess.DEVNULL,
                stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise NotMeasuredError(f"{self.words[0]} cannot be run: {error}") from error

    def _timed(self, out: int, err: int) -> tuple[Took, int]:
        begun = time.perf_counter()
        process = self.start(out, err)
        with watched(process, self.patience):
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
        return Took(wall, used.ru_utime + used.ru_stime), process.returncode


@contextmanager
def watched(process: subprocess.Popen[bytes], patience: float) -> Iterator[None]:
    """Kills the process and those that it started when it takes too long, or nobody waits."""
    timer = threading.Timer(patience, _kill, [process])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if process.returncode is None:
            _kill(process)
    if process.returncode == -signal.SIGKILL:
        raise NotMeasuredError(f"did not end within {patience:.0f} s, or was killed")


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def must(words: Sequence[str], **given: object) -> str:
    """What a command of the set-up prints. Raises NotMeasuredError when it fails."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, **given)  # type: ignore[call-overload]
    if done.returncode:
        said = " ".join(str(done.stderr or done.stdout).split())[-400:]
        raise NotMeasuredError(f"{' '.join(words[:5])} … failed: {said}")
    return str(done.stdout)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
