"""What Go says about a name by another name.

f := pkg.F, var f = pkg.F              f is pkg.F
c := pkg.Client{}, c := &pkg.Client{}  c is an instance of pkg.Client
c *pkg.Client, new(pkg.Client)         the same: receivers, parameters, fields and variables
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.languages.told import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

# https://go.dev/ref/spec#Predeclared_identifiers
UNIVERSE = frozenset(
    [
        "any",
        "bool",
        "byte",
        "comparable",
        "complex64",
        "complex128",
        "error",
        "float32",
        "float64",
        "int",
        "int8",
        "int16",
        "int32",
        "int64",
        "rune",
        "string",
        "uint",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "uintptr",
        "true",
        "false",
        "iota",
        "nil",
        "append",
        "cap",
        "clear",
        "close",
        "complex",
        "copy",
        "delete",
        "imag",
        "len",
        "make",
        "max",
        "min",
        "new",
        "panic",
        "print",
        "println",
        "real",
        "recover",
        "_",
        "C",
    ]
)

_VALUES = frozenset({"identifier", "selector_expression"})
_TYPES = frozenset({"type_identifier", "qualified_type"})
_AROUND_TYPES = frozenset({"pointer_type", "parenthesized_type"})
_NAMES = frozenset({"identifier", "field_identifier", "type_identifier"})


def find_relations(node: Node) -> Iterator[Related]:
    """What a declaration or an assignment says."""
    declared = node.child_by_field_name("type")
    if declared is not None:
        if (kind := _type_name(declared)) is not None:
            for name in _names(node):
                yield Related(Tie.INSTANCE, name, kind)
        return
    values = node.child_by_field_name("right") or node.child_by_field_name("value")
    if values is None:
        return
    held = _held(values)
    names = _names(node)
    if len(names) == len(held):
        for name, value in zip(names, held, strict=True):
            yield from _said(name, value)


def _names(node: Node) -> list[Node]:
    left = node.child_by_field_name("left")
    if left is not None:
        return _held(left)
    return [name for name in node.children_by_field_name("name") if name.type in _NAMES]


def _held(expressions: Node) -> list[Node]:
    return [child for child in expressions.named_children if child.type != "comment"]


def _said(name: Node, value: Node) -> Iterator[Related]:
    if value.type in _VALUES:
        yield Related(Tie.SAME, name, value)
    elif (kind := _made(value)) is not None:
        yield Related(Tie.INSTANCE, name, kind)


def _made(value: Node) -> Node | None:
    if value.type == "unary_expression" and value.children[0].type == "&":
        value = value.named_children[-1]
    if value.type == "composite_literal":
        kind = value.child_by_field_name("type")
        return _type_name(kind) if kind is not None else None
    if value.type == "call_expression":
        function, arguments = (
            value.child_by_field_name("function"),
            value.child_by_field_name("arguments"),
        )
        if function is not None and function.text == b"new" and arguments is not None:
            given = _held(arguments)
            return _type_name(given[0]) if len(given) == 1 else None
    return None


def _type_name(kind: Node) -> Node | None:
    while kind.type in _AROUND_TYPES and kind.named_children:
        kind = kind.named_children[-1]
    if kind.type == "generic_type":
        kind = kind.child_by_field_name("type") or kind
    is_name = kind.type in _TYPES or kind.type in _VALUES
    return kind if is_name and (kind.text or b"").decode() not in UNIVERSE else None
