"""The bytes of the selected files: read once for all rules, checked against their ids, sifted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import partial
from itertools import groupby

from msgspec import Struct, field

from planproof.errors import TreeChangedError
from planproof.evaluate.decoding import HEAD, converter
from planproof.evaluate.letters import Bare, Letters
from planproof.evaluate.memory import Memory, Trace
from planproof.evaluate.selection import Selected, Selection
from planproof.git import BlobDigest, blob_id
from planproof.index import MAX_BYTES
from planproof.languages import by_name
from planproof.model.tree import Entry, Tree

_WIDEST = 12
"""Bytes that one byte of a name may take in another spelling."""


class Sifted(Struct, frozen=True):
    """A file and what of the rules' letters it holds.

    ``content`` is None for a file that is too ``large`` to hold, for one that is not ``readable``,
    and for one that is remembered and that no rule wants. ``regexes`` are looked for where
    there is no grammar, and those of text everywhere.
    """

    selected: Selected
    content: bytes | None
    letters: frozenset[str] = frozenset()
    regexes: frozenset[Bare] = frozenset()
    binary: bool = False
    readable: bool = True
    large: bool = False

    @property
    def entry(self) -> Entry:
        return self.selected.entry


class Sieve(Struct, frozen=True):
    """What is looked for, what is remembered of it, and which files some rule wants to see."""

    letters: Letters
    memory: Memory
    wants: Callable[[Sifted], bool]


def sift(
    tree: Tree, selection: Selection, files: Iterable[Selected], sieve: Sieve
) -> Iterator[Sifted]:
    """Every one of the files, in their order.

    Raises TreeChangedError for bytes that are not those of the manifest.
    """
    asked = ((each, _recall(tree, selection, sieve, each)) for each in files)
    for how, group in groupby(asked, partial(_how, tree)):
        match how:
            case _How.RECALLED:
                yield from (known for _, known in group if known is not None)
            case _How.STREAMED:
                yield from (_sift_large(tree, selection, each, sieve) for each, _ in group)
            case _How.READ:
                yield from _sift_small(tree, selection, (each for each, _ in group), sieve)
    sieve.memory.save()


class _How(Enum):
    RECALLED = 1
    STREAMED = 2
    READ = 3


def _how(tree: Tree, asked: tuple[Selected, Sifted | None]) -> _How:
    selected, known = asked
    if known is not None:
        return _How.RECALLED
    return _How.STREAMED if _is_large(tree, selected) else _How.READ


def _recall(tree: Tree, selection: Selection, sieve: Sieve, selected: Selected) -> Sifted | None:
    """What is known of a file, if it is known and no rule wants to look into it."""
    entry = selected.entry
    trace = sieve.memory.recall(entry.blob, selected.hint)
    if trace is None or tree.size(entry) != trace.size:
        return None
    settled = selection.settle_as(selected, by_name(trace.language))
    known = Sifted(
        settled,
        None,
        sieve.letters.literals_at(trace.literals),
        sieve.letters.regexes_at(trace.regexes),
        binary=trace.binary,
        large=trace.large,
    )
    return None if sieve.wants(known) else known


def _note(sieve: Sieve, selected: Selected, sifted: Sifted, size: int) -> None:
    language = sifted.selected.language
    trace = Trace(
        size,
        language.name if language is not None else "",
        sifted.binary,
        sifted.large,
        sieve.letters.numbers_of_literals(sifted.letters),
        sieve.letters.numbers_of_regexes(sifted.regexes),
    )
    sieve.memory.note(selected.entry.blob, selected.hint, trace)


def _is_large(tree: Tree, selected: Selected) -> bool:
    """Whether a file is too large to hold. Sources hardly ever are, and asking is not free."""
    if selected.language is not None:
        return False
    size = tree.size(selected.entry)
    return size is not None and size > MAX_BYTES


def _sift_small(
    tree: Tree, selection: Selection, files: Iterable[Selected], sieve: Sieve
) -> Iterator[Sifted]:
    waiting: deque[Selected] = deque()
    for entry, content in tree.read(_entries(files, waiting)):
        selected = waiting.popleft()
        if content is None:
            yield Sifted(selected, None, readable=False)
            continue
        _check(entry, blob_id(content, selection.manifest.object_format))
        settled = selection.settle(selected, content)
        letters = sieve.letters
        regexes = letters.find_regexes(content, settled.language)
        found = letters.find(content, settled.language)
        sifted = Sifted(settled, content, found, regexes, binary=b"\0" in content[:HEAD])
        _note(sieve, selected, sifted, len(content))
        yield sifted


def _entries(files: Iterable[Selected], waiting: deque[Selected]) -> Iterator[Entry]:
    """The entries, noting which were asked for: a tree may ask ahead of what it answers."""
    for selected in files:
        waiting.append(selected)
        yield selected.entry


def _sift_large(tree: Tree, selection: Selection, selected: Selected, sieve: Sieve) -> Sifted:
    entry = selected.entry
    stream = _Stream(sieve.letters, selected)
    stream.sift(stream_checked(tree, entry))
    settled = selection.settle(selected, stream.head)
    binary = b"\0" in stream.head
    found, regexes = frozenset(stream.found), frozenset(stream.regexes)
    sifted = Sifted(settled, None, found, regexes, binary, large=True)
    _note(sieve, selected, sifted, tree.size(entry) or 0)
    return sifted


class _Stream(Struct):
    """A file in chunks that overlap while they are searched, so that no word is cut."""

    letters: Letters
    selected: Selected
    head: bytes = b""
    found: set[str] = field(default_factory=set)
    regexes: set[Bare] = field(default_factory=set)

    def sift(self, chunks: Iterable[bytes]) -> None:
        tail, overlap = b"", self.letters.longest * _WIDEST
        convert: Callable[[bytes], bytes] = bytes
        for chunk in chunks:
            if not self.head:
                self.head, convert = chunk[:HEAD], converter(chunk)
            text = tail + convert(chunk)
            self.found.update(self.letters.find(text, self.selected.language))
            self.regexes.update(self.letters.find_regexes_in_part(text))
            tail = text[-overlap:]


def stream_checked(tree: Tree, entry: Entry) -> Iterator[bytes]:
    """The bytes of a file in chunks. Raises TreeChangedError at their end for those of another."""
    digest = BlobDigest(tree.size(entry) or 0, tree.manifest.object_format)
    for chunk in tree.stream(entry):
        digest.update(chunk)
        yield chunk
    _check(entry, digest.id)


def _check(entry: Entry, found: str | None) -> None:
    if found != entry.blob:
        raise TreeChangedError(
            f"{entry.path} changed while it was being judged",
            fix="run the command again when nothing writes to the files",
        )
