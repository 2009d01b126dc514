"""String literals: what is written between their quotes, and what that says."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.parsed import Parsed, parse
from planproof.languages import by_name, compiled_query, decoded_escape
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_SEAM = "\udfff"
"""Where one text goes on in another: no character of any source."""

_IN_WORD = re.compile(rf"(?<=\w){_SEAM}(?=\w)")
_PREFIX = re.compile(rb"[A-Za-z]*")


class Literal(Struct, frozen=True):
    """One string literal, or several that stand side by side and are one text.

    ``pieces`` are what stands between quotes and substitutions, as written, each with its place.
    ``said`` is what else it says: escapes decoded, texts side by side put together. A word is not
    put together from two of them.
    """

    span: Span
    pieces: tuple[tuple[Span, str], ...]
    said: tuple[str, ...] = ()


def literals(source: bytes, language: str) -> Iterator[Literal]:
    """The string literals of a source, by place."""
    from tree_sitter import QueryCursor

    parsed = parse(source, language)
    query = compiled_query(language, _query(language))
    captures = QueryCursor(query).captures(parsed.root)
    joined = captures.get("joined", [])
    inside = {child.id for node in joined for child in node.named_children}
    alone = [node for node in captures.get("string", ()) if node.id not in inside]
    for node in sorted((*joined, *alone), key=_place):
        yield _literal(parsed, node)


def text_of(parsed: Parsed, node: Node) -> str | None:
    """What a node says if it is a literal of text, without substitutions; else None."""
    strings = _strings(node, parsed)
    if not strings or any(_is_of_bytes(string) for string in strings):
        return None
    runs = list(_runs(parsed, strings))
    return runs[0].replace(_SEAM, "") if len(runs) == 1 else None


def _place(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte


def _literal(parsed: Parsed, node: Node) -> Literal:
    strings = _strings(node, parsed)
    places = [
        place for string in strings for place in _between(string, parsed) if place[0] < place[1]
    ]
    pieces = tuple((parsed.outside(*place), _text(parsed, *place)) for place in places)
    written = {text for _, text in pieces}
    runs = map(_without_seams, _runs(parsed, strings))
    said = tuple(run for run in runs if run and run not in written)
    return Literal(parsed.outside(node.start_byte, node.end_byte), pieces, said)


def _strings(node: Node, parsed: Parsed) -> list[Node]:
    language = parsed.language
    if node.type in language.joined_strings:
        return [child for child in node.named_children if child.type in language.strings]
    return [node] if node.type in language.strings else []


def _between(string: Node, parsed: Parsed) -> list[tuple[int, int]]:
    """From the opening mark to the closing one, without what is substituted."""
    start, end = string.start_byte, string.end_byte
    children = string.children
    language = parsed.language
    marks = [child for child in children if not child.is_named or child.type in language.quotes]
    if marks:
        start, end = marks[0].end_byte, _closing(marks)
    elif children:
        start, end = children[0].start_byte, children[-1].end_byte
    else:
        return []
    places = []
    for child in children:
        if child.type in language.string_holes:
            places.append((start, child.start_byte))
            start = child.end_byte
    return [*places, (start, end)]


def _closing(marks: Sequence[Node]) -> int:
    """Where the closing mark starts, which is as long as the opening one without its prefix.

    In Python's raw strings the grammar takes backslashes before it for a part of it.
    """
    opening, closing = marks[0].text or b"", marks[-1]
    length = len(opening) - len(opening.rstrip(b"'\"`"))
    return max(marks[0].end_byte, closing.start_byte, closing.end_byte - length)


def _runs(parsed: Parsed, strings: Iterable[Node]) -> Iterator[str]:
    """What the strings say from one substitution to the next, with seams."""
    run: list[str] = []
    for string in strings:
        escapes = deque(_escapes(string, parsed))
        for number, place in enumerate(_between(string, parsed)):
            if number:
                yield "".join(run)
                run = []
            run += [_said(parsed, escapes, *place), _SEAM]
    yield "".join(run[:-1])


def _without_seams(text: str) -> str:
    return _IN_WORD.sub(" ", text).replace(_SEAM, "") if _SEAM in text else text


def _said(parsed: Parsed, escapes: deque[Node], start: int, end: int) -> str:
    """What stands at a place; ``escapes`` are those from there on, and are used up."""
    parts, at = [], start
    while escapes and escapes[0].end_byte <= end:
        escape = escapes.popleft()
        written = _text(parsed, escape.start_byte, escape.end_byte)
        parts += [_text(parsed, at, escape.start_byte), decoded_escape(written) or _SEAM]
        at = escape.end_byte
    return "".join((*parts, _text(parsed, at, end)))


def _escapes(string: Node, parsed: Parsed) -> Iterator[Node]:
    for child in string.named_children:
        if child.type in parsed.language.escapes:
            yield child
        elif child.type not in parsed.language.string_holes:
            yield from (
                each for each in child.named_children if each.type in parsed.language.escapes
            )


def _is_of_bytes(string: Node) -> bool:
    found = _PREFIX.match(string.text or b"")
    return found is not None and b"b" in found[0].lower()


def _text(parsed: Parsed, start: int, end: int) -> str:
    return parsed.text[start:end].decode("utf-8", "replace")


@cache
def _query(name: str) -> str:
    language = by_name(name)
    assert language is not None  # noqa: S101 - parse has refused it
    kinds = [f"({kind}) @string" for kind in sorted(language.strings)]
    return "\n".join((*kinds, *(f"({kind}) @joined" for kind in sorted(language.joined_strings))))
