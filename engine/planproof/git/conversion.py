"""Whose index ids are the ids of the bytes on disk.

git converts some files between the disk and its store (gitattributes(5): ``text``, ``eol``,
``ident``, ``filter``, ``working-tree-encoding``; git-config(1): ``core.autocrlf``), and then its
index holds the id of other bytes. Whether a conversion may apply is decided from the cheapest
evidence up:

1. no attributes file anywhere and no ``core.autocrlf``: none applies;
2. no attributes file names a filter or an encoding: line ends and ``$Id$`` are all that can be
   converted, which never keeps the length unless it changes nothing, so equal sizes prove it;
3. otherwise git says which paths have a filter or an encoding, and those are not trusted.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from planproof.git import door
from planproof.git.disk import Disk
from planproof.git.index_file import IndexFile
from planproof.git.indexed import ATTRIBUTES
from planproof.git.listing import Listing
from planproof.git.memo import Memo, Sections, Shelf
from planproof.git.objects import sizes
from planproof.git.repository import Repository


class Evidence(NamedTuple):
    """What may be converted: nothing, only what shows in the size, or anything.

    ``digest`` stands for all that this was concluded from; None where it should not be kept.
    """

    converts: bool
    beyond_sizes: bool = False
    distrusted: bool = False
    digest: str | None = None


def find_evidence(repository: Repository, listing: Listing, disk: Disk) -> Evidence:
    """Looks for attributes files where git looks for them.

    An attributes file that differs from the index means that files may have been converted by
    other rules than today's: no id is trusted then.
    """
    inside = _attributes_files(listing, repository.top)
    if any(path in listing.dirty for path in inside):
        return Evidence(converts=True, distrusted=True)
    found = [*((path, disk.read(path)) for path in inside), *_read_outside(repository)]
    texts = [text for _, text in found]
    if not texts and not repository.settings.converts_line_ends:
        return Evidence(converts=False)
    return Evidence(
        converts=True,
        beyond_sizes=any(map(_goes_beyond_sizes, texts)),
        digest=None if None in texts else _digest(repository, found),
    )


def _digest(repository: Repository, found: Sequence[tuple[str, bytes | None]]) -> str:
    said = repr((repository.settings.converts_line_ends, found))
    return hashlib.sha256(said.encode()).hexdigest()


class ConvertedShelf:
    """The paths that are not proven to be in the store as they are on disk: of one index, by one
    set of attributes. All others are, as long as git holds them for unchanged.
    """

    def __init__(self, memo: Memo | None, index: IndexFile, evidence: Evidence) -> None:
        self._shelf = Shelf(memo if evidence.digest else None, "converted", 1)
        self._name = f"{index.name} {evidence.digest}"

    def find(self) -> set[str] | None:
        return self._shelf.find(self._name, _read_paths)

    def keep(self, paths: Collection[str]) -> None:
        if len(paths) <= _MANY:
            self._shelf.keep(self._name, [sorted(paths)])


_MANY = 5_000


def _read_paths(sections: Sections) -> set[str]:
    (paths,) = sections
    return set(paths)


def find_converted(
    repository: Repository,
    evidence: Evidence,
    clean: Iterable[tuple[str, str, int]],
) -> set[str]:
    """Of ``clean`` (path, index id, size on disk), the paths whose id cannot be trusted."""
    rows = list(clean)
    if not evidence.converts or not rows:
        return set()
    if evidence.distrusted:
        return {path for path, _, _ in rows}
    suspects = _filtered(repository, [row[0] for row in rows]) if evidence.beyond_sizes else set()
    stored = sizes(repository, sorted({blob for path, blob, _ in rows if path not in suspects}))
    return suspects | {path for path, blob, size in rows if stored.get(blob) != size}


def _attributes_files(listing: Listing, top: Path) -> list[str]:
    """Every attributes file of the work tree, ignored ones too, and those only in the index."""
    tracked = frozenset(listing.traits.attributes)
    places = (
        f"{folder}/{ATTRIBUTES}" if folder else ATTRIBUTES for folder in listing.traits.folders
    )
    return [path for path in places if path in tracked or os.path.lexists(f"{top}{os.sep}{path}")]


def _read_outside(repository: Repository) -> Iterator[tuple[str, bytes | None]]:
    """The attributes files of the repository, the user and the machine, as far as they exist."""
    for place in _outside(repository):
        if place.exists():
            yield f"/{place}", Disk(place.parent.resolve()).read(place.name)


def _outside(repository: Repository) -> Iterator[Path]:
    yield repository.common_dir / "info" / "attributes"
    if repository.settings.attributes_file is not None:
        yield repository.settings.attributes_file
    if "GIT_ATTR_NOSYSTEM" not in os.environ:
        yield Path("/etc/gitattributes")
        yield Path(door.find_git() or "/").parent.parent / "etc" / "gitattributes"


def _goes_beyond_sizes(attributes: bytes | None) -> bool:
    """What cannot be read could say anything."""
    return attributes is None or b"filter" in attributes or b"encoding" in attributes


def _filtered(repository: Repository, paths: list[str]) -> set[str]:
    """The paths to which git applies a filter or an encoding.

    ``check-attr -z`` answers with triples: path, attribute, value.
    """
    command = ["check-attr", "-z", "--stdin", "filter", "working-tree-encoding"]
    asked = os.fsencode("".join(f"{path}\0" for path in paths))
    answers = os.fsdecode(door.run(command, repository.scene, asked)).split("\0")
    values = zip(answers[0::3], answers[2::3], strict=False)
    return {path for path, value in values if value not in ("unspecified", "unset")}
