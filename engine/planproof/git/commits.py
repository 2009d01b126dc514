"""The commits between two revisions."""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import UTC, date, datetime

from msgspec import Struct

from planproof.errors import UsageError
from planproof.git import door
from planproof.git.repository import Repository


class Commit(Struct, frozen=True):
    """``id``, ``tree`` and ``parents`` are full ids; ``subject`` is the first line of its message;
    ``at`` is when it was committed, in UTC, as ``2026-11-21T09:30:00Z``."""

    id: str
    tree: str
    subject: str
    at: str
    author: str
    parents: tuple[str, ...] = ()


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
    found = _listed(repository, f"{names[0]}{dots}{names[1]}")
    if not found:
        fix = "the older revision comes first: OLD..NEW"
        raise UsageError(f"there is no commit in {revisions!r}, so nothing can be judged", fix=fix)
    return found


def commits_back(repository: Repository, count: int) -> tuple[Commit, ...]:
    """The last ``count`` commits up to HEAD along first parents, oldest first; fewer where there
    are no more. Raises NotFoundError without a commit."""
    return _listed(repository, repository.resolve("HEAD"), f"--max-count={count}")


def commits_since(repository: Repository, day: date) -> tuple[Commit, ...]:
    """Those up to HEAD that were committed on a day, in UTC, or later; the same way."""
    return _listed(repository, repository.resolve("HEAD"), f"--since={day.isoformat()}T00:00:00Z")


def commits_after(repository: Repository, revision: str) -> tuple[Commit, ...]:
    """Those up to HEAD that come after a revision, the same way; none where it is HEAD. Raises
    NotFoundError."""
    return _listed(repository, f"{repository.resolve(revision)}..{repository.resolve('HEAD')}")


def commit_at(repository: Repository, id_: str) -> Commit:
    """One commit by its full id. Raises GitError when it is not here."""
    return _listed(repository, id_, "--max-count=1")[0]


def commits_onto(repository: Repository, old: str, new: str) -> tuple[Commit, ...]:
    """The commits along first parents from ``new`` back that hold ``old``, without it; oldest
    first. Where ``old`` came in by a merge, that merge is the first. Both are full ids; none
    where ``new`` does not hold ``old``."""
    command = ["rev-list", "--ancestry-path", f"{old}..{new}", "--"]
    holding = {*door.run(command, repository.scene).decode("ascii").split()}
    return tuple(one for one in _listed(repository, f"{old}..{new}") if one.id in holding)


def commits_beside(repository: Repository, trunk: str, tip: str) -> tuple[Commit, ...]:
    """Those along first parents from ``tip`` back that ``trunk`` does not hold, oldest first."""
    return _listed(repository, f"{trunk}..{tip}")


def held_by(repository: Repository, newer: str, commits: Collection[str]) -> frozenset[str]:
    """Which of some commits ``newer`` descends from, or is. All are full ids; those that are not
    here are none."""
    asked = sorted({*commits})
    lines = "".join(f"{one}\n" for one in asked)
    found = door.run(["cat-file", "--batch-check"], repository.scene, lines.encode("ascii"))
    rows = (line.split(" ") for line in found.decode("ascii", "replace").splitlines())
    here = [row[0] for row in rows if row[1:2] == ["commit"]]
    if not here:
        return frozenset()
    revisions = "".join(f"{one}\n" for one in (*here, f"^{newer}"))
    listed = door.run(["rev-list", "--stdin"], repository.scene, revisions.encode("ascii"))
    outside = {*listed.decode("ascii").split()}
    return frozenset(one for one in here if one not in outside or _is_held(repository, one, newer))


def _is_held(repository: Repository, one: str, newer: str) -> bool:
    """``rev-list`` stops early by the dates of commits. Where clocks were wrong, it lists some that
    are held after all."""
    return repository.is_ancestor(one, newer)


def _listed(repository: Repository, revisions: str, *limits: str) -> tuple[Commit, ...]:
    asked = ["log", "-z", "--first-parent", "--reverse", "--no-show-signature", "--no-color",
             "--format=%H %T %ct %P%n%an%n%s", *limits, revisions, "--"]  # fmt: skip
    listed = os.fsdecode(door.run(asked, repository.scene))
    return tuple(_commit(line) for line in listed.split("\0") if line)


def _commit(line: str) -> Commit:
    head, author, subject = line.split("\n", 2)
    id_, tree, seconds, *parents = head.split()
    at = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Commit(id_, tree, subject, at, author, tuple(parents))
