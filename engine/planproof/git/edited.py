"""Another tree out of one that is in the store: only the folders on the way to a change are new.

Sources of the formats: git-cat-file(1), BATCH OUTPUT; gitformat-pack(5); git-fast-import(1) and
git-mktree(1) for what a tree holds and in which order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from planproof.errors import GitError
from planproof.git.blob import object_id
from planproof.git.objects import Reader
from planproof.git.repository import Repository
from planproof.model.tree import Entry, EntryKind

MODES = {
    EntryKind.FILE: "100644",
    EntryKind.EXECUTABLE: "100755",
    EntryKind.SYMLINK: "120000",
    EntryKind.SUBMODULE: "160000",
}

FOLDER = b"40000"
_ITEM = {
    name: re.compile(rb"([0-7]{5,6}) ([^\0/]+)\0(.{%d})" % length, re.DOTALL)
    for name, length in (("sha1", 20), ("sha256", 32))
}

Item = tuple[bytes, bytes]
"""Mode and id, as they stand in a tree."""


class EditedTree(Struct, frozen=True):
    """``folders`` are the contents of the tree objects, by id, that may not be stored yet."""

    id: str
    folders: Mapping[str, bytes]


def edit_tree(
    repository: Repository, reader: Reader, base: str, edits: Mapping[str, Entry | None]
) -> EditedTree:
    """The tree ``base`` with other entries at some paths; None for a path that is gone.

    The entries are as those of one manifest: none lies below another one. Modes of the past, which
    git no longer writes, stay in what is not edited. Nothing is written. Raises GitError when a
    tree that is needed is not in the store.
    """
    if not edits:
        return EditedTree(base, {})
    top = _plan(edits)
    folders = list(_read(reader, top, base, repository.object_format))
    written: dict[str, bytes] = {}
    for folder in reversed(folders):  # the deepest first
        folder.settle()
        content = folder.content()
        folder.id = object_id("tree", content, repository.object_format)
        if folder.items or folder is top:
            written[folder.id] = content
    return EditedTree(top.id, written)


class _Folder(Struct, eq=False):
    """A folder on the way to a change. ``leaves`` are what is at a name itself from now on."""

    leaves: dict[bytes, Entry | None] = field(default_factory=dict)
    inside: dict[bytes, _Folder] = field(default_factory=dict)
    items: dict[bytes, Item] = field(default_factory=dict)
    id: str = ""

    def settle(self) -> None:
        """Folders first: a name may have been one and be a file now, or the other way round."""
        for name, folder in self.inside.items():
            if folder.items:
                self.items[name] = (FOLDER, bytes.fromhex(folder.id))
            elif self._holds_folder(name):
                del self.items[name]
        for name, entry in self.leaves.items():
            if entry is not None:
                self.items[name] = (MODES[entry.kind].encode(), bytes.fromhex(entry.blob))
            elif not self._holds_folder(name):
                self.items.pop(name, None)

    def content(self) -> bytes:
        """git sorts a folder as if its name ended in a slash."""
        rows = sorted(
            (name + b"/" if mode == FOLDER else name, mode, name, id_)
            for name, (mode, id_) in self.items.items()
        )
        return b"".join(b"%s %s\0%s" % row[1:] for row in rows)

    def _holds_folder(self, name: bytes) -> bool:
        return name in self.items and self.items[name][0] == FOLDER


def _plan(edits: Mapping[str, Entry | None]) -> _Folder:
    top = _Folder()
    for path, entry in edits.items():
        *way, name = os.fsencode(path).split(b"/")
        folder = top
        for part in way:
            folder = folder.inside.setdefault(part, _Folder())
        folder.leaves[name] = entry
    return top


def _read(reader: Reader, top: _Folder, base: str, object_format: str) -> Iterator[_Folder]:
    """Fills in what the folders hold, level by level, and gives them from the top down."""
    level = [(top, base)]
    while level:
        known = [(folder, id_) for folder, id_ in level if id_]
        contents = reader.contents(id_ for _, id_ in known)
        for (folder, id_), content in zip(known, contents, strict=True):
            if content is None or object_id("tree", content, object_format) != id_:
                raise GitError(f"the tree {id_} cannot be read from the object store", fix=_FIX)
            folder.items = read_items(content, object_format)
        yield from (folder for folder, _ in level)
        level = [pair for folder, _ in level for pair in _next_level(folder)]


_FIX = "Run `git fsck`; in a partial or shallow clone, `git fetch` what is missing"


def _next_level(folder: _Folder) -> Iterator[tuple[_Folder, str]]:
    for name, inner in folder.inside.items():
        mode, raw = folder.items.get(name, (b"", b""))
        yield inner, raw.hex() if mode == FOLDER else ""


def read_items(content: bytes, object_format: str) -> dict[bytes, Item]:
    """{name → mode and id}. Raises GitError for a tree that git would not have written."""
    rows: list[tuple[bytes, bytes, bytes]] = _ITEM[object_format].findall(content)
    items = {name: (mode, id_) for mode, name, id_ in rows}
    length = sum(len(mode) + len(name) + len(id_) + 2 for mode, name, id_ in rows)
    if length != len(content) or len(items) != len(rows):
        raise GitError("a tree in the object store is malformed", fix=_FIX)
    return items
