"""The one door to git: trees, diffs, renames, and where a project's data lives."""

from planproof.git.blob import blob_id
from planproof.git.commit import CommitTree, commit_tree
from planproof.git.folder import FolderTree
from planproof.git.repository import Repository, require_repository
from planproof.git.root import Root, find_root
from planproof.git.stamps import Stamp, StatCache
from planproof.git.working import WorkingTree, working_tree

__all__ = [
    "CommitTree",
    "FolderTree",
    "Repository",
    "Root",
    "Stamp",
    "StatCache",
    "WorkingTree",
    "blob_id",
    "commit_tree",
    "find_root",
    "require_repository",
    "working_tree",
]
