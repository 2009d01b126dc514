"""The apps of a Django project: what they are called in the names of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.index.parsed import Parsed, parse
from planproof.index.tables.python_nodes import assignments_in, source_of
from planproof.index.tables.texts import text_of
from planproof.languages import compiled_query
from planproof.languages.orms import DJANGO

if TYPE_CHECKING:
    from tree_sitter import Node


def labels_in(source: bytes) -> tuple[str, ...]:
    """What the configurations in an ``apps.py`` call their apps; nothing for the folder's name.

    ``label = "x"``, else the last part of ``name = "a.x"``.
    """
    from tree_sitter import QueryCursor

    parsed = parse(source, "python")
    cursor = QueryCursor(compiled_query("python", DJANGO.text))
    found: dict[str, None] = {}
    for _, captures in cursor.matches(parsed.root):
        for body in captures.get("class.body", ()):
            found.update(dict.fromkeys(filter(None, [_label(body, parsed)])))
    return tuple(found)


def _label(body: Node, parsed: Parsed) -> str:
    texts = {}
    for left, right in assignments_in(body):
        if (text := text_of(right, parsed)) is not None:
            texts[source_of(left, parsed)] = text.value
    return texts.get("label") or texts.get("name", "").rpartition(".")[2]
