"""A tree: which path holds which blob. Facts hang on blobs, verdicts on trees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple, Protocol


class EntryKind(Enum):
    FILE = "file"
    EXECUTABLE = "executable"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"


class Entry(NamedTuple):
    """One path of a tree. ``path`` uses ``/``; bytes that are not UTF-8 are surrogate-escaped.

    ``blob`` is the id, in git's blob form, of the bytes that a reader of this tree gets: for a
    working tree those on disk, whatever git's conversions would store. For a submodule or nested
    repository it is the commit id, or empty when that is unknown.
    """

    path: str
    blob: str
    kind: EntryKind = EntryKind.FILE


class Note(NamedTuple):
    """Something about a tree that a person should hear: a submodule, a sparse checkout …"""

    code: str
    message: str
    paths: tuple[str, ...] = ()


class Mark(NamedTuple):
    """Names a manifest in few words: manifests of one repository with equal marks are equal.

    ``base`` names what most paths are as in: a commit's tree, or git's index. ``loose`` are the
    paths that differ from it, sorted, each with its blob and its kind as a word; both are empty
    for a path that is gone. ``rest`` is a digest of all else that the manifest says. All of it is
    text, so that it can be kept.
    """

    base: str
    loose: tuple[tuple[str, str, str], ...] = ()
    rest: str = ""


Changes = Mapping[str, Entry | None]
"""Paths that have another entry than before, or none, or are new; each with what it was before."""


def _unknown(then: Mark) -> None:
    del then


class Manifest(NamedTuple):
    """{path → entry}, sorted by path.

    ``revision`` is the commit it was read from (for a working tree: HEAD), None without history.
    ``unreadable`` are paths that exist and could not be read: never silently clean. ``mark`` is
    None where no short name can be trusted. ``since`` tells what differs from the manifest that a
    mark names; None where that is not known any more.
    """

    entries: Mapping[str, Entry]
    revision: str | None = None
    object_format: str = "sha1"
    notes: tuple[Note, ...] = ()
    unreadable: tuple[str, ...] = ()
    mark: Mark | None = None
    since: Callable[[Mark], Changes | None] = _unknown

    def __eq__(self, other: object) -> bool:
        """Equal in what they say of the files: not in how they are called for short."""
        return isinstance(other, Manifest) and self[:5] == other[:5]

    def __ne__(self, other: object) -> bool:
        return not self == other


class Tree(Protocol):
    """A manifest and its contents."""

    @property
    def manifest(self) -> Manifest: ...

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """The bytes of each entry, in the order asked; None where they can no longer be read.

        Bytes whose id is not ``entry.blob`` mean that the file changed since the manifest was made;
        callers check with :func:`planproof.git.blob_id`.
        """
        ...

    def size(self, entry: Entry) -> int | None:
        """The length of the entry's bytes without reading them; None where they are out of reach.

        Ask before :meth:`read`, which holds a whole file: larger ones belong to :meth:`stream`.
        """
        ...

    def stream(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of one entry in chunks of at most 1 MB, whatever its size.

        Raises TreeChangedError when they cannot be read, or not to the end.
        """
        ...
