"""Repositories inside a work tree: only what they have checked out is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from planproof.git import door
from planproof.git.repository import Repository

_AT_ONCE = 8

_ID_LENGTH = {"sha1": 40, "sha256": 64}


def nested_heads(repository: Repository, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, commit id) of each nested repository; the id is empty when there is none to link to.

    The repository is named, not searched for: a search could end in the one around it. A commit of
    a repository with another kind of ids cannot be linked to.
    """
    waiting = iter(paths)
    while batch := list(islice(waiting, _AT_ONCE)):
        with ExitStack() as stack:
            running = [
                stack.enter_context(door.start(_COMMAND, _scene(repository, path)))
                for path in batch
            ]
            results = [one.finish() for one in running]
        for path, result in zip(batch, results, strict=True):
            yield path, _head(result, _ID_LENGTH[repository.object_format])


_COMMAND = ["rev-parse", "--verify", "--quiet", "HEAD"]


def _scene(repository: Repository, path: str) -> door.Scene:
    return door.Scene(repository.top, git_dir=repository.top / path / ".git")


def _head(result: door.Result, length: int) -> str:
    head = result.output.decode().strip()
    return head if result.code == 0 and len(head) == length else ""
