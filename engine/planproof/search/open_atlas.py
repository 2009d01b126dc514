"""The atlas of a tree: from what is kept of it, or made after everything missing was read."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from typing import Any

from planproof.evaluate.collecting import paused
from planproof.evaluate.module_families import Family
from planproof.evaluate.module_places import ModulePlaces
from planproof.index import Index
from planproof.index.mentions import OF_TREE, Unit
from planproof.languages import Alias, by_name, digest_of
from planproof.model.tree import Manifest, Tree
from planproof.search.atlas import Atlas

_VERSION = 2
_SLOTS = 4
"""Trees whose atlases are kept side by side: that of now, and commits that were asked about."""

Progress = Callable[[int, int], None]
"""Told of (files done, files in all)."""


def open_atlas(index: Index, tree: Tree, on_progress: Progress) -> Atlas:
    """The atlas of a tree. What is not known of its files is read first, each once for ever."""
    name = _name_of(tree.manifest)
    slot = f"{OF_TREE}{int(name[:2], 16) % _SLOTS}"
    kept = _recall(index, slot, name)
    if kept is not None:
        return kept
    from planproof.search.survey_atlas import survey_atlas

    atlas = survey_atlas(index, tree, on_progress)
    if atlas.is_lasting:
        index.memo.put(slot, name.encode() + _pack(atlas))
    return atlas


def _name_of(manifest: Manifest) -> str:
    """A name for the tree."""
    entries = manifest.entries
    said = manifest.mark or [(e.path, e.blob, e.kind.value) for e in entries.values()]
    return hashlib.sha256(repr((_VERSION, said)).encode("utf-8", "surrogateescape")).hexdigest()


def _recall(index: Index, slot: str, name: str) -> Atlas | None:
    stored = index.memo.get(slot)
    if stored is None or stored[:64] != name.encode():
        return None
    try:
        with paused():
            value = json.loads(zlib.decompress(stored[64:]).decode("utf-8", "surrogatepass"))
            return _unpack(value, index)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, LookupError, zlib.error):
        return None


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


def _pack(atlas: Atlas) -> bytes:
    units = [*atlas.units.items()]
    modules = atlas.modules
    value: list[Any] = [
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
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
