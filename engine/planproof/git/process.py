"""Child processes with pipes, started by the shortest way that the system has.

Importing :mod:`subprocess` takes longer than some commands of git. Where ``posix_spawn`` exists it
does all that is needed here; elsewhere, and when a standard stream of our own is closed,
:mod:`subprocess` is used after all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import subprocess

_SIGPIPE = 13
_SIGKILL = 9
_PIECE = 1 << 16
_STANDARD_STREAMS = 3


class Process(Protocol):
    """What a caller needs of a process."""

    @property
    def stdin(self) -> IO[bytes] | None: ...

    @property
    def stdout(self) -> IO[bytes] | None: ...

    def communicate(self, data: bytes | None = None) -> tuple[bytes, bytes, int]:
        """Feeds ``data`` and closes the pipe; all of stdout and stderr, and the exit status."""
        ...

    def end(self) -> None:
        """Kills the process if it still runs; closes its pipes."""
        ...


def launch(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, feed: bool, mute: bool
) -> Process:
    """Starts git (``command[0]``) in a folder. Raises OSError when it cannot be started."""
    if not hasattr(os, "posix_spawn"):
        return _Popened(command, folder, environment, feed=feed, mute=mute)
    pipes = _Pipes(feed=feed, mute=mute)
    if pipes.are_low:
        pipes.close()
        return _Popened(command, folder, environment, feed=feed, mute=mute)
    program, *arguments = command
    try:
        process = os.posix_spawn(
            program,
            [program, "-C", os.fspath(folder), *arguments],
            environment,
            file_actions=pipes.actions,
            setsigdef=[_SIGPIPE],  # Python ignores it, and a child would go on doing so
        )
    except BaseException:
        pipes.close()
        raise
    pipes.leave_ends_of_child()
    return _Spawned(process, pipes)


class _Pipes:
    """Our ends and the child's ends, by the number of the stream."""

    def __init__(self, *, feed: bool, mute: bool) -> None:
        self.ours: dict[int, int] = {}
        self._theirs: dict[int, int] = {}
        if feed:
            self._theirs[0], self.ours[0] = os.pipe()
        for stream in (1,) if mute else (1, 2):
            self.ours[stream], self._theirs[stream] = os.pipe()

    @property
    def are_low(self) -> bool:
        """Whether an end has a number that a standard stream of the child needs."""
        return any(end < _STANDARD_STREAMS for end in (*self.ours.values(), *self._theirs.values()))

    @property
    def actions(self) -> list[tuple[object, ...]]:
        given = [(os.POSIX_SPAWN_DUP2, end, stream) for stream, end in self._theirs.items()]
        return [*given, *(_nowhere(stream) for stream in range(3) if stream not in self._theirs)]

    def leave_ends_of_child(self) -> None:
        for end in self._theirs.values():
            os.close(end)
        self._theirs = {}

    def close(self) -> None:
        self.leave_ends_of_child()
        for end in self.ours.values():
            os.close(end)
        self.ours = {}


def _nowhere(stream: int) -> tuple[object, ...]:
    return os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0


class _Spawned:
    """A process by its number; each pipe becomes a file when somebody asks for it."""

    def __init__(self, process: int, pipes: _Pipes) -> None:
        self._process: int | None = process
        self._pipes = pipes
        self._files: dict[int, IO[bytes]] = {}
        self._status = 0

    @property
    def stdin(self) -> IO[bytes] | None:
        return self._file(0, "wb")

    @property
    def stdout(self) -> IO[bytes] | None:
        return self._file(1, "rb")

    def communicate(self, data: bytes | None = None) -> tuple[bytes, bytes, int]:
        self._flush()
        found = self._exchange(memoryview(data or b""))
        self._wait()
        return b"".join(found[1]), b"".join(found[2]), self._status

    def end(self) -> None:
        if self._process is not None and not self._wait(os.WNOHANG):
            os.kill(self._process, _SIGKILL)
        for stream in list(self._pipes.ours):
            self._close(stream)
        self._wait()

    def __del__(self) -> None:
        """Nobody asked for the answer."""
        self.end()

    def _exchange(self, data: memoryview) -> dict[int, list[bytes]]:
        """Writes and reads whatever can be, until there is nothing more on any side."""
        import select

        found: dict[int, list[bytes]] = {1: [], 2: []}
        waiting, streams = select.poll(), {end: stream for stream, end in self._pipes.ours.items()}
        for end, stream in streams.items():
            os.set_blocking(end, stream != 0)
            waiting.register(end, select.POLLIN if stream else select.POLLOUT)
        while streams:
            for end, _ in waiting.poll():
                stream = streams[end]
                if stream:
                    piece = os.read(end, _PIECE)
                    found[stream].append(piece)
                else:
                    data = data[_write(end, data) :]
                if not (piece if stream else data):
                    waiting.unregister(end)
                    self._close(streams.pop(end))
        return found

    def _file(self, stream: int, mode: str) -> IO[bytes] | None:
        if stream not in self._files and stream in self._pipes.ours:
            # the pipe is closed here and nowhere else: of a process that nobody holds any more, the
            # files may be swept away first, and would complain of a pipe that is still open
            self._files[stream] = os.fdopen(self._pipes.ours[stream], mode, closefd=False)
        return self._files.get(stream)

    def _flush(self) -> None:
        if 0 in self._files:
            with suppress(BrokenPipeError):  # the process has gone, and says why
                self._files[0].flush()

    def _close(self, stream: int) -> None:
        end, file = self._pipes.ours.pop(stream), self._files.pop(stream, None)
        if file is not None:
            with suppress(OSError):  # unread input of a process that has already gone
                file.close()
        os.close(end)

    def _wait(self, options: int = 0) -> bool:
        """Whether the process has ended."""
        if self._process is None:
            return True
        try:
            ended, status = os.waitpid(self._process, options)
        except ChildProcessError:  # somebody else waits for all children of this process
            ended, status = self._process, 0
        if ended:
            self._process, self._status = None, os.waitstatus_to_exitcode(status)
        return bool(ended)


def _write(end: int, data: memoryview) -> int:
    """How much was taken; all of it where nobody reads any more."""
    try:
        return os.write(end, data[:_PIECE]) if data else 0
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        return len(data)


class _Popened:
    """The same by way of the standard library."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        feed: bool,
        mute: bool,
    ) -> None:
        import subprocess  # here: see above

        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if mute else subprocess.PIPE,
        )

    @property
    def stdin(self) -> IO[bytes] | None:
        return self._process.stdin

    @property
    def stdout(self) -> IO[bytes] | None:
        return self._process.stdout

    def communicate(self, data: bytes | None = None) -> tuple[bytes, bytes, int]:
        output, errors = self._process.communicate(data)
        return output, errors or b"", self._process.returncode

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):  # unread input of a process that has already gone
                    pipe.close()
        self._process.wait()
