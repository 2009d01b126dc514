"""What a tree has below one folder, without listing all the rest of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from planproof.errors import GitError
from planproof.git import door
from planproof.git.commit import CommitTree
from planproof.git.entries import LazyEntries
from planproof.git.raw import empty_tree, objects_scene
from planproof.git.repository import Repository
from planproof.git.stored import read_listed
from planproof.git.working import WorkingTree
from planproof.model.tree import Entry


def entries_below(tree: WorkingTree | CommitTree, folder: str) -> dict[str, Entry]:
    """The entries of a folder (without a final slash) by path, sorted; ``folder`` itself where it
    is no folder in the tree but a file or a link. Raises GitError."""
    entries = tree.manifest.entries
    if isinstance(tree, CommitTree) or not isinstance(entries, LazyEntries):
        revision = tree.manifest.revision
        if isinstance(tree, CommitTree) and revision is not None:
            return _stored(tree.repository, revision, folder)
        paths = [path for path in entries if path == folder or path.startswith(f"{folder}/")]
        return {path: entries[path] for path in sorted(paths)}
    known = {folder, *_on_disk(tree.repository.top, folder)}
    if tree.manifest.revision is not None:  # a sparse checkout leaves files out of the disk
        known |= _stored(tree.repository, tree.manifest.revision, folder).keys()
    return entries.some(sorted(known))


def _stored(repository: Repository, revision: str, folder: str) -> dict[str, Entry]:
    if revision == empty_tree(repository):
        return {}
    with objects_scene(repository) as scene:
        command = ["ls-tree", "-r", "-z", "--full-tree", revision, "--", folder]
        listed = sorted(read_listed(os.fsdecode(door.run(command, scene))))
    found = {one.path: one for one in listed}
    if len(found) != len(listed):  # git itself would not have written that
        raise GitError(f"the tree of {revision} names a path twice", fix="Run `git fsck`")
    return found


def _on_disk(top: Path, folder: str) -> Iterator[str]:
    """The paths of all that is no folder. Links are not followed."""
    waiting = [folder]
    while waiting:
        inner = waiting.pop()
        try:
            if not stat.S_ISDIR(os.lstat(top / inner).st_mode):
                continue
            with os.scandir(top / inner) as found:
                for one in found:
                    path = f"{inner}/{one.name}"
                    if one.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    else:
                        yield path
        except OSError:  # what cannot be listed is unreadable in the manifest, too
            continue
