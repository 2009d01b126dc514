"""Expressions as text: arguments and right-hand sides, for the facet ``expressions``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from planproof.index.parsed import Parsed, parse
from planproof.languages import Language, by_name, compiled_query
from planproof.model.location import Span


def expressions(source: bytes, language: str) -> Iterator[tuple[Span, str]]:
    """(place, text) of each call argument and each right-hand side, by (start, -end).

    An argument written with its name is there with it and without it. Each run of white space of
    the text is one blank.
    """
    from tree_sitter import QueryCursor

    parsed = parse(source, language)
    query = compiled_query(language, _query(language))
    nodes = QueryCursor(query).captures(parsed.root).get("expression", ())
    places = {
        (node.start_byte, -node.end_byte) for node in nodes if not node.type.endswith("comment")
    }
    for start, end in sorted(places):
        yield parsed.outside(start, -end), _text(parsed, start, -end)


def _text(parsed: Parsed, start: int, end: int) -> str:
    return " ".join(parsed.text[start:end].decode("utf-8", "replace").split())


@cache
def _query(name: str) -> str:
    language = by_name(name)
    return "" if language is None else "\n".join(_patterns(language))


def _patterns(language: Language) -> Iterator[str]:
    for kind in sorted(language.arguments):
        yield f"({kind} (_) @expression)"
    for kind, field in (*language.argument_values, *language.values):
        yield f"({kind} {field}: (_) @expression)"
