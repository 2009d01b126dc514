"""How much memory a command needs with all its processes, sampled while it runs."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from processes import Command, NotMeasuredError, watched

_EVERY = 0.03
"""Seconds between samples."""
_PROC = Path("/proc")


@dataclass(frozen=True)
class Peak:
    """Bytes. ``pss`` shares out the pages that processes have in common, ``rss`` counts them twice.

    ``processes`` were seen at once at most; ``samples`` were taken.
    """

    pss: int
    rss: int
    processes: int
    samples: int
    seconds: float
    output: str


def peak_memory(command: Command) -> Peak:
    """The most that all processes of a command held at one time. Raises NotMeasuredError."""
    if not (_PROC / "self" / "smaps_rollup").exists():
        raise NotMeasuredError("needs /proc/*/smaps_rollup, as Linux has it")
    home = command.surroundings.home
    begun = time.monotonic()
    with (home / "stdout").open("wb") as out, (home / "stderr").open("wb") as err:
        process = command.start(out.fileno(), err.fileno())
        with watched(process, command.patience):
            samples = list(_watch(process))
    if process.returncode not in command.fine:
        said = (home / "stderr").read_text(errors="replace")[-300:]
        raise NotMeasuredError(f"{command.words[0]} ended with {process.returncode}: {said}")
    pss, rss, count = (max(column) for column in zip(*samples, strict=True))
    output = (home / "stdout").read_text(errors="replace")
    return Peak(pss, rss, count, len(samples), time.monotonic() - begun, output)


def _watch(process: subprocess.Popen[bytes]) -> Iterator[tuple[int, int, int]]:
    """(PSS, RSS, processes) again and again until the command ends."""
    while process.poll() is None:
        held = [each for each in map(_held, _session(process.pid)) if each is not None]
        if held:
            yield sum(pss for pss, _ in held), sum(rss for _, rss in held), len(held)
        time.sleep(_EVERY)


def _session(leader: int) -> Iterator[int]:
    """The processes of the session that the command was started in."""
    for name in os.listdir(_PROC):
        if name.isdigit():
            try:
                stat = (_PROC / name / "stat").read_bytes()
            except OSError:
                continue
            # after the name in parentheses: state, parent, group, session
            if int(stat.rpartition(b")")[2].split()[3]) == leader:
                yield int(name)


def _held(pid: int) -> tuple[int, int] | None:
    try:
        rollup = (_PROC / str(pid) / "smaps_rollup").read_bytes()
    except OSError:  # it has ended meanwhile
        return None
    sizes = {line.split()[0]: line.split() for line in rollup.splitlines()[1:]}
    if b"Pss:" not in sizes:
        return None
    return int(sizes[b"Pss:"][1]) * 1024, int(sizes[b"Rss:"][1]) * 1024
