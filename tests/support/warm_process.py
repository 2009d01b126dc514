"""A process that has loaded planproof and forks itself for each run of the command.

What it is asked comes over the socket whose number it is given: a line of JSON with the words, the
folder and the environment of a run, and the two pipes that are its output. The answer is a line
with the id of the process that runs, and one with the status it ended with.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import sys
import traceback
from collections.abc import Iterator
from types import ModuleType

import planproof
import planproof_cli
from planproof.languages.grammar import grammar_of
from planproof.languages.registry import LANGUAGES

_LINE = 1 << 20


def main() -> None:
    for name in _modules(planproof, planproof_cli):
        importlib.import_module(name)
    for language in LANGUAGES:
        grammar_of(language.name)  # its queries depend on nothing else, and take long
    gc.collect()
    gc.freeze()  # what is loaded stays, and no run has to look through it for garbage
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        while True:
            line, pipes, _, _ = socket.recv_fds(channel, _LINE, 2)
            while line and not line.endswith(b"\n"):
                line += channel.recv(_LINE)
            if not line:
                return
            _fork(channel, json.loads(line), pipes)


def _modules(*packages: ModuleType) -> Iterator[str]:
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield found.name


def _fork(channel: socket.socket, asked: list[object], pipes: list[int]) -> None:
    child = os.fork()
    if not child:
        channel.close()
        _become(*asked, *pipes)  # type: ignore[arg-type]
    for pipe in pipes:
        os.close(pipe)
    channel.sendall(b"%d\n" % child)
    _, status = os.waitpid(child, 0)
    channel.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _become(words: list[str], folder: str, environment: dict[str, str], out: int, err: int) -> None:
    """Runs the command as ``python -m planproof_cli`` does, and ends."""
    for end, stream in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
        os.dup2(end, stream)
        os.close(end)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["planproof", *words]
    os._exit(_status())


def _status() -> int:
    """Ends without sweeping up all that was loaded, which takes as long as many commands do."""
    status = 1
    try:
        runpy.run_module("planproof_cli", run_name="__main__", alter_sys=True)
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    main()
