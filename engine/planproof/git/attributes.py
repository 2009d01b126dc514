"""What git was told about one path: in attributes files, in ignore files."""

from __future__ import annotations

import os

from planproof.git import door
from planproof.git.repository import Repository


def attribute(repository: Repository, path: str, name: str) -> str:
    """Its value, ``set`` or ``unset`` for one without; empty where nothing says anything."""
    command = ["check-attr", "-z", name, "--", path]
    value = os.fsdecode(door.run(command, repository.scene)).split("\0")[2]
    return "" if value == "unspecified" else value


def is_ignored(repository: Repository, path: str) -> bool:
    """Whether git leaves the path out, unless it was added all the same."""
    found = door.ask(["check-ignore", "--quiet", "--", path], repository.scene)
    return found.code == 0
