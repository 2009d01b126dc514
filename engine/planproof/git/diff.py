"""What differs between two trees, as unified diffs, and which files were renamed.

Trees are compared beside the repository: no external diff, no text conversion and no attribute
takes part. Source of the formats: git-diff-tree(1), RAW OUTPUT FORMAT, and GENERATING PATCH TEXT.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from msgspec import Struct

from planproof.errors import GitError
from planproof.git import door
from planproof.git.blob import object_id
from planproof.git.edited import edit_tree
from planproof.git.exclude import DEFAULT_EXCLUDE, SIZE_LIMIT, find_left_out
from planproof.git.normal import Rewritten, as_in_index, convert, normal_form
from planproof.git.objects import Reader, beside
from planproof.git.packed import write_objects
from planproof.git.repository import Repository
from planproof.git.store import find_missing, write_blobs, write_tree
from planproof.model.tree import Entry, Tree

RENAME_LIMIT = 1000
"""Renames with edits are looked for among so many files at most: the cost is its square."""

LARGEST_DIFF = 5_000_000
"""Bytes of a file beyond which its diff only says that it differs, as for a binary file."""

_DIFF = (
    "diff-tree",
    "-r",
    "-z",
    f"-l{RENAME_LIMIT}",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--submodule=short",
    "--full-index",
)


class FileDiff(Struct, frozen=True):
    """How one file differs.

    ``status`` is ``added``, ``modified``, ``deleted``, ``renamed`` (then ``old_path`` is set) or
    ``mode``. ``text`` is the unified diff, bytes that are not UTF-8 replaced; ``added`` and
    ``removed`` count its lines.
    """

    path: str
    old_path: str | None
    status: str
    text: str
    added: int
    removed: int


def diff_to_head(
    repository: Repository,
    tree: Tree,
    exclude: Sequence[str] = DEFAULT_EXCLUDE,
    size_limit: int = SIZE_LIMIT,
    *,
    stored: str | None = None,
) -> tuple[FileDiff, ...]:
    """How ``tree`` differs from HEAD (from nothing while there is no commit), sorted by path.

    Untracked files count as added; those that :func:`store_tree` would leave out are left out.
    ``stored`` is the id that it gave to this tree, if it did: then only what differs is looked at.
    Nothing is written into the repository. Raises TreeChangedError and GitError.
    """
    if stored is not None:
        return _diff_stored(repository, tree, stored)
    form = normal_form(repository, tree)
    absent = {path for path, _ in find_left_out(tree, exclude, size_limit)}
    kept = [one for path, one in form.manifest.entries.items() if path not in absent]
    with beside(repository, keep=False) as scene:
        write_blobs(scene, form.bytes, find_missing(repository, kept))
        new = write_tree(scene, kept)
        return _diffs(scene, _head_tree(repository), new)


def _diff_stored(repository: Repository, tree: Tree, stored: str) -> tuple[FileDiff, ...]:
    """Files in another form than git's are seen by it as differing: only those are looked into."""
    with beside(repository, keep=False) as scene:
        old = tree.manifest.revision or object_id("tree", b"", repository.object_format)
        new = _with_entries(repository, scene, Rewritten(tree, {}), stored, as_in_index(tree))
        diffs = _diffs(scene, old, new)
        there = (tree.manifest.entries[one.path] for one in diffs if one.status != "deleted")
        entries, contents = convert(repository, tree, there)
        if not entries:
            return diffs
        rewritten = Rewritten(tree, contents)
        return _diffs(scene, old, _with_entries(repository, scene, rewritten, new, entries))


def _with_entries(
    repository: Repository,
    scene: door.Scene,
    rewritten: Rewritten,
    base: str,
    entries: Mapping[str, Entry],
) -> str:
    """A tree in the store of ``scene``: ``base`` with these entries."""
    if not entries:
        return base
    with Reader(repository, scene) as reader:
        edited = edit_tree(repository, reader, base, entries)
    new = {one.blob: one for one in entries.values() if one.blob in rewritten.contents}
    write_objects(scene, rewritten, new.values(), edited.folders)
    return edited.id


def diff_trees(repository: Repository, old: str, new: str) -> tuple[FileDiff, ...]:
    """How one stored tree (or commit) differs from another, sorted by path.

    Raises NotFoundError for a revision that is not here.
    """
    with beside(repository) as scene:
        if repository.is_id(old) and repository.is_id(new):
            with suppress(GitError):  # else what is missing is found out below
                return _diffs(scene, old, new)
        return _diffs(scene, repository.tree_id(old), repository.tree_id(new))


def changed_paths(repository: Repository, tree: Tree) -> tuple[str, ...]:
    """The paths of ``tree`` that are new, gone or other than in HEAD, sorted.

    A renamed file counts with both its paths; files whose line ends git only converts do not.
    """
    return normal_form(repository, tree).changed


def rename_map(repository: Repository, old: str, new: str) -> dict[str, str]:
    """{old path → new path} of the files that git takes for renamed between two trees or commits.

    Both are given by their full ids; GitError when one is not here. Where contents are missing from
    a partial clone, only files renamed unchanged are found.
    """
    pairs = _taken_over(repository, old, new, "R", ("-M", "-M100%"))
    return {old_path: path for path, old_path in pairs.items()}


def copy_map(repository: Repository, old: str, new: str) -> dict[str, str]:
    """{path → old path} of the files that git takes for copies of what the change also edits.

    As for :func:`rename_map`; one file may have several copies.
    """
    return _taken_over(repository, old, new, "C", ("-C", "-C100%"))


def _taken_over(
    repository: Repository, old: str, new: str, letter: str, ways: tuple[str, str]
) -> dict[str, str]:
    command, pair = [*_DIFF, "--raw", f"--diff-filter={letter}"], [old, new, "--"]
    with beside(repository) as scene:
        asked = door.ask([*command, ways[0], *pair], scene)
        raw = asked.output if asked.code == 0 else door.run([*command, ways[1], *pair], scene)
    changes = _changes(raw)
    return {change.path: change.old_path for change in changes if change.old_path is not None}


def differ_outside(repository: Repository, old: str, new: str, folder: str) -> bool:
    """Whether two trees differ in anything but what is below a top-level ``folder``.

    Both are given by their full ids; GitError when one is not here.
    """
    command = ["diff-tree", "-r", "--quiet", "--no-renames", "--no-ext-diff", old, new, "--"]
    with beside(repository) as scene:
        asked = door.ask([*command, f":(top,exclude,literal){folder}"], scene)
    if asked.code not in (0, 1):
        asked.require()
    return asked.code == 1


def _head_tree(repository: Repository) -> str:
    if repository.head() is None:
        return object_id("tree", b"", repository.object_format)
    return repository.tree_id("HEAD")


def _diffs(scene: door.Scene, old: str, new: str) -> tuple[FileDiff, ...]:
    """One git process: the list of changes, an empty item, then their patches in the same order."""
    scene = scene._replace(settings=(("core.bigFileThreshold", str(LARGEST_DIFF)),))
    shown = door.run([*_DIFF, "--raw", "--patch", "-M", old, new], scene)
    if not shown:
        return ()
    raw, _, patches = shown.partition(b"\0\0")
    texts = _split_patches(patches.decode("utf-8", "replace"))
    diffs = [_file_diff(change, texts) for change in _changes(raw)]
    return tuple(sorted(diffs, key=lambda diff: diff.path))


class _Change(Struct, frozen=True):
    """One item of git's raw output; modes are git's, in octal."""

    old_mode: str
    new_mode: str
    same_content: bool
    letter: str
    path: str
    old_path: str | None


def _changes(raw: bytes) -> list[_Change]:
    """Items are ``:<mode> <mode> <id> <id> <letter><score>``, the path, for renames two paths."""
    items = iter(os.fsdecode(raw).rstrip("\0").split("\0"))
    changes = []
    for item in items:
        if item:
            old_mode, new_mode, old, new, status = item[1:].split(" ")
            first = next(items)
            renamed = next(items) if status[0] in "RC" else None
            path, old_path = (first, None) if renamed is None else (renamed, first)
            changes.append(_Change(old_mode, new_mode, old == new, status[0], path, old_path))
    return changes


def _split_patches(text: str) -> Iterator[str]:
    """Only headers begin like this: every line of content has a sign in front."""
    lines = "\n" + text.removesuffix("\n")
    for part in lines.split(f"\n{_PATCH}")[1:]:
        yield f"{_PATCH}{part}\n"


_PATCH = "diff --git "


def _file_diff(change: _Change, texts: Iterator[str]) -> FileDiff:
    """A change of type, such as a file that becomes a link, is shown as two patches."""
    patches = list(islice(texts, 2 if change.letter == "T" else 1))
    added = sum(_count_lines(patch, "+") for patch in patches)
    removed = sum(_count_lines(patch, "-") for patch in patches)
    text = "".join(patches)
    return FileDiff(change.path, change.old_path, _status(change), text, added, removed)


def _status(change: _Change) -> str:
    if change.letter == "M" and change.same_content:
        return "mode"
    return {"A": "added", "D": "deleted", "R": "renamed"}.get(change.letter, "modified")


def _count_lines(patch: str, sign: str) -> int:
    """Headers, which have signs too, stand before the first ``@@``."""
    start = patch.find("\n@@ ")
    return patch.count(f"\n{sign}", start) if start >= 0 else 0
