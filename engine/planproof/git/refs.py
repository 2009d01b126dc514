"""Names that keep stored trees alive, all under ``refs/planproof/``: no branch is ever touched."""

from __future__ import annotations

import os
import re

from planproof.errors import UsageError
from planproof.git import door
from planproof.git.repository import Repository

NAMESPACE = "refs/planproof/"


def set_ref(repository: Repository, name: str, object_id: str) -> None:
    """Points ``refs/planproof/<name>`` at an object, a tree for instance.

    ``name`` may be given with that prefix. Raises UsageError for a name git does not allow, and
    GitError when the object is not in the store.
    """
    door.run(["update-ref", "--no-deref", _full(repository, name), object_id], repository.scene)


def delete_ref(repository: Repository, name: str) -> None:
    """Removes ``refs/planproof/<name>``; nothing happens when there is none."""
    door.run(["update-ref", "--no-deref", "-d", _full(repository, name)], repository.scene)


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
