"""The files of a tree that are compared, by what is in them: kept, as listing a tree takes time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from planproof._build import build_id
from planproof.evaluate.collecting import paused
from planproof.index import Index
from planproof.languages import LANGUAGES, digest_of, language_of
from planproof.model.tree import Changes, Entry, EntryKind, Manifest, Mark, Tree
from planproof.search.features import VERSION

Key = tuple[str, str]
"""A blob, and how its language is read: name, grammar, version of the features."""

Files = dict[Key, tuple[str, ...]]
"""The paths at which each blob stands, in order."""

OnProgress = Callable[[int, int], None]
"""Told of (files done, files in all)."""

_SLOT = "similar files 1"
_FEW = 100
"""Changes since the list was kept; for more of them a new one is."""

_READABLE = (EntryKind.FILE, EntryKind.EXECUTABLE)
_FILENAMES = frozenset(name for language in LANGUAGES for name in language.filenames)


def files_of(index: Index, tree: Tree) -> Files:
    """The files with a grammar. Scripts that only their ``#!`` line tells the language of are left
    out."""
    mark = tree.manifest.mark
    if mark is None:
        return _listed(tree.manifest)
    kept = _recall(index)
    if kept is not None:
        then, files = kept
        changes = {} if then == mark else tree.manifest.since(then)
        if changes is not None and len(changes) <= _FEW:
            return _changed(files, changes, tree.manifest)
    files = _listed(tree.manifest)
    index.memo.put(_SLOT, _pack(mark, files))
    return files


def language_name(key: str) -> str:
    """The language's own name, of how it is read."""
    return key.partition(":")[0]


def key_of(entry: Entry) -> Key | None:
    """What the features of a file are kept under; None for a file without a grammar."""
    reading = _reading_of(entry.path) if entry.kind in _READABLE else None
    return None if reading is None else (entry.blob, reading)


def _listed(manifest: Manifest) -> Files:
    found: dict[Key, list[str]] = {}
    for entry in manifest.entries.values():
        key = key_of(entry)
        if key is not None:
            found.setdefault(key, []).append(entry.path)
    return {key: tuple(paths) for key, paths in found.items()}


def _changed(files: Files, changes: Changes, manifest: Manifest) -> Files:
    """The files after these changes."""
    for path, before in changes.items():
        old = key_of(before) if before is not None else None
        if old is not None:
            left = tuple(one for one in files.get(old, ()) if one != path)
            files.update({old: left})
            if not left:
                del files[old]
        now = manifest.entries.get(path)
        new = key_of(now) if now is not None else None
        if new is not None:
            files[new] = tuple(sorted({*files.get(new, ()), path}))
    return files


def _recall(index: Index) -> tuple[Mark, Files] | None:
    """What this very engine kept."""
    stored = index.memo.get(_SLOT)
    if stored is None:
        return None
    try:
        with paused():
            return _unpack(json.loads(zlib.decompress(stored)))
    except (ValueError, TypeError, KeyError, IndexError, zlib.error):
        return None


def _unpack(value: Any) -> tuple[Mark, Files] | None:
    build, (base, loose, rest), readings, numbers, blobs, paths = value
    if build != build_id():
        return None
    keys = zip(blobs, map(readings.__getitem__, numbers), strict=True)
    files = dict(zip(keys, map(tuple, paths), strict=True))
    return Mark(base, tuple(tuple(each) for each in loose), rest), files


def _pack(mark: Mark, files: Files) -> bytes:
    readings = sorted({reading for _, reading in files})
    value: list[Any] = [
        build_id(),
        mark,
        readings,
        [readings.index(reading) for _, reading in files],
        [blob for blob, _ in files],
        [*files.values()],
    ]
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)


def _reading_of(path: str) -> str | None:
    """How a file is read, by its name: there are many files and few endings of names."""
    ending = path[path.rfind(".") :]
    if "/" in ending or (_FILENAMES and path.rpartition("/")[2] in _FILENAMES):
        return _reading(path)
    return _reading_of_ending(ending)


@lru_cache(maxsize=10_000)
def _reading_of_ending(ending: str) -> str | None:
    return _reading(f"any{ending}")


def _reading(path: str) -> str | None:
    language = language_of(path)
    if language is None:
        return None
    return f"{language.name}:{digest_of(language.name)[:12]}:{VERSION}"
