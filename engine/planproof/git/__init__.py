"""The one door to git: trees, diffs, renames, and where a project's data lives."""

from planproof.git.blob import blob_id
from planproof.git.commit import CommitTree, commit_tree
from planproof.git.diff import FileDiff, changed_paths, diff_to_head, diff_trees, rename_map
from planproof.git.exclude import DEFAULT_EXCLUDE, SIZE_LIMIT, find_left_out
from planproof.git.folder import FolderTree
from planproof.git.refs import delete_ref, list_refs, set_ref
from planproof.git.repository import Repository, require_repository
from planproof.git.root import Root, find_root
from planproof.git.stamps import Stamp, StatCache
from planproof.git.store import StoredTree, store_tree
from planproof.git.working import WorkingTree, working_tree

__all__ = [
    "DEFAULT_EXCLUDE",
    "SIZE_LIMIT",
    "CommitTree",
    "FileDiff",
    "FolderTree",
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
    "diff_to_head",
    "diff_trees",
    "find_left_out",
    "find_root",
    "list_refs",
    "rename_map",
    "require_repository",
    "set_ref",
    "store_tree",
    "working_tree",
]
