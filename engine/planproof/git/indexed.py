"""What git's index says: a function of its bytes alone, so it can be kept under its name.

Most of the index is as in the tree of a commit, which names its contents for ever. What is kept is
that tree, the few paths that differ, and the paths that need a second look.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from planproof.errors import GitError
from planproof.git.blurred import Times
from planproof.git.memo import Memo, Sections, Shelf
from planproof.git.raw import Pair
from planproof.git.repository import Repository
from planproof.git.stored import StoredEntries
from planproof.model.tree import Entry, EntryKind

ATTRIBUTES = ".gitattributes"

_VERSION = 1
_STEPS = 1_000
"""Paths in which an index may differ from a tree and still be kept as its neighbour."""

Steps = Mapping[str, Pair]


class Traits(NamedTuple):
    """The paths that need more than a look at their stat.

    ``links`` are submodules. ``sparse`` are tracked paths left out of the checkout, ``unchecked``
    those that git was told not to look at. ``blurred`` are files whose times git compares too
    coarsely, with the times it noted (see :mod:`planproof.git.blurred`), as far as nobody has seen
    them at rest. ``attributes`` are tracked attributes files, ``folders`` all that hold anything.
    """

    links: frozenset[str] = frozenset()
    sparse: frozenset[str] = frozenset()
    unmerged: frozenset[str] = frozenset()
    unchecked: frozenset[str] = frozenset()
    attributes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    blurred: Mapping[str, Times] = MappingProxyType({})


class Neighbour(NamedTuple):
    """A tree of the store that is much like the index. ``steps`` has both entries of each path
    that differs: the tree's, the index's.
    """

    tree: str
    steps: Steps

    def links(self, traits: Traits) -> frozenset[str]:
        """The submodules of the tree; those of the index are known."""
        before = {path for path, (old, _) in self.steps.items() if _is_link(old)}
        return (traits.links - self.steps.keys()) | before


def _is_link(entry: Entry | None) -> bool:
    return entry is not None and entry.kind is EntryKind.SUBMODULE


class Tracked:
    """The entries of the index: as git lists them, or by ``steps`` from those of a tree.

    ``listed`` gives None where the index is no longer the one that this is about.
    """

    def __init__(
        self,
        base: StoredEntries | None,
        steps: Steps,
        listed: Callable[[], dict[str, Entry] | None],
    ) -> None:
        self._base = base
        self._steps = steps
        self._listed = listed
        self._everything: dict[str, Entry] | None = None
        self._hints: dict[str, Entry] = {}

    def hint(self, hints: Mapping[str, Entry]) -> None:
        """What git mentioned by the way."""
        self._hints.update(hints)

    def all(self) -> dict[str, Entry]:
        if self._everything is None:
            listed = self._listed()
            self._everything = self._by_steps() if listed is None else listed
        return self._everything

    def some(self, paths: Collection[str]) -> dict[str, Entry]:
        if self._everything is None and self._base is not None:
            try:
                return self._look_up(self._base, paths)
            except GitError:  # something is missing in the store; the index has it all the same
                pass
        entries = self.all()
        return {path: entries[path] for path in paths if path in entries}

    def _look_up(self, base: StoredEntries, paths: Collection[str]) -> dict[str, Entry]:
        hints = self._hints
        asked = [path for path in paths if path not in self._steps and path not in hints]
        found = {path: hints[path] for path in paths if path in hints}
        found |= base.some(asked)
        steps = ((path, self._steps[path][1]) for path in paths if path in self._steps)
        return found | {path: one for path, one in steps if one is not None}

    def _by_steps(self) -> dict[str, Entry]:
        stored = {} if self._base is None else self._base.all()
        found = {**stored, **{path: now for path, (_, now) in self._steps.items()}}
        return {path: one for path, one in found.items() if one is not None}


class Indexed(NamedTuple):
    """The index. ``neighbour`` is None where no tree of the store is known to be much like it;
    ``base`` are the entries of that tree.
    """

    traits: Traits
    tracked: Tracked
    neighbour: Neighbour | None
    base: StoredEntries | None


class IndexShelf:
    """What was learnt of the last few indexes, by name.

    Nothing is kept of a sparse checkout: there git's answers depend on the disk as well.
    """

    def __init__(self, repository: Repository, memo: Memo | None) -> None:
        self._shelf = Shelf(None if repository.settings.sparse else memo, "index", _VERSION)

    def find(self, name: str) -> tuple[Neighbour, Traits] | None:
        return self._shelf.find(name, _read)

    def keep(self, name: str, neighbour: Neighbour, traits: Traits) -> None:
        if not traits.sparse and len(neighbour.steps) <= _STEPS:
            self._shelf.keep(name, list(_write(neighbour, traits)))


def _write(neighbour: Neighbour, traits: Traits) -> Iterator[list[str]]:
    yield [neighbour.tree]
    steps = sorted(neighbour.steps.items())
    yield [path for path, _ in steps]
    yield [word for _, pair in steps for one in pair for word in _words(one)]
    for paths in (traits.links, traits.unmerged, traits.unchecked):
        yield sorted(paths)
    yield list(traits.attributes)
    yield list(traits.folders)
    yield list(traits.blurred)
    yield [f"{one.ctime_ns} {one.mtime_ns}" for one in traits.blurred.values()]


def _read(sections: Sections) -> tuple[Neighbour, Traits]:
    (tree,), paths, words, links, unmerged, unchecked, attributes, folders, blurred, times = (
        sections
    )
    pairs = zip(words[0::4], words[1::4], words[2::4], words[3::4], strict=True)
    steps = {
        path: (_entry(path, *four[:2]), _entry(path, *four[2:]))
        for path, four in zip(paths, pairs, strict=True)
    }
    noted = (Times(*map(int, one.split(" "))) for one in times)
    return Neighbour(tree, steps), Traits(
        links=frozenset(links),
        unmerged=frozenset(unmerged),
        unchecked=frozenset(unchecked),
        attributes=tuple(attributes),
        folders=tuple(folders),
        blurred=dict(zip(blurred, noted, strict=True)),
    )


def _words(entry: Entry | None) -> tuple[str, str]:
    return ("", "") if entry is None else (entry.blob, entry.kind.value)


def _entry(path: str, blob: str, kind: str) -> Entry | None:
    return Entry(path, blob, EntryKind(kind)) if kind else None


def find_neighbour(
    repository: Repository,
    tree: str,
    differing: Mapping[str, Pair],
    entries: Mapping[str, Entry],
    unmerged: frozenset[str],
) -> Neighbour:
    """The tree of a commit, and where the index differs from it, as ``git diff-index`` found.

    Of unmerged paths it does not say what they are in the tree.
    """
    before = {path: old for path, (old, _) in differing.items()}
    conflicts = sorted(unmerged.intersection(differing))
    if conflicts:
        found = StoredEntries(repository, tree).some(conflicts)
        before.update({path: found.get(path) for path in conflicts})
    return Neighbour(tree, {path: (old, entries.get(path)) for path, old in before.items()})
