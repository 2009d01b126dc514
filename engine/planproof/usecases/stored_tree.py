"""The tree that a snapshot is of: its name, and how two of them differ."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.errors import GitError
from planproof.usecases.kept_pictures import (
    KeptTree,
    keep_tree,
    loose_blobs,
    name_of,
    recall_tree,
)

if TYPE_CHECKING:
    from planproof.git import Repository
    from planproof.index import Index
    from planproof.model.tree import Manifest, Tree
    from planproof.plans import FileChange, Snapshot, StoredSpec
    from planproof.usecases.workspace import Workspace

OWN_FOLDER = ".planproof"
"""Plan files, guards, receipts: kept with all else, but no step of the work."""


def diffs_of(repository: Repository | None, tree: Tree, stored: str) -> Sequence[FileChange]:
    if repository is None:
        return ()
    from planproof.git import diff_to_head

    return diff_to_head(repository, tree, stored=stored)


def tree_of(
    repository: Repository | None, tree: Tree, index: Index, kept: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """The name of all contents, and the paths that are not among them; without git nothing is kept,
    so what is planproof's own has no part in the name.

    ``kept`` are the trees of snapshots of the same plan: in git already, where refs keep them.
    """
    if repository is None:
        own = (path for path in tree.manifest.entries if path.startswith(f"{OWN_FOLDER}/"))
        return _manifest_digest(tree.manifest, frozenset(own)), ()
    place = str(repository.git_dir)
    name = name_of(tree) or _long_name_of(tree)
    known = recall_tree(index, place)
    if known is not None and known.id not in kept:
        known = None
    if known is not None and known.name == name:
        return known.id, known.left_out
    from planproof.git import Held, store_tree

    held = None if known is None else Held(known.id, known.blobs)
    stored = store_tree(repository, tree, held=held)
    left_out = tuple(path for path, _ in stored.left_out)
    blobs = loose_blobs(tree, left_out)
    keep_tree(index, place, KeptTree(name, stored.id, left_out, blobs))
    return stored.id, left_out


def is_recalled(repository: Repository, tree: Tree, index: Index, stored: str) -> bool:
    """Whether it is known already that ``tree`` is stored as that one."""
    known = recall_tree(index, str(repository.git_dir))
    if known is None or known.id != stored:
        return False
    return known.name == (name_of(tree) or _long_name_of(tree))


def _long_name_of(tree: Tree) -> str:
    from planproof.git import DEFAULT_EXCLUDE, SIZE_LIMIT, find_left_out

    left_out = frozenset(path for path, _ in find_left_out(tree, DEFAULT_EXCLUDE, SIZE_LIMIT))
    return _manifest_digest(tree.manifest, left_out)


def _manifest_digest(manifest: Manifest, without: frozenset[str]) -> str:
    """A name for all contents but those of some paths: SHA-256 over the sorted manifest."""
    digest = hashlib.sha256()
    for path, entry in sorted(manifest.entries.items()):
        if path in without:
            continue
        digest.update(os.fsencode(f"{entry.kind.value} {entry.blob} {path}\0"))
    return digest.hexdigest()


def find_renames(
    repository: Repository | None, previous: Snapshot | None, tree: str
) -> dict[str, str]:
    """Old path → new path since the previous snapshot, as far as its tree is still there."""
    if repository is None or previous is None or previous.tree == tree:
        return {}
    from planproof.git import rename_map

    try:
        return rename_map(repository, previous.tree, tree)
    except GitError:
        return {}


def is_other_tree(
    workspace: Workspace, previous: Snapshot, tree: str, stored: StoredSpec | None
) -> bool:
    """Whether there is another tree than in a snapshot that still holds its own.

    What is planproof's own does not count, unless the spec speaks of it: a receipt of a verdict is
    no reason for the next snapshot.
    """
    if previous.tree == tree:
        return False
    repository = workspace.repository
    named = stored is None or OWN_FOLDER in stored.text
    if repository is None or named or not os.path.lexists(workspace.root.path / OWN_FOLDER):
        return True
    from planproof.git import differ_outside

    try:
        return differ_outside(repository, previous.tree, tree, OWN_FOLDER)
    except GitError:
        return True
