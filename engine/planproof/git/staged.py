"""What a commit would hold: the tree that git's index describes, read without a checkout."""

from __future__ import annotations

from planproof.errors import RefusedError
from planproof.git import door
from planproof.git.commit import CommitTree, make_manifest
from planproof.git.entries import LazyEntries
from planproof.git.links import LinkShelf, links_after
from planproof.git.memo import Memo
from planproof.git.objects import Sizes
from planproof.git.raw import RAW, Pair, empty_tree, read_raw
from planproof.git.repository import Repository
from planproof.git.standing import Standing
from planproof.git.stored import StoredEntries


def staged_tree(repository: Repository, memo: Memo | None = None) -> CommitTree:
    """The tree of HEAD with all that is staged; ``manifest.revision`` is None. What was only
    announced (``git add --intent-to-add``) is not in it.

    Raises RefusedError while paths are unmerged, and GitError.
    """
    tree = repository.tree_id("HEAD") if repository.head() is not None else empty_tree(repository)
    changes = _staged(repository, tree)
    base = StoredEntries(repository, tree)
    loose = {path: now for path, (_, now) in changes.items()}
    links = links_after(LinkShelf(memo).find(base), changes)
    plain = make_manifest(repository, None, base, links)
    manifest = plain._replace(entries=LazyEntries(base, loose))
    sizes = Sizes(base.store.sizes, base.blobs, base.known_blobs)
    return CommitTree(repository, Standing(base, loose).name(manifest), sizes, base.store)


def _staged(repository: Repository, tree: str) -> dict[str, Pair]:
    command = ["diff-index", "--cached", "--ita-invisible-in-index", *RAW, tree]
    listed = door.run(command, repository.scene)
    unmerged = [item for item in listed.split(b"\0")[0::2] if item.endswith(b" U")]
    if unmerged:
        raise RefusedError(
            f"{len(unmerged)} paths are unmerged, so nobody knows what a commit would hold",
            fix="resolve the conflicts, and git add them",
        )
    return dict(read_raw(listed))
