"""Repositories inside a work tree: only what they have checked out is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from planproof.git import door
from planproof.git.repository import Repository

_AT_ONCE = 8


def nested_heads(repository: Repository, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, commit id) of each nested repository; the id is empty when it is unknown.

    The repository is named, not searched for: a search could end in the one around it.
    """
    waiting = iter(paths)
    while batch := list(islice(waiting, _AT_ONCE)):
        with ExitStack() as stack:
            running = [
                stack.enter_context(door.start(_COMMAND, _scene(repository, path)))
                for path in batch
            ]
            results = [one.finish() for one in running]
        yield from zip(batch, map(_head, results), strict=True)


_COMMAND = ["rev-parse", "--verify", "--quiet", "HEAD"]


def _scene(repository: Repository, path: str) -> door.Scene:
    return door.Scene(repository.top, git_dir=repository.top / path / ".git")


def _head(result: door.Result) -> str:
    return result.output.decode().strip() if result.code == 0 else ""
