"""The parameters of a function that positional arguments fill."""

from __future__ import annotations

from planproof.index.parsed import parse
from planproof.model.location import Span


def positional_parameters(source: bytes, language: str, name: Span) -> tuple[str, ...] | None:
    """Their names in order, of the function whose name stands at a place; None where they cannot
    be told."""
    parsed = parse(source, language)
    inside = parsed.inside(name)
    node = parsed.root.descendant_for_byte_range(inside.start, inside.end)
    function = node.parent if node is not None else None
    if function is None or function.has_error:
        return None
    names = parsed.language.positional(function)
    if names is None:
        return None
    return tuple(
        parsed.language.name_of(parsed.text[each.start_byte : each.end_byte]) for each in names
    )
