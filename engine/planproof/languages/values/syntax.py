"""How one language writes values: tables of node types, and a reader that follows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.languages.values.value import (
    Argument,
    Call,
    Choice,
    Function,
    Items,
    Member,
    Name,
    Record,
    Text,
    Value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 60
"""A value nested deeper than this is not looked into."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Syntax(Struct, frozen=True):
    """Node types, and the names of fields; an empty field is the first named child.

    ``query`` is a file of ``queries/values``. ``calls`` are (callee, arguments); ``methods`` are
    calls that hold the object, the name and the arguments. ``contents`` are the nodes inside a
    string that are its text, ``escapes`` those that are one escaped character. ``tokens`` are
    arguments that are no tree.
    ``rooted``: import paths begin with a name that no folder has. ``growers`` are methods that add
    to a list.
    """

    query: str
    texts: frozenset[str]
    names: frozenset[str]
    members: Mapping[str, tuple[str, str]]
    calls: Mapping[str, tuple[str, str]]
    contents: frozenset[str] = frozenset({"string_content", "string_fragment"})
    escapes: frozenset[str] = frozenset({"escape_sequence"})
    substitutions: frozenset[str] = frozenset()
    methods: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    sums: frozenset[str] = frozenset()
    concatenations: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    shorthands: frozenset[str] = frozenset()
    wrappers: Mapping[str, str] = field(default_factory=dict)
    literals: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    class_scopes: frozenset[str] = frozenset()
    rooted: bool = False
    growers: frozenset[str] = frozenset()


class ValueReader:
    """Values of the nodes of one tree, each read once. Reading inner nodes first keeps it flat."""

    def __init__(self, syntax: Syntax, source: bytes) -> None:
        self._syntax = syntax
        self._source = source
        self._known: dict[int, Value] = {}
        self._depth = 0
        self._readers: dict[str, Callable[[Node], Value]] = _readers(self, syntax)

    def read(self, node: Node) -> Value:
        known = self._known.get(node.id)
        if known is not None:
            return known
        reader = self._readers.get(node.type)
        if reader is None or self._depth >= _DEEPEST:
            return Value(node.start_byte, node.end_byte)
        self._depth += 1
        try:
            found = reader(node)
        finally:
            self._depth -= 1
        self._known[node.id] = found
        return found

    def text_of(self, node: Node) -> str:
        return self._source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def text(self, node: Node) -> Value:
        return Text(node.start_byte, node.end_byte, tuple(self._parts(node)))

    def _parts(self, node: Node) -> Iterator[str | Value]:
        raw = "r" in self._source[node.start_byte : node.start_byte + 2].decode("latin-1").lower()
        for child in node.named_children:
            if child.type in self._syntax.contents:
                written = self.text_of(child)
                yield written if raw else _ESCAPE.sub(_unescaped, written)
            elif child.type in self._syntax.escapes:
                yield _ESCAPE.sub(_unescaped, self.text_of(child))
            elif child.type in self._syntax.substitutions:
                yield self.read(child.named_children[0]) if child.named_children else _of(child)

    def bare_text(self, node: Node) -> Value:
        """A string whose grammar has no node for its content."""
        return Text(node.start_byte, node.end_byte, (self.text_of(node).strip("`\"'"),))

    def name(self, node: Node) -> Value:
        return Name(node.start_byte, node.end_byte, self.text_of(node))

    def member(self, node: Node) -> Value:
        owner, name = self._syntax.members[node.type]
        held, named = _field(node, owner), node.child_by_field_name(name)
        if held is None or named is None:
            return _of(node)
        return Member(node.start_byte, node.end_byte, self.read(held), self.text_of(named))

    def call(self, node: Node) -> Value:
        callee, arguments = self._syntax.calls[node.type]
        called = _field(node, callee)
        given = node.child_by_field_name(arguments) if arguments else None
        if called is None:
            return _of(node)
        return Call(
            node.start_byte, node.end_byte, self.read(called), tuple(self._arguments(given))
        )

    def method(self, node: Node) -> Value:
        owner, name, arguments = self._syntax.methods[node.type]
        held, named = node.child_by_field_name(owner), node.child_by_field_name(name)
        given = node.child_by_field_name(arguments)
        if named is None:
            return _of(node)
        callee: Value = self.name(named)
        if held is not None:
            inside = self.read(held)
            callee = Member(node.start_byte, named.end_byte, inside, self.text_of(named))
        return Call(node.start_byte, node.end_byte, callee, tuple(self._arguments(given)))

    def _arguments(self, given: Node | None) -> Iterator[Argument]:
        if given is None:
            return
        if given.type in self._syntax.tokens:
            yield from self._tokens(given)
            return
        for child in given.named_children:
            if child.type in self._syntax.pairs:
                yield self._pair(child)
            elif not child.type.endswith("comment"):
                yield Argument("", self.read(child))

    def _tokens(self, given: Node) -> Iterator[Argument]:
        """``("/x", method = "GET")`` of a macro: strings, those after ``name =`` by their name."""
        name, assigned = "", False
        for child in given.children:
            if child.type in self._syntax.texts:
                yield Argument(name if assigned else "", self.read(child))
            assigned = child.type == "="
            if not assigned:
                name = self.text_of(child)

    def items(self, node: Node) -> Value:
        held = [child for child in node.named_children if not child.type.endswith("comment")]
        return Items(node.start_byte, node.end_byte, tuple(self.read(child) for child in held))

    def record(self, node: Node) -> Value:
        return Record(node.start_byte, node.end_byte, tuple(self._entries(node)))

    def _entries(self, node: Node) -> Iterator[Argument]:
        for child in node.named_children:
            if child.type in self._syntax.pairs:
                yield self._pair(child)
            elif child.type in self._syntax.shorthands:
                yield Argument(self.text_of(child), self.name(child))
            elif child.type in self._syntax.functions:
                named = child.child_by_field_name("name")
                yield Argument(self.text_of(named) if named is not None else "", self.read(child))

    def _pair(self, node: Node) -> Argument:
        key, value = self._syntax.pairs[node.type]
        named, held = node.child_by_field_name(key), node.child_by_field_name(value)
        if named is None or held is None:
            return Argument("?", _of(node))
        return Argument(self.text_of(named).strip("\"'"), self.read(held))

    def sum(self, node: Node) -> Value:
        """Strings and lists that are added; anything else is not looked into."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None or right is None:
            return _of(node)
        if operator is not None and operator.type != "+":
            return self.choice(node)
        first, second = self.read(left), self.read(right)
        if isinstance(first, Items) or isinstance(second, Items):
            return Items(node.start_byte, node.end_byte, (*_items(first), *_items(second)))
        if isinstance(first, Text) or isinstance(second, Text):
            return Text(node.start_byte, node.end_byte, (*_pieces(first), *_pieces(second)))
        return _of(node)

    def choice(self, node: Node) -> Value:
        options = tuple(self.read(child) for child in node.named_children)
        return Choice(node.start_byte, node.end_byte, options)

    def concatenation(self, node: Node) -> Value:
        parts = [part for child in node.named_children for part in _pieces(self.read(child))]
        return Text(node.start_byte, node.end_byte, tuple(parts))

    def wrapped(self, node: Node) -> Value:
        inside = _field(node, self._syntax.wrappers[node.type])
        return self.read(inside) if inside is not None else _of(node)

    def literal(self, node: Node) -> Value:
        """``T{a: b}`` and ``[]T{a, b}``."""
        _, body = self._syntax.literals[node.type]
        held = node.child_by_field_name(body)
        if held is None:
            return _of(node)
        keyed = any(child.type in self._syntax.pairs for child in held.named_children)
        return self.record(held) if keyed else self.items(held)

    def function(self, node: Node) -> Value:
        return Function(node.start_byte, node.end_byte)


def _readers(reader: ValueReader, syntax: Syntax) -> dict[str, Callable[[Node], Value]]:
    found: dict[str, Callable[[Node], Value]] = {}
    for kinds, read in (
        (syntax.texts, reader.text),
        (syntax.names, reader.name),
        (syntax.members, reader.member),
        (syntax.calls, reader.call),
        (syntax.methods, reader.method),
        (syntax.sums, reader.sum),
        (syntax.concatenations, reader.concatenation),
        (syntax.choices, reader.choice),
        (syntax.lists, reader.items),
        (syntax.records, reader.record),
        (syntax.wrappers, reader.wrapped),
        (syntax.literals, reader.literal),
        (syntax.functions, reader.function),
    ):
        found.update(dict.fromkeys(kinds, read))
    return found


def _items(value: Value) -> tuple[Value, ...]:
    return value.items if isinstance(value, Items) else (value,)


def _pieces(value: Value) -> tuple[str | Value, ...]:
    return value.parts if isinstance(value, Text) else (value,)


def _unescaped(found: re.Match[str]) -> str:
    """Only what a path may hold; others stay as they are written, as regular expressions do."""
    return found[1] if found[1] in "/\"'`\\" else found[0]


def _field(node: Node, name: str) -> Node | None:
    if name:
        return node.child_by_field_name(name)
    held = [child for child in node.named_children if not child.type.endswith("comment")]
    return held[0] if held else None


def _of(node: Node) -> Value:
    return Value(node.start_byte, node.end_byte)
