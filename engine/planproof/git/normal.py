"""A tree in the form in which git would store it, so that comparing it with a commit is fair.

Where line ends are converted the bytes on disk differ from the stored ones in every line, and yet
nothing has changed. Only what git itself converts is undone here: never a filter.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planproof.git import door
from planproof.git.blob import blob_id
from planproof.git.commit import commit_tree
from planproof.git.repository import Repository
from planproof.git.working import WorkingTree
from planproof.model.tree import Entry, EntryKind, Manifest, Tree

_LARGEST = 5_000_000
"""Bytes of a file whose line ends are still looked at."""


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A tree whose entries are as git would store them.

    ``contents`` are the bytes, by id, that are in neither the tree nor the store. ``head`` are the
    entries of HEAD: none while there is no commit.
    """

    tree: Tree
    manifest: Manifest
    contents: Mapping[str, bytes]
    head: Mapping[str, Entry]

    @property
    def changed(self) -> tuple[str, ...]:
        """Paths that differ from HEAD: new, gone, or other in content or kind."""
        now = self.manifest.entries
        both = now.keys() | self.head.keys()
        return tuple(sorted(path for path in both if now.get(path) != self.head.get(path)))

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


def normal_form(repository: Repository, tree: Tree) -> NormalForm:
    """Compares with HEAD first: only what seems to differ is looked at."""
    stored = tree.stored if isinstance(tree, WorkingTree) else {}
    entries = {
        path: replace(one, blob=stored[path]) if path in stored else one
        for path, one in tree.manifest.entries.items()
    }
    has_history = repository.head() is not None
    head = commit_tree(repository, "HEAD").manifest.entries if has_history else {}
    suspects = [one for path, one in entries.items() if one != head.get(path)]
    contents: dict[str, bytes] = {}
    for entry, data in _converted(repository, tree, suspects):
        blob = blob_id(data, repository.object_format)
        entries[entry.path] = replace(entry, blob=blob)
        contents[blob] = data
    plain = tree.manifest
    manifest = Manifest(
        entries, plain.revision, plain.object_format, plain.notes, plain.unreadable
    )  # without a mark: that names other entries
    return NormalForm(tree, manifest, contents, head)


def _converted(
    repository: Repository, tree: Tree, suspects: Sequence[Entry]
) -> Iterator[tuple[Entry, bytes]]:
    """Text files with ``CRLF`` on disk that git would store with ``LF``, in that form."""
    texts = _text_paths(repository, [one.path for one in suspects if one.kind in _FILES])
    small = (one for one in suspects if one.path in texts and (tree.size(one) or 0) <= _LARGEST)
    for entry, data in tree.read(small):
        if data is not None and b"\r\n" in data and b"\0" not in data:
            yield entry, data.replace(b"\r\n", b"\n")


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
