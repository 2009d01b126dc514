"""The parts of a source that the parser could not make sense of, widened until they are safe.

A parser that recovers from an error guesses. What it guessed wrong stands around the error: the
rest of a statement whose bracket is missing, the members of a class whose head is misspelt, all
that an unclosed string swallowed. Names inside these ranges are searched by their letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from planproof.languages import Grammar, Language

if TYPE_CHECKING:
    from tree_sitter import Node

Range = tuple[int, int]


def find_broken(
    root: Node, source: bytes, language: Language, grammar: Grammar
) -> tuple[Range, ...]:
    """Merged ranges, sorted; empty for a source that parses."""
    if not root.has_error:
        return ()
    ranges = []
    for node in _errors(root):
        if node.is_error or node.is_missing:
            ranges.append(_suspect(node, source, language))
        else:
            ranges.extend(_run_together(node, source))
    ranges.extend(_swallowing(root, grammar))
    return merged(ranges)


def _errors(root: Node) -> Iterator[Node]:
    """ERROR and MISSING nodes, outermost first; nothing inside an ERROR.

    A missing token that has no name, such as the end of a line, is no node at all: then the node
    that misses it.
    """
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            children = [child for child in node.children if _is_wrong(child)]
            if not children:
                yield node
            stack.extend(children)


def _is_wrong(node: Node) -> bool:
    return node.has_error or node.is_missing


def _run_together(node: Node, source: bytes) -> list[Range]:
    """The lines on which one child follows another with nothing between; else the whole node."""
    found = [
        _lines(left.start_byte, right.end_byte, source)
        for left, right in pairwise(node.named_children)
        if not source[left.end_byte : right.start_byte].strip(b" \t")
    ]
    return found or [_lines(node.start_byte, node.end_byte, source)]


def _suspect(node: Node, source: bytes, language: Language) -> Range:
    """Where one error may have led the parser astray, in whole lines."""
    inside = _statement(node, language)
    if inside is not None:
        return _lines(min(node.start_byte, inside.start_byte), inside.end_byte, source)
    start, end = _lines(_first_doubt(node, language), node.end_byte, source)
    block = node.parent
    if block is None:
        return start, len(source)
    if language.indented:
        return _indented_start(node, start, source), _indented_end(start, end, source)
    return start, max(end, block.end_byte)


def _indented_start(error: Node, start: int, source: bytes) -> int:
    """From the statement before the error, and from further up while statements stand deeper than
    their block does: they are the rest of something that was not understood."""
    depth = _indent_at(start, source)
    before = error.prev_named_sibling
    while before is not None:
        start = min(start, _lines(before.start_byte, before.end_byte, source)[0])
        if _indent_at(before.start_byte, source) <= depth:
            break
        before = before.prev_named_sibling
    return start


def _indent_at(offset: int, source: bytes) -> int:
    line = source.rfind(b"\n", 0, offset) + 1
    return _indent(source[line : offset + 1])


def _first_doubt(error: Node, language: Language) -> int:
    """Past the whole statements with which a region begins that did not parse as a whole."""
    for child in error.children:
        if child.has_error or child.type not in language.statements | language.texts:
            return child.start_byte
    return error.start_byte


def _statement(node: Node, language: Language) -> Node | None:
    """The innermost statement around an error, None where the error stands between statements."""
    parent = node.parent
    if parent is not None and parent.type in language.blocks and not node.is_missing:
        return None
    while parent is not None and parent.type not in language.statements:
        parent = parent.parent
    return parent


def _lines(start: int, end: int, source: bytes) -> Range:
    after = source.find(b"\n", max(start, end - 1))
    return source.rfind(b"\n", 0, start) + 1, len(source) if after < 0 else after + 1


def _indented_end(start: int, end: int, source: bytes) -> int:
    """Past the lines that follow and stand deeper than the first line of the error."""
    depth = _indent(source[start:end])
    while end < len(source):
        after = source.find(b"\n", end) + 1 or len(source)
        line = source[end:after]
        if line.strip() and _indent(line) <= depth:
            break
        end = after
    return end


def _indent(line: bytes) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip(b" "))


def _swallowing(root: Node, grammar: Grammar) -> Iterator[Range]:
    """Texts over several lines: any of them may begin at what used to be a closing mark."""
    from tree_sitter import QueryCursor

    for node in QueryCursor(grammar.texts).captures(root).get("text", ()):
        if b"\n" in (node.text or b""):
            yield node.start_byte, node.end_byte


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same ranges, sorted, those that touch put together."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return tuple(found)
