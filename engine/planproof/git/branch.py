"""A new branch with one commit of a stored tree. No branch that exists is ever moved.

Sources: git-hash-object(1), git-update-ref(1), git-var(1); the form of a commit: git-fsck(1).
"""

from __future__ import annotations

import os
import re
from datetime import datetime

from planproof.errors import NotFoundError, UsageError
from planproof.git import door
from planproof.git.objects import sizes
from planproof.git.repository import Repository


def new_branch(
    repository: Repository,
    name: str,
    tree: str,
    parent: str | None,
    message: str,
    actor: str,
    at: str,
) -> str:
    """The id of a commit of ``tree`` on ``parent`` (on nothing without one), on the new branch.

    ``actor`` commits where git knows no name; ``at`` is ISO 8601 in UTC. Raises UsageError for a
    name that is taken or none, NotFoundError where the tree is gone, and GitError.
    """
    ref = _ref(repository, name)
    if not repository.is_id(tree) or not sizes(repository, [tree]):
        raise NotFoundError(f"the tree {tree[:12]} is not in the object store", fix="git fsck")
    commit = _commit(repository, tree, parent, message, _identity(repository, actor, at))
    nothing = "0" * len(commit)
    made = door.ask(["update-ref", "--no-deref", ref, commit, nothing], repository.scene)
    if made.code != 0:
        if "exists" in made.errors:
            raise _taken(name)
        made.require()
    return commit


def _ref(repository: Repository, name: str) -> str:
    if name.startswith("refs/"):
        raise UsageError(
            f"{name} is the full name of a ref; a branch is named without refs/heads/",
            fix=f"--restore-branch {name.removeprefix('refs/heads/').removeprefix('refs/')}",
            code="branch-name",
        )
    ref = f"refs/heads/{name}"
    is_odd = not name or name.startswith("-") or name == "HEAD" or "\0" in name
    if is_odd or door.ask(["check-ref-format", ref], repository.scene).code != 0:
        raise UsageError(
            f"{name!r} is no name for a branch",
            fix="use letters, digits, `-` and `/` (git help check-ref-format has the rules)",
            code="branch-name",
        )
    if door.ask(["show-ref", "--verify", "--quiet", ref], repository.scene).code == 0:
        raise _taken(name)
    return ref


def _taken(name: str) -> UsageError:
    return UsageError(
        f"the branch {name} cannot be made: it, or one above or below it, exists; nothing was"
        " restored",
        fix="name a branch that does not exist: --restore-branch NAME",
        code="in-the-way",
    )


def _identity(repository: Repository, actor: str, at: str) -> str:
    """``NAME <MAIL> SECONDS +0000``: who git says the person is, else the actor."""
    asked = door.ask(["var", "GIT_COMMITTER_IDENT"], repository.scene)
    known = re.match(r"[^<>\n]+ <[^<>\n]*>", os.fsdecode(asked.output)) if not asked.code else None
    plain = re.sub(r"[<>\n\0]", "", actor).strip() or "planproof"
    who = known[0] if known else f"{plain} <planproof@localhost>"
    seconds = int(datetime.fromisoformat(at).timestamp())
    return f"{who} {seconds} +0000"


def _commit(
    repository: Repository, tree: str, parent: str | None, message: str, identity: str
) -> str:
    """Written as an object: no hook, no signature, no template takes part."""
    lines = [f"tree {tree}"]
    lines += [f"parent {parent}"] if parent else []
    lines += [f"author {identity}", f"committer {identity}", "", message]
    content = os.fsencode("\n".join(lines) + "\n")
    command = ["hash-object", "-t", "commit", "-w", "--stdin"]
    return door.run(command, repository.scene, content).decode().strip()
