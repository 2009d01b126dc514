"""What the head of one definition says that its facts do not: its list of parameters, and whether
it has decorators and bases that are no names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.parsed import Parsed, parse
from planproof.languages import compiled_query
from planproof.model.document import Definition
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_VALUES = ("value", "right")


class Head(Struct, frozen=True):
    """``parameters`` are the places of the declared ones, receivers such as ``self`` in Rust left
    out, None where there is no list of them; ``decorators`` how many there are, None where all
    are names; ``open_bases`` says that there may be more bases than names are written."""

    parameters: tuple[Span, ...] | None = None
    decorators: int | None = None
    open_bases: bool = False


def head_of(source: bytes, language: str, definition: Definition) -> Head:
    """The head of a definition of this very source."""
    parsed = parse(source, language)
    nodes = list(_nodes(parsed, definition))
    lists = (parsed.language.parameters(node) for node in nodes)
    declared = next((found for found in lists if found is not None), None)
    return Head(
        None if declared is None else tuple(_place(parsed, node) for node in declared),
        _count_decorators(parsed, definition),
        any(parsed.language.has_open_bases(node) for node in nodes),
    )


def positional_parameters(source: bytes, language: str, name: Span) -> tuple[str, ...] | None:
    """The names of the parameters that positional arguments fill, in order, of the function whose
    name stands at a place; None where they cannot be told."""
    parsed = parse(source, language)
    node = _node_at(parsed, name)
    function = node.parent if node is not None else None
    if function is None or function.has_error:
        return None
    names = parsed.language.positional(function)
    if names is None:
        return None
    return tuple(
        parsed.language.name_of(parsed.text[each.start_byte : each.end_byte]) for each in names
    )


def _nodes(parsed: Parsed, definition: Definition) -> Iterator[Node]:
    """The nodes of a definition around its name, and what they give that name to."""
    extent = parsed.inside(definition.extent)
    node = _node_at(parsed, definition.name)
    while (node := node.parent if node is not None else None) is not None:
        if node.start_byte < extent.start or node.end_byte > extent.end:
            break
        yield node
        for field in _VALUES:
            if (value := node.child_by_field_name(field)) is not None:
                yield value


def _count_decorators(parsed: Parsed, definition: Definition) -> int | None:
    from tree_sitter import QueryCursor

    kinds = sorted(parsed.language.decorators)
    if not kinds:
        return None
    start, end = parsed.inside(definition.extent).start, parsed.inside(definition.name).start
    patterns = "\n".join(f"({kind}) @decorator" for kind in kinds)
    cursor = QueryCursor(compiled_query(parsed.language.name, patterns))
    cursor.set_byte_range(start, end)
    found = cursor.captures(parsed.root).get("decorator", ())
    return sum(start <= node.start_byte and node.end_byte <= end for node in found)


def _node_at(parsed: Parsed, place: Span) -> Node | None:
    inside = parsed.inside(place)
    return parsed.root.descendant_for_byte_range(inside.start, inside.end)


def _place(parsed: Parsed, node: Node) -> Span:
    return parsed.outside(node.start_byte, node.end_byte)
