"""A tree in the form in which git would store it, so that comparing it with a commit is fair.

Where line ends are converted the bytes on disk differ from the stored ones in every line, and yet
nothing has changed. Only what git itself converts is undone here: never a filter.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from planproof.git import door
from planproof.git.blob import blob_id
from planproof.git.commit import commit_tree
from planproof.git.repository import Repository
from planproof.git.working import WorkingTree
from planproof.model.tree import Entry, EntryKind, Manifest, Tree

_LARGEST = 5_000_000
"""Bytes of a file whose line ends are still looked at."""


class Rewritten(Struct, frozen=True):
    """A tree some of whose contents are others: ``contents`` are those, by id."""

    tree: Tree
    contents: Mapping[str, bytes]

    @property
    def manifest(self) -> Manifest:
        return self.tree.manifest

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for entry in entries:
            known = self.contents.get(entry.blob)
            yield (entry, known) if known is not None else next(self.tree.read([entry]))

    def size(self, entry: Entry) -> int | None:
        known = self.contents.get(entry.blob)
        return len(known) if known is not None else self.tree.size(entry)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        known = self.contents.get(entry.blob)
        return iter([known]) if known is not None else self.tree.stream(entry)


class NormalForm(Struct, frozen=True):
    """A tree whose entries are as git would store them.

    ``manifest`` has those entries, ``bytes`` what they stand for. ``head`` are the entries of HEAD:
    none while there is no commit.
    """

    manifest: Manifest
    bytes: Rewritten
    head: Mapping[str, Entry]

    @property
    def changed(self) -> tuple[str, ...]:
        """Paths that differ from HEAD: new, gone, or other in content or kind."""
        now = self.manifest.entries
        both = now.keys() | self.head.keys()
        return tuple(sorted(path for path in both if now.get(path) != self.head.get(path)))


def normal_form(repository: Repository, tree: Tree) -> NormalForm:
    """Compares with HEAD first: only what seems to differ is looked at."""
    entries = {**tree.manifest.entries, **as_in_index(tree)}
    has_history = repository.head() is not None
    head = commit_tree(repository, "HEAD").manifest.entries if has_history else {}
    suspects = [one for path, one in entries.items() if one != head.get(path)]
    converted, contents = convert(repository, tree, suspects)
    entries |= converted
    plain = tree.manifest
    manifest = Manifest(
        entries, plain.revision, plain.object_format, plain.notes, plain.unreadable
    )  # without a mark: that names other entries
    return NormalForm(manifest, Rewritten(tree, contents), head)


def as_in_index(tree: Tree) -> dict[str, Entry]:
    """The files that git holds for unchanged but stores in another form, in that form."""
    stored = tree.stored if isinstance(tree, WorkingTree) else {}
    entries = tree.manifest.entries
    return {path: entries[path]._replace(blob=blob) for path, blob in stored.items()}


def convert(
    repository: Repository, tree: Tree, suspects: Iterable[Entry]
) -> tuple[dict[str, Entry], dict[str, bytes]]:
    """Those of the suspects that git would store in another form, in that form, and its bytes."""
    entries: dict[str, Entry] = {}
    contents: dict[str, bytes] = {}
    for entry, data in _converted(repository, tree, suspects):
        blob = blob_id(data, repository.object_format)
        entries[entry.path] = entry._replace(blob=blob)
        contents[blob] = data
    return entries, contents


def _converted(
    repository: Repository, tree: Tree, suspects: Iterable[Entry]
) -> Iterator[tuple[Entry, bytes]]:
    """Text files with ``CRLF`` on disk that git would store with ``LF``, in that form."""
    files = (one for one in suspects if one.kind in _FILES)
    small = (one for one in files if (tree.size(one) or 0) <= _LARGEST)
    mixed = [one for one, data in tree.read(small) if data is not None and _has_crlf(data)]
    texts = _text_paths(repository, [one.path for one in mixed])
    for entry, data in tree.read(one for one in mixed if one.path in texts):
        if data is not None and _has_crlf(data):
            yield entry, data.replace(b"\r\n", b"\n")


def _has_crlf(data: bytes) -> bool:
    return b"\r\n" in data and b"\0" not in data


_FILES = frozenset({EntryKind.FILE, EntryKind.EXECUTABLE})


def _text_paths(repository: Repository, paths: Iterable[str]) -> set[str]:
    """The paths whose line ends git converts when it stores them (gitattributes(5), ``text``)."""
    asked = os.fsencode("".join(f"{path}\0" for path in paths))
    if not asked:
        return set()
    command = ["check-attr", "-z", "--stdin", "text", "eol"]
    answers = os.fsdecode(door.run(command, repository.scene, asked)).split("\0")
    values = zip(answers[0::6], answers[2::6], answers[5::6], strict=False)
    automatic = repository.settings.converts_line_ends
    return {path for path, text, eol in values if _is_text(text, eol, automatic=automatic)}


def _is_text(text: str, eol: str, *, automatic: bool) -> bool:
    if text == "unspecified":
        return automatic or eol in ("lf", "crlf")
    return text != "unset"
