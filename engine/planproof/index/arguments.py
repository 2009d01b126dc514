"""What each call of a source is given, for selectors of calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.literals import text_of
from planproof.index.parsed import Parsed, parse
from planproof.languages import Given, Kind, by_name, compiled_query, grammar_of
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node


class Value(Struct, frozen=True):
    """An argument's source text, without brackets around it, each run of white space one blank.

    ``text`` is what it says if it is a string literal, else None.
    """

    source: str
    text: str | None = None


class Keyword(Struct, frozen=True):
    """An argument that is given by name; not ``final`` where another one may replace it."""

    name: str
    value: Value
    final: bool = True


class Call(Struct, frozen=True):
    """What one call is given.

    ``open_positions`` and ``open_keywords`` say that there may be more than are written: ``*args``,
    ``**kwargs``, an object that is not written out. Of the positional arguments the first
    ``placed`` stand where they are written. A call that did not parse is open in both ways.
    """

    positions: tuple[Value, ...] = ()
    placed: int = 0
    keywords: tuple[Keyword, ...] = ()
    open_positions: bool = False
    open_keywords: bool = False


def callees(source: bytes, language: str) -> Mapping[Span, Span]:
    """The place of each callee, as the occurrence with the role CALL has it → that of its call, in
    the order of the source.

    Calls whose arguments are no tree (macros) or no list (``print x``) are left out.
    """
    parsed = parse(source, language)
    # what a parser captures comes in another order each time
    found = sorted(
        (start, end, call.start_byte, call.end_byte) for start, end, call in _callees(parsed)
    )
    return {parsed.outside(a, b): parsed.outside(c, d) for a, b, c, d in found}


def call_at(source: bytes, language: str, place: Span) -> Call:
    """What the call at a place is given; ``place`` is a value of :func:`callees`."""
    parsed = parse(source, language)
    inside = parsed.inside(place)
    node = parsed.root.descendant_for_byte_range(inside.start, inside.end)
    while node is not None and node.type not in parsed.language.calls:
        node = node.parent
    if node is None:
        raise LookupError(f"no call at {place}")
    given = list(parsed.language.given(node))
    return _broken_call(parsed, given) if node.has_error else _call(parsed, given)


def _callees(parsed: Parsed) -> Iterator[tuple[int, int, Node]]:
    """Start and end of each callee, and its call."""
    from tree_sitter import QueryCursor

    language = parsed.language
    query = compiled_query(language.name, _query(language.name))
    captures = QueryCursor(query).captures(parsed.root)
    late = {node.start_byte: language.place("early", node)[0] for node in captures.get("early", ())}
    for node in captures.get("call", ()):
        call = language.call_of(node)
        if call is not None:
            yield late.get(node.start_byte, node.start_byte), node.end_byte, call
    for node in captures.get("call.placed", ()):
        call = language.call_of(node)
        if call is not None:
            yield *language.place("call", node), call


@cache
def _query(name: str) -> str:
    """The patterns of a language's query that find callees, and where they start."""
    language, query = by_name(name), grammar_of(name).query
    text = language.query.encode() if language is not None else b""
    patterns = (
        text[query.start_byte_for_pattern(number) : query.end_byte_for_pattern(number)].decode()
        for number in range(query.pattern_count)
    )
    return "\n".join(each for each in patterns if "@call" in each or "@early" in each)


def _call(parsed: Parsed, given: Sequence[Given]) -> Call:
    kinds = [each.kind for each in given]
    spread = kinds.index(Kind.MORE_POSITIONS) if Kind.MORE_POSITIONS in kinds else len(kinds)
    return Call(
        tuple(_value(parsed, each.value) for each in given if each.kind is Kind.POSITION),
        kinds[:spread].count(Kind.POSITION),
        tuple(_keywords(parsed, given)),
        Kind.MORE_POSITIONS in kinds,
        Kind.MORE_KEYWORDS in kinds,
    )


def _broken_call(parsed: Parsed, given: Sequence[Given]) -> Call:
    keywords = tuple(_keywords(parsed, given))
    return Call(keywords=keywords, open_positions=True, open_keywords=True)


def _keywords(parsed: Parsed, given: Sequence[Given]) -> Iterator[Keyword]:
    """Where no name is given twice all are final, else those behind all that may give more."""
    more = [number for number, each in enumerate(given) if each.kind is Kind.MORE_KEYWORDS]
    open_until = -1 if parsed.language.keywords_by_position or not more else more[-1]
    for number, each in enumerate(given):
        if each.kind is Kind.KEYWORD and each.name is not None:
            yield Keyword(_name(parsed, each.name), _value(parsed, each.value), number > open_until)


def _name(parsed: Parsed, node: Node) -> str:
    quoted = text_of(parsed, node)
    if quoted is not None:
        return quoted
    return parsed.language.name_of(parsed.text[node.start_byte : node.end_byte])


def _value(parsed: Parsed, node: Node | None) -> Value:
    if node is None:
        return Value("")
    node = _unwrapped(node)
    source = parsed.text[node.start_byte : node.end_byte].decode("utf-8", "replace")
    return Value(" ".join(source.split()), text_of(parsed, node))


def _unwrapped(node: Node) -> Node:
    """What any number of brackets hold."""
    while node.type == "parenthesized_expression":
        held = [child for child in node.named_children if not child.is_extra]
        if len(held) != 1:
            break
        node = held[0]
    return node
