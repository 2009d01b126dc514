"""What a manifest stands on: a tree of the store, and the paths that differ from it.

That is how manifests are named in few words, and how the changes between two of them are told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from planproof.errors import GitError
from planproof.git.indexed import Indexed
from planproof.git.raw import Pair
from planproof.model.tree import Changes, Entry, EntryKind, Manifest, Mark

if TYPE_CHECKING:
    from planproof.git.open_store import OpenStore

MANY = 5_000
"""Loose paths beyond which a name would no longer be short."""


class Base(Protocol):
    """The entries of a tree that is in the store."""

    tree: str

    @property
    def store(self) -> OpenStore: ...

    def some(self, paths: Collection[str]) -> dict[str, Entry]: ...

    def learn(self, known: Mapping[str, Entry | None]) -> None: ...


class Standing(NamedTuple):
    """``loose`` are the paths that differ from ``base``, each with its entry, None for gone."""

    base: Base
    loose: Mapping[str, Entry | None]

    def name(self, manifest: Manifest) -> Manifest:
        """The manifest with a mark, unless that would be long."""
        mark = make_mark(f"tree {self.base.tree}", self.loose, digest_rest(manifest))
        return manifest._replace(mark=mark, since=self.since)

    def since(self, then: Mark) -> Changes | None:
        """What differs from the manifest that ``then`` names; None when git cannot tell."""
        kind, _, tree = then.base.partition(" ")
        if kind != "tree":
            return None
        between = self.base.store.changes(tree, self.base.tree)
        if between is None:
            return None
        self.base.learn({path: now for path, (_, now) in between.items()})
        try:
            return self._compare(read_loose(then), between)
        except GitError:  # the tree is no longer in the store
            return None

    def _compare(
        self, loose: Mapping[str, Entry | None], between: Mapping[str, Pair]
    ) -> dict[str, Entry | None]:
        paths = sorted({*self.loose, *loose, *between})
        based = self.base.some(paths)
        old = {**based, **{path: before for path, (before, _) in between.items()}, **loose}
        new = {**based, **self.loose}
        return _changes(old, new)


def name_alone(manifest: Manifest) -> Manifest:
    """The manifest with a mark that stands on nothing: every path is loose."""
    entries = manifest.entries

    def since(then: Mark) -> Changes | None:
        return _changes(read_loose(then), entries) if then.base == "" else None

    return manifest._replace(mark=make_mark("", entries, digest_rest(manifest)), since=since)


def find_standing(
    indexed: Indexed,
    tracked: Mapping[str, Entry],
    loose: Mapping[str, Entry | None],
) -> Standing | None:
    """``loose`` are the paths that may differ from the index; all other ones are as in it.
    ``tracked`` is what the index has for those that it has.
    """
    if indexed.neighbour is None or indexed.base is None:
        return None
    steps = indexed.neighbour.steps
    before = {
        path: steps[path][0] if path in steps else tracked.get(path) for path in (*loose, *steps)
    }
    after = {**{path: now for path, (_, now) in steps.items()}, **loose}
    indexed.base.learn(before)
    differing = {path: one for path, one in after.items() if one != before[path]}
    return Standing(indexed.base, differing)


def make_mark(base: str, loose: Mapping[str, Entry | None], rest: str) -> Mark | None:
    """None where it would be long."""
    return Mark(base, _written(loose), rest) if len(loose) <= MANY else None


def digest_rest(manifest: Manifest) -> str:
    """A name for all that a manifest says beside its entries."""
    notes = [(one.code, one.message, one.paths) for one in manifest.notes]
    said = repr((manifest.revision, manifest.object_format, notes, manifest.unreadable))
    return hashlib.sha256(said.encode()).hexdigest()


def _written(loose: Mapping[str, Entry | None]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (path, one.blob, one.kind.value) if one is not None else (path, "", "")
        for path, one in sorted(loose.items())
    )


def read_loose(mark: Mark) -> dict[str, Entry | None]:
    return {
        path: Entry(path, blob, EntryKind(kind)) if kind else None
        for path, blob, kind in mark.loose
    }


def _changes(
    old: Mapping[str, Entry | None], new: Mapping[str, Entry | None]
) -> dict[str, Entry | None]:
    paths = sorted({*old, *new})
    return {path: old.get(path) for path in paths if old.get(path) != new.get(path)}
