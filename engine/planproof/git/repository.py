"""A repository and the questions about its history."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from planproof.errors import GitError, NotFoundError
from planproof.git import door
from planproof.git.head import read_plain_head
from planproof.git.settings import Settings

_REF = re.compile(r"[^\s~^:?*\[\\@]+")
"""What may be the name of a ref: everything else is more than a name."""

_PLAIN = re.compile(r"[\w.@/+][\w.@/+-]*")
"""What may be typed behind a command without a second thought."""

_ID = {"sha1": r"[0-9a-f]{40}", "sha256": r"[0-9a-f]{64}"}


class Repository(NamedTuple):
    """A git repository with a work tree.

    ``top`` is the root of the work tree, ``git_dir`` that work tree's own git folder, and
    ``common_dir`` the one that all work trees share; all absolute. ``object_format`` is ``sha1`` or
    ``sha256``. ``index_file`` is the index that the user's git works with.
    """

    top: Path
    git_dir: Path
    common_dir: Path
    object_format: str
    index_file: Path
    settings: Settings = Settings()

    @property
    def scene(self) -> door.Scene:
        """Where commands run that need this repository's refs, index or work tree."""
        return door.Scene(
            folder=self.top,
            git_dir=self.git_dir,
            work_tree=self.top,
            index_file=self.index_file,
            settings=self.settings.neutral(),
        )

    @property
    def objects(self) -> Path:
        """The folder of the object store."""
        return self.common_dir / "objects"

    @property
    def is_shallow(self) -> bool:
        """Whether history ends here before it does: who descends from whom is not all known."""
        return (self.common_dir / "shallow").exists()

    def head(self) -> str | None:
        """The commit that is checked out; None while there are no commits."""
        plain = read_plain_head(self.git_dir, self.common_dir, self.object_format)
        return plain or self._parse("HEAD")

    def branch(self) -> str | None:
        """The short name of the branch that is checked out; None when HEAD is detached."""
        asked = door.ask(["symbolic-ref", "--quiet", "--short", "HEAD"], self.scene)
        return os.fsdecode(asked.output).rstrip("\n") if asked.code == 0 else None

    def points_to(self, name: str) -> str | None:
        """The full name of the ref that a symbolic ref stands for; None for any other."""
        asked = door.ask(["symbolic-ref", "--quiet", name], self.scene)
        return os.fsdecode(asked.output).rstrip("\n") if asked.code == 0 else None

    def resolve(self, revision: str) -> str:
        """The full id of the commit that ``revision`` names, or of the tree if it names one.

        Raises NotFoundError when it names nothing that is here.
        """
        named = self._named(revision) if _is_askable(revision) else None
        for kind in ("commit", "tree"):
            peeled = named and self._parse(f"{named}^{{{kind}}}")
            if peeled:
                return peeled
        raise NotFoundError(
            f"there is no commit {revision!r} in {self.top}", fix=self._how_to_get(revision)
        )

    def refs_called(self, name: str) -> dict[str, str]:
        """{full name → id of the commit} of the tags, branches and remote branches of this name."""
        if not _REF.fullmatch(name):
            return {}
        full = [f"refs/{kind}/{name}" for kind in ("tags", "heads", "remotes")]
        format_ = "--format=%(refname) %(objectname) %(*objectname)"
        asked = door.ask(["for-each-ref", format_, *full], self.scene)
        rows = (os.fsdecode(row).split() for row in asked.output.splitlines())
        return {row[0]: row[-1] for row in rows if row and row[0] in full}

    def tree_id(self, revision: str) -> str:
        """The id of the tree of a revision. Raises NotFoundError."""
        named = self._named(revision) if _is_askable(revision) else None
        return (named and self._parse(f"{named}^{{tree}}")) or self.tree_of(self.resolve(revision))

    def tree_of(self, id_: str) -> str:
        """The id of the tree of a commit (or tree) by its full id. Raises NotFoundError."""
        found = self._parse(f"{id_}^{{tree}}")
        if found is None:
            raise NotFoundError(
                f"the tree of {id_!r} is not in {self.top}", fix=self._how_to_get(id_)
            )
        return found

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether ``newer`` contains ``older`` (a commit contains itself). Raises NotFoundError."""
        quick = self.is_id(older) and self.is_id(newer)
        asked = self._ask_ancestor(older, newer) if quick else None
        if asked is None or asked.code not in (0, 1):
            asked = self._ask_ancestor(self.resolve(older), self.resolve(newer))
        if asked.code not in (0, 1):
            asked.require()
        return asked.code == 0

    def is_id(self, revision: str) -> bool:
        """Whether this is written as the full id of an object."""
        return re.fullmatch(_ID[self.object_format], revision) is not None

    def _ask_ancestor(self, older: str, newer: str) -> door.Result:
        return door.ask(["merge-base", "--is-ancestor", older, newer], self.scene)

    def merge_base(self, one: str, other: str) -> str | None:
        """A best common ancestor; None when the histories have none. Raises NotFoundError."""
        pair = [self.resolve(one), self.resolve(other)]
        asked = door.ask(["merge-base", *pair], self.scene)
        if asked.code not in (0, 1):
            asked.require()
        return asked.output.decode().strip() or None

    def _named(self, revision: str) -> str | None:
        """``:/text`` takes everything after it as the text, so it cannot be peeled as written."""
        return self._parse(revision) if revision.startswith(":") else revision

    def _parse(self, revision: str) -> str | None:
        command = ["rev-parse", "--verify", "--quiet", "--end-of-options", revision]
        asked = door.ask(command, self.scene)
        return asked.output.decode().strip() or None if asked.code == 0 else None

    def _how_to_get(self, revision: str) -> str:
        if self.is_shallow:
            return "This clone is shallow. Fetch the rest: git fetch --unshallow"
        if ".." in revision:
            return "Name one commit, not a range of them"
        if self.head() is None:
            return "This repository has no commits yet. Make one: git commit"
        if not _PLAIN.fullmatch(revision):
            return "See what there is with `git log --all`"
        return f"See what there is with `git log --all`, or get it: git fetch origin {revision}"


def require_repository(repository: Repository | None, folder: Path) -> Repository:
    """The repository; GitError says that there is no history in a folder without git."""
    if repository is None:
        raise GitError(
            f"{folder} is not in a git repository, so it has no history",
            fix=f"git init {folder}, commit, and run this again",
            code="no-repository",
        )
    return repository


def _is_askable(revision: str) -> bool:
    """Whether git can be asked at all: no option, nothing that an argument cannot carry."""
    try:
        argument = os.fsencode(revision)
    except UnicodeEncodeError:
        return False
    return bool(argument) and not argument.startswith(b"-") and b"\0" not in argument
