"""The commits between two revisions."""

from __future__ import annotations

import os

from msgspec import Struct

from planproof.errors import UsageError
from planproof.git import door
from planproof.git.repository import Repository


class Commit(Struct, frozen=True):
    """``id`` and ``tree`` are full ids; ``subject`` is the first line of its message."""

    id: str
    tree: str
    subject: str


def is_range(revision: str) -> bool:
    """Whether a revision is two with dots between them, as in ``main..HEAD``."""
    return ".." in revision


def commits_in(repository: Repository, revisions: str) -> tuple[Commit, ...]:
    """The commits of ``OLD..NEW`` along first parents, oldest first: those after OLD up to NEW,
    which is HEAD if it is left out.

    Raises NotFoundError for a revision that is not here, UsageError for no such range, and for one
    without a commit: nothing would be judged.
    """
    old, dots, new = revisions.partition("..")
    if not old or new.startswith(".") or ".." in new:
        fix = "write OLD..NEW, or OLD.. for all since OLD"
        raise UsageError(f"{revisions!r} is no range of commits", fix=fix)
    names = (repository.resolve(old), repository.resolve(new or "HEAD"))
    asked = ["log", "-z", "--first-parent", "--reverse", "--no-show-signature", "--no-color",
             "--format=%H %T %s", f"{names[0]}{dots}{names[1]}", "--"]  # fmt: skip
    listed = os.fsdecode(door.run(asked, repository.scene))
    found = tuple(Commit(*line.split(" ", 2)) for line in listed.split("\0") if line)
    if not found:
        fix = "the older revision comes first: OLD..NEW"
        raise UsageError(f"there is no commit in {revisions!r}, so nothing can be judged", fix=fix)
    return found
