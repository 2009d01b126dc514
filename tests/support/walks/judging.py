"""Verdicts of the command line, each asked for in a process of its own.

The process is forked from one that has imported everything and run nothing: so it costs a tenth of
a new one, and nothing that was learnt by one verdict is in the memory of the next.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from walks import material

AHEAD_NS = 10_000_000_000
"""How much the clock of a hasty walk runs ahead: more than what a file needs to be at rest."""


@dataclass(frozen=True)
class Answer:
    code: int
    out: bytes
    err: bytes


@dataclass(frozen=True)
class Question:
    """A command, as typed, and where."""

    words: tuple[str, ...]
    cwd: Path
    environment: Mapping[str, str]
    hasty: bool = False


@dataclass
class Asked:
    """A command that runs. ``end`` waits for it, ``kill`` does not wait long."""

    pid: int
    folder: Path
    question: Question = field(repr=False)

    def end(self) -> Answer:
        _, status = os.waitpid(self.pid, 0)
        return self._answer(os.waitstatus_to_exitcode(status))

    def kill(self, seconds: float) -> None:
        """``kill -9`` for the process and its workers, as a power cut would."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self._answer(0)
                return
            time.sleep(0.002)
        os.killpg(self.pid, signal.SIGKILL)
        self.end()

    def _answer(self, code: int) -> Answer:
        out, err = ((self.folder / name).read_bytes() for name in ("out", "err"))
        for name in ("out", "err"):
            (self.folder / name).unlink()
        self.folder.rmdir()
        return Answer(code, out, err)


def ask(question: Question) -> Asked:
    """Begin a command in a fork of this process."""
    import_all()
    folder = Path(tempfile.mkdtemp(prefix="walk-"))
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _run(question, folder)
    return Asked(pid, folder, question)


def ask_anew(question: Question) -> Asked:
    """Begin a command in a process that is started anew, as a user does."""
    folder = Path(tempfile.mkdtemp(prefix="walk-"))
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        started = subprocess.Popen(
            [sys.executable, "-m", "planproof_cli", *question.words], cwd=question.cwd,
            env={**question.environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
        )  # fmt: skip
    started.returncode = 0  # it is waited for by its number
    return Asked(started.pid, folder, question)


def _run(question: Question, folder: Path) -> None:
    """The life of the forked process. It never returns."""
    code = 70
    try:
        os.setpgid(0, 0)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        os.chdir(question.cwd)
        os.environ.clear()
        os.environ.update(question.environment)
        _OFFSET[0] = AHEAD_NS if question.hasty else 0
        code = _command(question.words)
    except BaseException as error:
        os.write(2, repr(error).encode())
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _command(words: Sequence[str]) -> int:
    from planproof_cli.main import main

    return int(main(list(words)))


_OFFSET = [0]


def run_ahead(function: Callable[[], int], unit: int) -> Callable[[], int]:
    """A clock that can be told to run ahead."""

    def told() -> int:
        return function() + _OFFSET[0] // unit

    return told


_DONE: list[bool] = []


def import_all() -> None:
    """Import all that a verdict needs, once, with a clock that can be told to run ahead."""
    if _DONE:
        return
    time.time_ns = run_ahead(time.time_ns, 1)
    time.time = run_ahead(time.time, 1_000_000_000)
    for package in ("planproof", "planproof_cli"):
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    _run_once()
    gc.freeze()
    _DONE.append(True)


def _run_once() -> None:
    """Let grammars make their queries, which is most of what a short verdict costs.

    They are functions of the language alone. Whatever else was remembered is forgotten again.
    """
    with tempfile.TemporaryDirectory(prefix="walk-") as folder:
        place = Path(folder, "tree")
        for path, data in {**material.tree(), **material.route_tree(0)}.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
        for name, text in material.specs().items():
            (place / name).write_text(text)
        environment = {**os.environ, "PLANPROOF_INDEX": str(Path(folder, "index.db"))}
        _run_here(Question(("verify", *material.specs(), "--json"), place, environment))
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and _is_forgotten(found):
            found.cache_clear()


def _run_here(question: Question) -> None:
    """In this very process, its words thrown away."""
    out, err, cwd, environment = sys.stdout, sys.stderr, Path.cwd(), dict(os.environ)
    with open(os.devnull, "w") as nowhere:
        try:
            sys.stdout = sys.stderr = nowhere
            os.chdir(question.cwd)
            os.environ.update(question.environment)
            _command(question.words)
        finally:
            sys.stdout, sys.stderr = out, err
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(environment)


def _is_forgotten(found: object) -> bool:
    name, module = str(getattr(found, "__name__", "")), str(getattr(found, "__module__", ""))
    constant = ("query", "grammar", "digest_of", "tables_of", "frameworks_of", "_by_")
    return module.startswith("planproof") and not any(word in name for word in constant)
