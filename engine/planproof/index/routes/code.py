"""A source as the reader of routes sees it: scopes, what names are bound to, calls, decorators."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.index.parsed import Parsed
from planproof.languages import compiled_query
from planproof.languages.values import SYNTAXES, Syntax, Value, ValueReader, chain_of, query_of
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPE_NAME = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*)*")
_MODULE = -1
_MOST_ABOVE = 2
_BEFORE = frozenset({"decorator", "attribute_item", "comment", "line_comment", "block_comment"})


class Scope(Struct):
    """``key`` names it in the file: ``Class.method``, or ``fn@12`` without a name."""

    start: int
    end: int
    key: str
    name: str
    parent: int
    is_class: bool
    parameters: list[tuple[str, Node | None]] = field(default_factory=list)


class Binding(Struct, frozen=True):
    """A name takes a value, or is said to be of a type, which counts from ``at`` on."""

    at: int
    value: Node | None
    type: Node | None = None


class Code:
    """Bindings by (scope, name); the scope of the module is -1."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.syntax: Syntax = SYNTAXES[parsed.language.name]
        self.values = ValueReader(self.syntax, parsed.text)
        self.scopes: list[Scope] = []
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.attributes: dict[str, list[Binding]] = {}
        self.functions: dict[tuple[int, str], int] = {}
        self.extensions: list[tuple[Node, Node]] = []
        self.returns: list[Node] = []
        self.exports: list[tuple[str, Node]] = []
        self.offers: list[tuple[str, Node]] = []
        self.calls: list[Node] = []
        self.decorators: list[Node] = []
        self._starts: list[int] = []
        self._by_node: dict[int, int] = {}
        self._keys: dict[str, list[str]] = {}
        self._items: dict[tuple[int, int], Scope | None] | None = None
        self._read()

    def read(self, node: Node) -> Value:
        return self.values.read(node)

    def span(self, value: Value) -> Span:
        return self.parsed.outside(value.start, value.end)

    def type_names(self, node: Node) -> list[str]:
        """The chains that a type is written with."""
        return _TYPE_NAME.findall(self.values.text_of(node))

    def scope_at(self, offset: int) -> int:
        """The innermost scope that holds an offset."""
        number = bisect_right(self._starts, offset) - 1
        while number != _MODULE and self.scopes[number].end <= offset:
            number = self.scopes[number].parent
        return number

    def scopes_around(self, offset: int) -> Iterator[int]:
        number = self.scope_at(offset)
        while number != _MODULE:
            yield number
            number = self.scopes[number].parent
        yield _MODULE

    def class_around(self, offset: int) -> Scope | None:
        inside = (self.scopes[n] for n in self.scopes_around(offset) if n != _MODULE)
        return next((scope for scope in inside if scope.is_class), None)

    def keys_called(self, name: str) -> list[str]:
        """The keys of the functions and classes of a name, wherever they stand."""
        return self._keys.get(name, [])

    def item(self, value: Value) -> Scope | None:
        """What a value stands before as its decorator."""
        if self._items is None:
            self._items = {
                (node.start_byte, node.end_byte): self.decorated(node) for node in self.decorators
            }
        return self._items.get((value.start, value.end))

    def is_decorator(self, value: Value) -> bool:
        self.item(value)
        return self._items is not None and (value.start, value.end) in self._items

    def decorated(self, node: Node) -> Scope | None:
        """The function or class that a decorator, annotation or attribute stands before."""
        for _ in range(_MOST_ABOVE):
            after = node.next_named_sibling
            while after is not None and after.type in _BEFORE:
                after = after.next_named_sibling
            above = node.parent
            for candidate in (after, _declared(after), above):
                if candidate is not None and candidate.id in self._by_node:
                    return self.scopes[self._by_node[candidate.id]]
            if above is None:
                return None
            node = above
        return None

    def scope_of(self, node: Node) -> Scope | None:
        """The function or class that a node is."""
        number = self._by_node.get(node.id)
        return self.scopes[number] if number is not None else None

    def _read(self) -> None:
        from tree_sitter import QueryCursor

        language = self.parsed.language.name
        cursor = QueryCursor(compiled_query(language, query_of(language)))
        matches = [captures for _, captures in cursor.matches(self.parsed.root)]
        self._add_scopes(matches)
        for captures in matches:
            for name, add in self._adders().items():
                if name in captures:
                    add(captures)
        for found in self.bindings.values():
            found.sort(key=lambda binding: binding.at)
        self.calls.sort(key=lambda node: (node.end_byte, -node.start_byte))
        self.decorators.sort(key=lambda node: node.start_byte)

    def _adders(self) -> dict[str, Callable[[dict[str, list[Node]]], None]]:
        return {
            "bind.name": self._add_bindings,
            "field.name": self._add_field,
            "parameter": self._add_parameter,
            "extend.name": lambda c: self.extensions.append(
                (c["extend.name"][0], c["extend.value"][0])
            ),
            "return": lambda c: self.returns.extend(c["return"]),
            "export": lambda c: self.exports.append(("default", c["export"][0])),
            "export.value": self._add_export,
            "offer": lambda c: self.offers.extend(
                (self.values.text_of(node), node) for node in c["offer"]
            ),
            "call": lambda c: self.calls.extend(c["call"]),
            "decorator": lambda c: self.decorators.extend(c["decorator"]),
        }

    def _add_scopes(self, matches: list[dict[str, list[Node]]]) -> None:
        found: dict[int, tuple[Node, str]] = {}
        for captures in matches:
            named = captures.get("scope.name")
            for node in captures.get("scope", ()):
                found[node.id] = (node, self.values.text_of(named[0]) if named else "")
        for node, name in sorted(found.values(), key=lambda each: _order(each[0])):
            self._add_scope(node, name)

    def _add_scope(self, node: Node, name: str) -> None:
        parent = len(self.scopes) - 1
        while parent != _MODULE and self.scopes[parent].end <= node.start_byte:
            parent = self.scopes[parent].parent
        above = self.scopes[parent].key if parent != _MODULE else ""
        key = f"{above}.{name}" if above and name else name or f"fn@{node.start_byte}"
        is_class = node.type in self.syntax.class_scopes
        scope = Scope(node.start_byte, node.end_byte, key, name, parent, is_class)
        if name:
            self.functions[parent, name] = len(self.scopes)
            self._keys.setdefault(name, []).append(key)
        self._by_node[node.id] = len(self.scopes)
        self.scopes.append(scope)
        self._starts.append(node.start_byte)

    def _add_bindings(self, captures: dict[str, list[Node]]) -> None:
        names = captures["bind.name"]
        values = captures.get("bind.value", ())
        types = captures.get("bind.type", ())
        for number, name in enumerate(names):
            value = values[number] if number < len(values) else None
            self._bind(name, value, types[0] if types else None)

    def _bind(self, name: Node, value: Node | None, kind: Node | None) -> None:
        chain = chain_of(self.read(name)) or (self.values.text_of(name),)
        binding = Binding((value or name).end_byte, value, kind)
        if len(chain) == 1:
            scope = self.scope_at(name.start_byte)
            self.bindings.setdefault((scope, chain[0]), []).append(binding)
            if scope != _MODULE and self.scopes[scope].is_class:
                self.attributes.setdefault(chain[0], []).append(binding)
        elif value is not None and (offered := _offered(chain)):
            self.exports.append((offered, value))
        else:
            self.attributes.setdefault(chain[-1], []).append(binding)

    def _add_field(self, captures: dict[str, list[Node]]) -> None:
        name = captures["field.name"][0]
        values, types = captures.get("field.value"), captures.get("field.type")
        binding = Binding(name.end_byte, values[0] if values else None, types[0] if types else None)
        self.attributes.setdefault(self.values.text_of(name), []).append(binding)

    def _add_parameter(self, captures: dict[str, list[Node]]) -> None:
        types = captures.get("parameter.type")
        for name in captures["parameter"]:
            scope = self.scope_at(name.start_byte)
            if scope != _MODULE:
                entry = (self.values.text_of(name), types[0] if types else None)
                self.scopes[scope].parameters.append(entry)

    def _add_export(self, captures: dict[str, list[Node]]) -> None:
        value = captures["export.value"][0]
        name = captures.get("export.name", [value])[0]
        self.exports.append((self.values.text_of(name), value))


def _declared(node: Node | None) -> Node | None:
    """The class of ``export class A``."""
    return node.child_by_field_name("declaration") if node is not None else None


def _offered(chain: tuple[str, ...]) -> str:
    """The name under which an assignment to the exports of a CommonJS module offers its value."""
    if chain == ("module", "exports"):
        return "*"
    if chain[0] == "exports" and len(chain) == 2:
        return chain[1]
    return chain[2] if chain[:2] == ("module", "exports") and len(chain) == 3 else ""


def _order(node: Node) -> tuple[int, int]:
    return (node.start_byte, -node.end_byte)
