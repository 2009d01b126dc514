"""The one door to git: trees, diffs, renames, and where a project's data lives.

Everything is loaded when it is first used: most commands need little of it, and none can wait.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planproof.git.blob import BlobDigest, blob_id, stream_id
    from planproof.git.branch import new_branch
    from planproof.git.commit import CommitTree, commit_tree
    from planproof.git.diff import (
        FileDiff,
        changed_paths,
        diff_to_head,
        diff_trees,
        differ_outside,
        rename_map,
    )
    from planproof.git.exclude import DEFAULT_EXCLUDE, SIZE_LIMIT, find_left_out
    from planproof.git.folder import FolderTree
    from planproof.git.history import CommitTrees
    from planproof.git.refs import delete_ref, delete_refs, list_refs, set_ref
    from planproof.git.repository import Repository, require_repository
    from planproof.git.restore import restore_folder
    from planproof.git.root import Root, find_root
    from planproof.git.scratch import stale_scratch
    from planproof.git.stamps import Stamp, StatCache
    from planproof.git.store import Held, StoredTree, store_tree
    from planproof.git.working import WorkingTree, working_tree

__all__ = [
    "DEFAULT_EXCLUDE",
    "SIZE_LIMIT",
    "BlobDigest",
    "CommitTree",
    "CommitTrees",
    "FileDiff",
    "FolderTree",
    "Held",
    "Repository",
    "Root",
    "Stamp",
    "StatCache",
    "StoredTree",
    "WorkingTree",
    "blob_id",
    "changed_paths",
    "commit_tree",
    "delete_ref",
    "delete_refs",
    "diff_to_head",
    "diff_trees",
    "differ_outside",
    "find_left_out",
    "find_root",
    "list_refs",
    "new_branch",
    "rename_map",
    "require_repository",
    "restore_folder",
    "set_ref",
    "stale_scratch",
    "store_tree",
    "stream_id",
    "working_tree",
]

_HOMES = {
    "blob": ("BlobDigest", "blob_id", "stream_id"),
    "branch": ("new_branch",),
    "commit": ("CommitTree", "commit_tree"),
    "diff": (
        *("FileDiff", "changed_paths", "diff_to_head", "diff_trees", "differ_outside"),
        "rename_map",
    ),
    "exclude": ("DEFAULT_EXCLUDE", "SIZE_LIMIT", "find_left_out"),
    "folder": ("FolderTree",),
    "history": ("CommitTrees",),
    "refs": ("delete_ref", "delete_refs", "list_refs", "set_ref"),
    "repository": ("Repository", "require_repository"),
    "restore": ("restore_folder",),
    "root": ("Root", "find_root"),
    "scratch": ("stale_scratch",),
    "stamps": ("Stamp", "StatCache"),
    "store": ("Held", "StoredTree", "store_tree"),
    "working": ("WorkingTree", "working_tree"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"planproof.git.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
