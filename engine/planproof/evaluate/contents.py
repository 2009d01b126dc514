"""The bytes of the selected files: read once for all rules, checked against their ids, sifted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from planproof.errors import TreeChangedError
from planproof.evaluate.letters import Letters
from planproof.evaluate.selection import Selected, Selection
from planproof.git import blob_id
from planproof.git.blob import stream_id
from planproof.index import MAX_BYTES
from planproof.model.tree import Entry, Tree
from planproof.rules import RegexTerm

_HEAD = 8192
_WIDEST = 12
"""Bytes that one byte of a name may take in another spelling."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """A file and what of the rules' letters it holds.

    ``content`` is None for a file that is too large to hold, and for one that cannot be read (then
    ``readable`` is false). ``regexes`` are looked for only where there is no grammar.
    """

    selected: Selected
    content: bytes | None
    letters: frozenset[str] = frozenset()
    regexes: frozenset[RegexTerm] = frozenset()
    binary: bool = False
    readable: bool = True

    @property
    def entry(self) -> Entry:
        return self.selected.entry


def sift(tree: Tree, selection: Selection, letters: Letters) -> Iterator[Sifted]:
    """Every selected file, in the order of the manifest.

    Raises TreeChangedError for bytes that are not those of the manifest.
    """
    for large, files in groupby(selection.files(), partial(_is_large, tree)):
        if large:
            yield from (_sift_large(tree, selection, each, letters) for each in files)
        else:
            yield from _sift_small(tree, selection, files, letters)


def _is_large(tree: Tree, selected: Selected) -> bool:
    """Whether a file is too large to hold. Sources hardly ever are, and asking is not free."""
    if selected.language is not None:
        return False
    size = tree.size(selected.entry)
    return size is not None and size > MAX_BYTES


def _sift_small(
    tree: Tree, selection: Selection, files: Iterable[Selected], letters: Letters
) -> Iterator[Sifted]:
    waiting: deque[Selected] = deque()
    for entry, content in tree.read(_entries(files, waiting)):
        selected = waiting.popleft()
        if content is None:
            yield Sifted(selected, None, readable=False)
            continue
        _check(entry, blob_id(content, selection.manifest.object_format))
        settled = selection.settle(selected, content)
        regexes = letters.find_regexes(content) if settled.language is None else frozenset()
        found = letters.find(content, settled.language)
        yield Sifted(settled, content, found, regexes, binary=b"\0" in content[:_HEAD])


def _entries(files: Iterable[Selected], waiting: deque[Selected]) -> Iterator[Entry]:
    """The entries, noting which were asked for: a tree may ask ahead of what it answers."""
    for selected in files:
        waiting.append(selected)
        yield selected.entry


def _sift_large(tree: Tree, selection: Selection, selected: Selected, letters: Letters) -> Sifted:
    entry = selected.entry
    stream = _Stream(letters, selected)
    chunks = stream.sifted(tree.stream(entry))
    found = stream_id(chunks, tree.size(entry) or 0, selection.manifest.object_format)
    _check(entry, found)
    settled = selection.settle(selected, stream.head)
    binary = b"\0" in stream.head
    return Sifted(settled, None, frozenset(stream.found), frozenset(stream.regexes), binary)


@dataclass(slots=True)
class _Stream:
    """A file in chunks that overlap while they are searched, so that no word is cut."""

    letters: Letters
    selected: Selected
    head: bytes = b""
    found: set[str] = field(default_factory=set)
    regexes: set[RegexTerm] = field(default_factory=set)

    def sifted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        tail, overlap = b"", self.letters.longest * _WIDEST
        for chunk in chunks:
            self.head = self.head or chunk[:_HEAD]
            text = tail + chunk
            self.found.update(self.letters.find(text, self.selected.language))
            self.regexes.update(self.letters.find_regexes(text))
            tail = text[-overlap:]
            yield chunk


def _check(entry: Entry, found: str | None) -> None:
    if found != entry.blob:
        raise TreeChangedError(
            f"{entry.path} changed while it was being judged",
            fix="run the command again when nothing writes to the files",
        )
