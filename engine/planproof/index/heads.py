"""What begins at a place of a source: what a comment above it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.index.parsed import parse
from planproof.languages import Language
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node


def head_span(source: bytes, language: str, start: int) -> Span:
    """The statement that begins at an offset, up to the first block it holds, decorators included.

    Where a smaller thing begins, such as an entry of a list, it is that.
    """
    parsed = parse(source, language)
    at = parsed.inside(Span(start, start)).start
    node = _behind_prefixes(_beginning_at(parsed.root, at, parsed.language), parsed.language)
    return parsed.outside(at, _end_of_head(node, parsed.language))


def _beginning_at(root: Node, at: int, language: Language) -> Node:
    """The largest node that begins there without being a block."""
    node = root.descendant_for_byte_range(at, at + 1) or root
    while (above := node.parent) is not None:
        if above.start_byte != at or above.type in language.blocks:
            break
        node = above
    return node


def _behind_prefixes(node: Node, language: Language) -> Node:
    """The node itself, or what the attributes and decorators belong to that begin there."""
    while node.type in language.prefixes | language.comments:
        after = node.next_named_sibling
        if after is None:
            break
        node = after
    return node


def _end_of_head(node: Node, language: Language) -> int:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if part.type in language.blocks:
            return part.start_byte
        waiting.extend(reversed(part.children))
    return node.end_byte
