"""The statement around a place: what a violation's fingerprint is made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planproof.index.parsed import parse
from planproof.languages import Language
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node


def statement_span(source: bytes, language: str, span: Span) -> Span:
    """The smallest statement around ``span``, without the blocks it holds.

    In the head of a compound statement that is the head alone: what stands in the body of a class
    is no part of the line that names its bases, nor are comments before or behind the head. Outside
    of every statement it is ``span`` itself.
    """
    parsed = parse(source, language)
    inside = parsed.inside(span)
    statement = _statement(parsed.root, inside, parsed.language)
    if statement is None:
        return span
    known = _known_blocks(source, language)
    start, end = _between_blocks(statement, inside, parsed.language, known)
    text = parsed.text[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return parsed.outside(min(start, inside.start), max(end, inside.end))


def _statement(root: Node, span: Span, language: Language) -> Node | None:
    node = root.descendant_for_byte_range(span.start, span.end)
    while node is not None and node.type not in language.statements:
        node = node.parent
    return node


def _between_blocks(
    statement: Node, span: Span, language: Language, known: _Blocks
) -> tuple[int, int]:
    """From the last block before the span to the first one after it, or to its comments."""
    start, end = statement.start_byte, statement.end_byte
    place = (start, end, statement.type)
    if place not in known:
        known[place] = tuple(_outermost_blocks(statement, language))
    for block in known[place]:
        if block.start >= span.end:  # the span may be one of the comments in front of it
            end = min(end, max(block.lead, span.end))
        elif block.end <= span.start:
            start = max(start, min(block.tail, span.start))
    return start, end


class _Block(NamedTuple):
    """From ``start`` to ``end``; the comments right before it begin at ``lead``, those right behind
    it end at ``tail``."""

    lead: int
    start: int
    end: int
    tail: int


def _outermost_blocks(statement: Node, language: Language) -> Iterator[_Block]:
    waiting = [statement]
    while waiting:
        lead: int | None = None
        block: _Block | None = None
        for node in waiting.pop().children:
            if node.type in language.comments:
                lead = node.start_byte if lead is None else lead
                block = block and block._replace(tail=node.end_byte)
                continue
            if block is not None:
                yield block
                block = None
            if node.type in language.blocks:
                start, end = node.start_byte, node.end_byte
                block = _Block(start if lead is None else lead, start, end, end)
            else:
                waiting.append(node)
            lead = None
        if block is not None:
            yield block


_Blocks = dict[tuple[int, int, str], tuple[_Block, ...]]
"""The blocks of statements, by start, end and kind of these: many places may lie in one."""


@lru_cache(maxsize=1)
def _known_blocks(source: bytes, language: str) -> _Blocks:
    """What was found in the last source so far."""
    del source, language
    return {}
