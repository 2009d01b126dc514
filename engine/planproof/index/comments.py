"""The comments of a source, as its grammar sees them: a text that looks like one is none."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.index.parsed import parse
from planproof.languages import by_name, compiled_query
from planproof.model.location import Span


def comments(source: bytes, language: str) -> Iterator[tuple[Span, str]]:
    """(place, text as written, with its marks) of each comment, by place."""
    from tree_sitter import QueryCursor

    parsed = parse(source, language)
    query = compiled_query(language, _query(language))
    nodes = QueryCursor(query).captures(parsed.root).get("comment", ())
    for start, end in sorted((node.start_byte, node.end_byte) for node in nodes):
        text = parsed.text[start:end].decode("utf-8", "replace")
        yield parsed.outside(start, end), text


def _query(name: str) -> str:
    language = by_name(name)
    kinds = sorted(language.comments) if language is not None else ()
    return f"[{' '.join(f'({kind})' for kind in kinds)}] @comment"
