"""The command in a process of its own that need not load it again.

Loading planproof takes four times as long as most runs in a test do, so a process that has loaded
it is forked for each. What is judged is the same: a process with its own folder, environment,
streams and status. Not the same is that everything is loaded already; so the first run of every
command with the same flags is always a cold one, as are those whose environment reaches Python
itself, and what tests the start, signals or crashes starts its processes itself.

Two such processes take turns: each has its own seed of hashes, so that an order that depends on it
shows itself from one run to the next, as it does among cold ones.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from planproof.report.formats import FORMATS
from planproof_cli.table import COMMANDS, Table

_SERVER = Path(__file__).with_name("warm_process.py")
_TURNS = 2
_PIECE = 1 << 16


class Ended(NamedTuple):
    code: int
    out: bytes
    err: bytes


class WarmProcess:
    """One process that forks itself, run after run. Raises TimeoutError as a run takes too long."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        # its streams are pipes, as those of its runs are: Python looks at them once, as it starts
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, os.fspath(_SERVER), str(theirs.fileno())],
                pass_fds=[theirs.fileno()], env=environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
        self._answers = self._channel.makefile("rb")

    def run(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
    ) -> Ended:
        asked = json.dumps([list(words), os.fspath(folder), dict(environment)]).encode()
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        socket.send_fds(self._channel, [asked + b"\n"], [out_end, err_end])
        os.close(out_end)
        os.close(err_end)
        child = self._answer()
        try:
            written = _read_all((out, err), time.monotonic() + seconds)
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            for pipe in (out, err):
                with suppress(OSError):  # closed, as nothing more came from it
                    os.close(pipe)
            self._answer()
            raise
        return Ended(self._answer(), *written)

    def _answer(self) -> int:
        line = self._answers.readline()
        assert line, self._process.communicate()[1].decode()  # it has ended, and said why
        return int(line)

    def close(self) -> None:
        self._answers.close()
        self._channel.close()
        self._process.communicate()


def _read_all(pipes: tuple[int, int], until: float) -> tuple[bytes, bytes]:
    found = {pipe: bytearray() for pipe in pipes}
    with selectors.DefaultSelector() as waiting:
        for pipe in pipes:
            waiting.register(pipe, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(until - time.monotonic())
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                piece = os.read(key.fd, _PIECE)
                found[key.fd] += piece
                if not piece:
                    waiting.unregister(key.fd)
                    os.close(key.fd)
    out, err = (bytes(found[pipe]) for pipe in pipes)
    return out, err


class WarmStart:
    """Runs of ``planproof``, the first of each kind cold."""

    def __init__(self) -> None:
        self.seen: Path | None = None
        """Where the processes of a session of tests tell each other what was run cold."""
        self._seen: set[tuple[str, ...]] = set()
        self._resting: deque[WarmProcess] = deque()
        self._started = 0
        atexit.register(self.close)

    def run(
        self,
        words: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        seconds: float = 120,
    ) -> Ended:
        if self._is_first(kind_of(words)) or not hasattr(os, "fork"):
            return start_cold(words, folder, environment, seconds=seconds)
        process = self._next(environment)
        ended = process.run(words, folder, environment, seconds)
        self._resting.append(process)
        return ended

    def close(self) -> None:
        while self._resting:
            self._resting.pop().close()

    def _is_first(self, kind: tuple[str, ...]) -> bool:
        if kind in self._seen:
            return False
        self._seen.add(kind)
        if self.seen is None:
            return True
        try:
            (self.seen / sha256(repr(kind).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _next(self, environment: Mapping[str, str]) -> WarmProcess:
        if self._started < _TURNS or not self._resting:
            self._started += 1
            return WarmProcess(environment)
        return self._resting.popleft()


def start_cold(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], *, seconds: float = 120
) -> Ended:
    done = subprocess.run(
        [sys.executable, "-m", "planproof_cli", *words], cwd=folder, env=environment,
        capture_output=True, timeout=seconds, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def kind_of(words: Sequence[str]) -> tuple[str, ...]:
    """The names of the command and of formats, and the flags."""
    return tuple(word for word in words if word.startswith("-") or word in _NAMES)


def _names(table: Table) -> Iterator[str]:
    for name, target in table.items():
        yield name
        if not isinstance(target, str):
            yield from _names(target)


_NAMES = frozenset(_names(COMMANDS)) | frozenset(FORMATS)
WARM = WarmStart()
