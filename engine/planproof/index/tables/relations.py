"""The tables that many-to-many fields of Django make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.index.parsed import Parsed
from planproof.index.tables.python_nodes import arguments_of, callee_of
from planproof.index.tables.texts import text_of

if TYPE_CHECKING:
    from tree_sitter import Node


_QUOTES = '"`'


def relation(name: str, value: Node, table: str, parsed: Parsed) -> str:
    """The table of a many-to-many field; empty for other fields and for explicit models."""
    if callee_of(value, parsed).rpartition(".")[2] != "ManyToManyField":
        return ""
    arguments = arguments_of(value, parsed)
    if "through" in arguments.named:
        return ""
    explicit = arguments.named.get("db_table")
    text = text_of(explicit, parsed) if explicit is not None else None
    return text.value if text is not None else f"{table.strip(_QUOTES)}_{name}"
