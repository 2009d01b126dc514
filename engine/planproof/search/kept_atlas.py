"""Atlases as they are kept: whole, or as what differs from a whole one."""

from __future__ import annotations

import json
import zlib
from typing import Any, NamedTuple

from planproof.evaluate.collecting import paused
from planproof.evaluate.module_families import Family
from planproof.evaluate.module_places import ModulePlaces
from planproof.index import Index
from planproof.index.mentions import OF_TREE, Unit
from planproof.languages import Alias, by_name, digest_of
from planproof.model.tree import Mark
from planproof.search.atlas import Atlas

_NAME = 64
_EDITS = f"{OF_TREE}edits"
_DAMAGE = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, LookupError, zlib.error,
)  # fmt: skip


class Kept(NamedTuple):
    """An atlas, and the name and the mark of its tree."""

    name: str
    mark: Mark | None
    atlas: Atlas


def recall(index: Index, slot: str, name: str | None = None) -> Kept | None:
    """What is kept in a slot; of the tree of that name only, if one is given."""
    stored = index.memo.get(slot)
    if stored is None or (name is not None and stored[:_NAME] != name.encode()):
        return None
    try:
        with paused():
            mark, *value = json.loads(zlib.decompress(stored[_NAME:]).decode(*_CODING))
            atlas = _unpack(value, index)
            if atlas is None:
                return None
            return Kept(stored[:_NAME].decode("ascii"), _unpack_mark(mark), atlas)
    except _DAMAGE:
        return None


def keep(index: Index, slot: str, kept: Kept) -> None:
    index.memo.put(slot, kept.name.encode() + _pack(kept.atlas, kept.mark))


def recall_edits(index: Index, name: str, before: Kept) -> Atlas | None:
    """The atlas of the tree of a name, where what differs from another one was kept."""
    stored = index.memo.get(_EDITS)
    if stored is None or stored[: 2 * _NAME] != f"{name}{before.name}".encode():
        return None
    try:
        gone, new, unread = json.loads(stored[2 * _NAME :].decode(*_CODING))
        units = dict(before.atlas.units)
        for number in gone:
            del units[number]
        units.update((number, Unit(path, blob, language)) for number, path, blob, language in new)
        left_out = tuple((path, why) for path, why in unread)
        return Atlas(units, before.atlas.modules, index.mentions, left_out)
    except _DAMAGE:
        return None


def keep_edits(index: Index, name: str, before: Kept, atlas: Atlas) -> None:
    """``atlas`` has the same modules."""
    old, new = before.atlas.units, atlas.units
    value = [
        [number for number in old if number not in new],
        [(number, *unit) for number, unit in new.items() if number not in old],
        atlas.unread,
    ]
    text = json.dumps(value, ensure_ascii=False).encode(*_CODING)
    index.memo.put(_EDITS, f"{name}{before.name}".encode() + text)


_CODING = ("utf-8", "surrogatepass")


def _unpack(value: Any, index: Index) -> Atlas | None:
    """None where the engine reads one of the languages in another way than then."""
    digests, *value = value
    if any(digest_of(name) != digest for name, digest in digests.items()):
        return None
    numbers, paths, blobs, languages, families, aliases, unread = value
    units = dict(zip(numbers, map(Unit, paths, blobs, languages), strict=True))
    known = dict(zip(paths, languages, strict=True))
    modules = ModulePlaces(
        {space: Family(lines, roots) for space, lines, roots in families},
        lambda path: by_name(known[path]) if path in known else None,
        (Alias(*each) for each in aliases),
    )
    return Atlas(units, modules, index.mentions, tuple((path, why) for path, why in unread))


def _unpack_mark(packed: Any) -> Mark | None:
    if packed is None:
        return None
    base, loose, rest = packed
    return Mark(base, tuple((path, blob, kind) for path, blob, kind in loose), rest)


def _pack(atlas: Atlas, mark: Mark | None) -> bytes:
    units = [*atlas.units.items()]
    modules = atlas.modules
    value: list[Any] = [
        mark,
        {name: digest_of(name) for name in sorted({unit.language for _, unit in units})},
        [number for number, _ in units],
        [unit.path for _, unit in units],
        [unit.blob for _, unit in units],
        [unit.language for _, unit in units],
        [[space, [*one.lines], [*one.roots]] for space, one in sorted(modules.families.items())],
        modules.aliases,
        atlas.unread,
    ]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(*_CODING), 1)
