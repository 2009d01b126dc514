"""What the gate holds a change to: specs that hang on completed tasks, guards, enforced specs."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class ContractKind(Enum):
    """``TASK``: claimed completed in a plan's files; ``GUARD``: kept out for ever after an archive;
    ``SPEC``: a spec of the team marked ``enforce``, the only one that a baseline may excuse."""

    TASK = "task"
    GUARD = "guard"
    SPEC = "spec"


class Version(Enum):
    """Whose text of a contract was judged. ``BOTH``: base and head have the same."""

    BOTH = "base and head"
    BASE = "base"
    HEAD = "head"


class Contract(Struct, frozen=True):
    """A contract in one of its versions.

    ``id`` is the same in every version: ``auth/3fa94c`` for a task (plan and key), else the path
    of the file. ``title`` is what people read, ``path`` the file in the tree that it was read from,
    ``text`` the YAML of its spec and ``source`` how messages call that. ``plan`` and ``number`` are
    a task's; empty and 0 for all others.
    """

    kind: ContractKind
    id: str
    title: str
    path: str
    text: str
    source: str
    plan: str = ""
    number: int = 0
