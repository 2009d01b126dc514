"""Where spans of files are, as they are shown."""

from __future__ import annotations

from collections.abc import Callable

from planproof.errors import TreeChangedError
from planproof.git import blob_id
from planproof.model.location import LineMap, Place, Span
from planproof.model.tree import Tree


def places_in(tree: Tree) -> Callable[..., Place]:
    """What tells the place of a span in a file; each file is read once."""
    known: dict[str, tuple[bytes, LineMap]] = {}

    def place(path: str, span: Span, *, in_characters: bool) -> Place:
        if path not in known:
            entry = tree.manifest.entries[path]
            ((_, content),) = tree.read([entry])
            if content is None or blob_id(content, tree.manifest.object_format) != entry.blob:
                raise TreeChangedError(
                    f"{path} changed while it was being read", fix="ask again when nothing writes"
                )
            known[path] = content, LineMap(content)
        content, lines = known[path]
        if in_characters:
            text = content.decode("utf-8", "replace")
            start, end = (len(text[:offset].encode()) for offset in span)
            span = Span(start, end)
        return lines.place(path, span)

    return place
