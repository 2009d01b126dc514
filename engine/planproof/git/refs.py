"""Names that keep stored trees alive, all under ``refs/planproof/``: no branch is ever touched."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from pathlib import Path

from planproof.errors import UsageError
from planproof.git import door
from planproof.git.repository import Repository

NAMESPACE = "refs/planproof/"


def set_ref(repository: Repository, name: str, object_id: str) -> None:
    """Points ``refs/planproof/<name>`` at an object, a tree for instance.

    ``name`` may be given with that prefix. Raises UsageError for a name git does not allow, and
    GitError when the object is not in the store.
    """
    full = _full(repository, name)
    command = ["update-ref", "--no-deref", full, object_id]
    asked = door.ask(command, repository.scene)
    if asked.code != 0 and _remove_stale_lock(repository.common_dir / f"{full}.lock"):
        asked = door.ask(command, repository.scene)
    asked.require()


def _remove_stale_lock(lock: Path) -> bool:
    """git holds the lock of a ref for milliseconds, unless it was killed. All names here are ours.

    Whether there was one, and it is gone.
    """
    if not lock.is_file():
        return False
    for _ in range(round(_PATIENCE / _PAUSE)):
        time.sleep(_PAUSE)
        if not lock.is_file():
            return True
    lock.unlink(missing_ok=True)
    return True


_PATIENCE = 2.0
_PAUSE = 0.05
"""Seconds."""


def delete_ref(repository: Repository, name: str) -> None:
    """Removes ``refs/planproof/<name>``; nothing happens when there is none."""
    door.run(["update-ref", "--no-deref", "-d", _full(repository, name)], repository.scene)


def delete_refs(repository: Repository, names: Iterable[str]) -> None:
    """Removes all these ``refs/planproof/<name>``, or, where GitError is raised, none."""
    lines = "".join(f"delete {_full(repository, name)}\0\0" for name in names)
    if lines:
        command = ["update-ref", "--no-deref", "-z", "--stdin"]
        door.run(command, repository.scene, os.fsencode(lines))


def list_refs(repository: Repository, prefix: str = "") -> dict[str, str]:
    """{name below ``refs/planproof/`` → object id}, sorted, of the names that begin so."""
    command = ["for-each-ref", "--format=%(objectname) %(refname)", NAMESPACE]
    lines = os.fsdecode(door.run(command, repository.scene)).splitlines()
    pairs = (line.split(" ", 1) for line in lines)
    names = ((name.removeprefix(NAMESPACE), id_) for id_, name in pairs)
    return dict(sorted(pair for pair in names if pair[0].startswith(prefix)))


_PLAIN = re.compile(r"[A-Za-z0-9][\w-]*(?:/[A-Za-z0-9][\w-]*)*", re.ASCII)
"""Names in which nothing stands that git gives a meaning to (git-check-ref-format(1))."""


def _full(repository: Repository, name: str) -> str:
    """git itself refuses what could climb out: ``..`` and empty parts are not allowed in names."""
    short = name.removeprefix(NAMESPACE)
    full = NAMESPACE + short
    if _PLAIN.fullmatch(short):
        return full
    if "\0" in full or door.ask(["check-ref-format", full], repository.scene).code != 0:
        raise UsageError(
            f"{full!r} is not a name that git allows for a ref",
            fix="Use letters, digits, `-` and `/` (git help check-ref-format has the rules)",
        )
    return full
