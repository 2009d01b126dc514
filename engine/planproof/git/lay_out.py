"""Writing a stored tree into a folder: every byte its own, no filter, no conversion of line ends.

A tree may come from a damaged or a hostile store, so nothing is written outside of the folder:
names that climb or that git keeps to itself are refused, files are only ever made new, and symbolic
links come last, when nothing is written through them any more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from planproof.errors import GitError, NotFoundError
from planproof.git.blob import BlobDigest, blob_id
from planproof.git.disk import CHUNK
from planproof.git.objects import Reader, sizes, stream
from planproof.git.repository import Repository
from planproof.git.stored import StoredEntries
from planproof.model.tree import Entry, EntryKind

_NEW_FILE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)


def lay_out(repository: Repository, tree: str, folder: Path) -> tuple[Entry, ...]:
    """Writes all files of a stored tree into ``folder``, which is empty; gives its links.

    Links are nested repositories and submodules: each becomes an empty folder, as in a checkout of
    git. Raises NotFoundError where the tree is no longer in the store, and GitError where it is
    damaged, cannot be written here, or has names that no tree may have.
    """
    entries = _entries(repository, tree)
    kinds: dict[EntryKind, list[Entry]] = {kind: [] for kind in EntryKind}
    for entry in entries:
        kinds[entry.kind].append(entry)
    files = sorted([*kinds[EntryKind.FILE], *kinds[EntryKind.EXECUTABLE]])
    links = tuple(kinds[EntryKind.SUBMODULE])
    writer = _Writer(folder)
    with _faults_named(folder):
        for entry in links:
            writer.make_folder(entry.path)
        for entry, chunks in _contents(repository, files):
            writer.write(entry, chunks)
        for entry, chunks in _contents(repository, kinds[EntryKind.SYMLINK]):
            writer.link(entry, b"".join(chunks))
    return links


def _entries(repository: Repository, tree: str) -> Sequence[Entry]:
    if not repository.is_id(tree) or not sizes(repository, [tree]):
        raise NotFoundError(
            f"the tree {tree[:12]} is not in the object store of {repository.top}",
            fix="Fetch or restore the objects, for instance from the clone that took the snapshot",
            code="contents-gone",
        )
    found = StoredEntries(repository, tree).all()
    for path in found:
        if not _is_safe(path):
            raise GitError(
                f"the tree {tree[:12]} has a path that no tree may have: {path!r}",
                fix="Run `git fsck`: somebody made this tree with another tool than git",
                code="unsafe-path",
            )
    return [found[path] for path in sorted(found)]


_IGNORED = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
"""Characters that some file systems leave out when they compare names (git's ``is_hfs_dotgit``)."""


def _is_safe(path: str) -> bool:
    if os.name == "nt" and re.search(r"[\\:]", path):
        return False
    return not any(_is_reserved(part) for part in path.split("/"))


def _is_reserved(name: str) -> bool:
    plain = _IGNORED.sub("", name).casefold().rstrip(". ")
    return name in ("", ".", "..") or plain == ".git"


class _Writer:
    """One folder that nobody else writes to."""

    def __init__(self, folder: Path) -> None:
        self._top = os.fspath(folder)
        self._made = {""}

    def make_folder(self, path: str) -> None:
        if path not in self._made:
            self.make_folder(path.rpartition("/")[0])
            os.mkdir(self._place(path))  # noqa: PTH102 - a Path would tidy it
            self._made.add(path)

    def write(self, entry: Entry, chunks: Iterable[bytes]) -> None:
        self.make_folder(entry.path.rpartition("/")[0])
        mode = 0o777 if entry.kind is EntryKind.EXECUTABLE else 0o666
        with os.fdopen(os.open(self._place(entry.path), _NEW_FILE, mode), "wb") as file:
            file.writelines(chunks)

    def link(self, entry: Entry, target: bytes) -> None:
        self.make_folder(entry.path.rpartition("/")[0])
        os.symlink(os.fsdecode(target), self._place(entry.path))  # noqa: PTH211 - as above

    def _place(self, path: str) -> str:
        return f"{self._top}{os.sep}{path}"


def _contents(
    repository: Repository, entries: Sequence[Entry]
) -> Iterator[tuple[Entry, Iterable[bytes]]]:
    """The bytes of each, checked against its id; large ones in chunks."""
    lengths = sizes(repository, sorted({one.blob for one in entries}))
    small = [one for one in entries if lengths.get(one.blob, 0) <= CHUNK]
    with Reader(repository) as reader:
        for entry, content in zip(small, reader.contents(one.blob for one in small), strict=True):
            if content is None or blob_id(content, repository.object_format) != entry.blob:
                raise _damaged(entry)
            yield entry, (content,)
    for entry in entries:
        if lengths.get(entry.blob, 0) > CHUNK:
            yield entry, _checked(repository, entry, lengths[entry.blob])


def _checked(repository: Repository, entry: Entry, length: int) -> Iterator[bytes]:
    """What turns out to be damaged is noticed at its end: then nothing of the folder is kept."""
    digest = BlobDigest(length, repository.object_format)
    for chunk in stream(repository, entry.blob):
        digest.update(chunk)
        yield chunk
    if digest.id != entry.blob:
        raise _damaged(entry)


def _damaged(entry: Entry) -> GitError:
    return GitError(
        f"the contents of {entry.path} ({entry.blob[:12]}) are missing or damaged in the store",
        fix="Run `git fsck`; what another clone has can be fetched from there",
    )


@contextmanager
def _faults_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise GitError(
            f"the files cannot be written to {folder}: {error}",
            fix="Make room, or name a folder on a file system that can hold these names",
            code="cannot-restore",
        ) from error
