"""Contents from the object store.

Commands that need objects only are run beside the repository: in a scratch git folder of our own
that borrows its object store. No setting, attribute, replacement or promise of the repository
counts there, so nothing can be fetched, and what is missing is simply missing. Source of the
protocol: git-cat-file(1), BATCH OUTPUT.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO

from planproof.errors import FaultError, TreeChangedError
from planproof.git import door
from planproof.git.disk import CHUNK
from planproof.git.repository import Repository

SCRATCH = "planproof-"
"""How the names of scratch folders begin; then comes the process that made it."""

_WINDOW = 48
"""Ids asked for at once: few enough to fit in the smallest pipe, so that neither side waits."""


@contextmanager
def beside(repository: Repository, *, keep: bool = True) -> Iterator[door.Scene]:
    """A scene that sees this repository's objects and nothing else of it.

    New objects go into its store; with ``keep=False`` into the scratch folder, and are gone after.
    """
    with _scratch_folder() as folder:
        _make_git_folder(folder, repository)
        store = repository.objects if keep else folder / "objects"
        yield door.Scene(
            folder=folder,
            git_dir=folder,
            index_file=folder / "index",
            objects=store,
            alternates=None if keep else repository.objects,
            settings=(("core.compression", "1" if keep else "0"),),
        )


class Reader:
    """One ``cat-file --batch`` process; use it in a ``with`` block.

    It runs in ``scene``, which must see the repository's objects, or else in one of its own.
    """

    def __init__(self, repository: Repository, scene: door.Scene | None = None) -> None:
        self._repository = repository
        self._stack = ExitStack()
        self._scene = scene
        self._running: door.Running | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._stack.close()

    def contents(self, ids: Iterable[str]) -> Iterator[bytes | None]:
        """The bytes of each object in the order asked; None for one that is not there."""
        waiting = iter(ids)
        while window := list(islice(waiting, _WINDOW)):
            while window:
                answered = 0
                for content in self._ask(window):
                    answered += 1
                    yield content
                window = window[answered:]

    def _ask(self, window: Sequence[str]) -> Iterator[bytes | None]:
        """Answers until git gives up, which it does on a damaged object: that one is None."""
        running = self._process()
        try:
            running.stdin.write("".join(f"{id_}\n" for id_ in window).encode())
            running.stdin.flush()
            for _ in window:
                yield _next_object(running.stdout)
        except (BrokenPipeError, EOFError):
            self.stop()
            yield None

    def _process(self) -> door.Running:
        if self._running is None:
            if self._scene is None:
                self._scene = self._stack.enter_context(beside(self._repository))
            self._running = door.start(["cat-file", "--batch"], self._scene, feed=True, mute=True)
        return self._running

    def stop(self) -> None:
        """Drops the answers that are on their way; the next question starts another process."""
        if self._running is not None:
            self._running.__exit__(None, None, None)
            self._running = None


class Sizes:
    """The lengths of many objects.

    The first question asks for the ``likely`` ones as well; after a few more all are asked for.
    """

    def __init__(
        self,
        ask: Callable[[Iterable[str]], Mapping[str, int]],
        every: Callable[[], Iterable[str]],
        likely: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._ask = ask
        self._every = every
        self._likely = likely
        self._known: dict[str, int | None] = {}
        self._questions = 0

    def get(self, id_: str) -> int | None:
        if id_ not in self._known:
            wanted = {id_, *self._more()}
            found = self._ask(sorted(wanted))
            self._known.update((one, found.get(one)) for one in wanted)
        return self._known[id_]

    def _more(self) -> Iterable[str]:
        self._questions += 1
        if self._questions == 1:
            return islice(self._likely(), _LIKELY)
        return self._every() if self._questions > _PATIENCE else ()


_LIKELY = 1_000
_PATIENCE = 8


def sizes(repository: Repository, ids: Iterable[str]) -> dict[str, int]:
    """The length in bytes of each of these objects that is in the store."""
    wanted = "".join(f"{id_}\n" for id_ in ids).encode()
    if not wanted:
        return {}
    command = ["cat-file", "--batch-check=%(objectname) %(objectsize)", "--buffer"]
    with beside(repository) as scene:
        return read_sizes(door.run(command, scene, wanted).decode().splitlines())


def read_sizes(lines: Iterable[str]) -> dict[str, int]:
    """From lines of ``<id> <size>``, or ``<id> missing``."""
    pairs = (line.strip().split(" ") for line in lines)
    return {id_: int(size) for id_, size in pairs if size != "missing"}


def stream(repository: Repository, id_: str) -> Iterator[bytes]:
    """The bytes of one object in chunks of at most 1 MB.

    Raises TreeChangedError when it is not in the store, or damaged.
    """
    with beside(repository) as scene, door.start(["cat-file", "blob", id_], scene) as running:
        while chunk := running.stdout.read(CHUNK):
            yield chunk
        if running.finish().code != 0:
            raise TreeChangedError(
                f"the object {id_} cannot be read from the store of {repository.top}",
                fix="Run `git fsck`; in a partial or shallow clone, `git fetch` what is missing",
            )


def _next_object(answers: IO[bytes]) -> bytes | None:
    """One answer: ``<id> <type> <size>``, the bytes and a line end; or ``<id> missing``."""
    head = answers.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    size = head.split(b" ")[-1]
    if not size.strip().isdigit():
        return None
    content = answers.read(int(size) + 1)
    if len(content) <= int(size):
        raise EOFError
    return content[:-1]


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    from tempfile import TemporaryDirectory  # here: slow to import, and few commands need it

    try:
        scratch = TemporaryDirectory(prefix=f"{SCRATCH}{os.getpid()}-")
    except OSError as error:
        raise FaultError(
            f"no scratch folder can be made: {error}",
            fix="Free some space, or point TMPDIR at a folder that can be written to",
            code="no-scratch-folder",
        ) from error
    with scratch as name:
        yield Path(name).resolve()


def _make_git_folder(folder: Path, repository: Repository) -> None:
    for name in ("objects/info", "refs"):
        (folder / name).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    (folder / "config").write_text(_config(repository))


def _config(repository: Repository) -> str:
    shared = repository.settings.shared
    lines = ["[core]", "bare = true", "repositoryFormatVersion = 1"]
    if shared.isalnum():
        lines.append(f"sharedRepository = {shared}")
    lines += ["[extensions]", f"objectFormat = {repository.object_format}"]
    return "\n".join(lines) + "\n"
