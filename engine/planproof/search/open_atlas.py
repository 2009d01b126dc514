"""The atlas of a tree: from what is kept of it, or of one that differs in few files, or made after
everything missing was read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from planproof.index import Index
from planproof.index.mentions import OF_TREE
from planproof.model.tree import Manifest, Mark, Tree
from planproof.search.atlas import Atlas
from planproof.search.kept_atlas import Kept, keep, keep_edits, recall, recall_edits

_VERSION = 3
_SLOTS = 3
"""Commits whose atlases are kept side by side."""

_NOW = f"{OF_TREE}now"
"""The working tree's, or that of one that differs from it in few files."""

_FEW = 20
"""Files that may differ."""

Progress = Callable[[int, int], None]
"""Told of (files done, files in all)."""


def open_atlas(index: Index, tree: Tree, on_progress: Progress, *, is_now: bool = True) -> Atlas:
    """The atlas of a tree. What is not known of its files is read first, each once for ever.

    ``is_now``: of the working tree, which the next question is likely to be about again, but for a
    few files.
    """
    name, mark = _name_of(tree.manifest), tree.manifest.mark
    slot = _NOW if is_now else f"{OF_TREE}{int(name[:2], 16) % _SLOTS}"
    kept = None if is_now else recall(index, slot, name)
    before = kept or recall(index, _NOW)
    atlas = _recalled(index, name, before)
    if atlas is not None:
        return atlas
    with index.patient():
        atlas = _followed(index, tree, before)
        if atlas is None:
            from planproof.search.survey_atlas import survey_atlas

            atlas = survey_atlas(index, tree, on_progress)
    if not atlas.is_lasting:
        return atlas
    if before is not None and is_now and _is_near(before, atlas, mark):
        keep_edits(index, name, before, atlas)
    else:
        keep(index, slot, Kept(name, mark, atlas))
    return atlas


def _recalled(index: Index, name: str, before: Kept | None) -> Atlas | None:
    if before is None:
        return None
    return before.atlas if before.name == name else recall_edits(index, name, before)


def _followed(index: Index, tree: Tree, before: Kept | None) -> Atlas | None:
    """From the atlas of another tree; None where that cannot be told."""
    if before is None or before.mark is None:
        return None
    from planproof.search.next_atlas import next_atlas

    return next_atlas(index, tree, before.atlas, before.mark)


def _is_near(before: Kept, atlas: Atlas, mark: Mark | None) -> bool:
    """Whether it is less work to tell the difference again than to keep another atlas."""
    if mark is None or before.mark is None or mark.base != before.mark.base:
        return False
    differing = {*mark.loose} ^ {*before.mark.loose}
    return len(differing) <= _FEW and atlas.modules is before.atlas.modules


def _name_of(manifest: Manifest) -> str:
    """A name for the tree."""
    entries = manifest.entries
    said = manifest.mark or [(e.path, e.blob, e.kind.value) for e in entries.values()]
    return hashlib.sha256(repr((_VERSION, said)).encode("utf-8", "surrogateescape")).hexdigest()
