"""What calls of JavaScript and TypeScript are given.

Every argument is a positional one. The keys of an object literal count as keyword arguments:
``fetch(url, {method: "POST"})``. They cannot be told where the literal spreads or computes some,
and where behind it, or without any, stands what may be an object: ``fetch(url, options)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.languages.calls import (
    MORE_KEYWORDS,
    MORE_POSITIONS,
    Given,
    Kind,
    listed,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_WRAPPERS = frozenset(
    {
        "as_expression",
        "non_null_expression",
        "parenthesized_expression",
        "satisfies_expression",
        "type_assertion",
    }
)
_NO_OBJECTS = frozenset(
    {
        "array",
        "arrow_function",
        "class",
        "false",
        "function_expression",
        "generator_function",
        "null",
        "number",
        "regex",
        "string",
        "template_string",
        "true",
        "undefined",
        "unary_expression",
        "update_expression",
    }
)
_MAY_GIVE_OBJECTS = frozenset({"&&", "||", "??"})


def find_given(call: Node) -> Iterator[Given]:
    """What a call, a ``new`` or a tagged template is given."""
    arguments = call.child_by_field_name("arguments")
    if arguments is not None and arguments.type == "template_string":
        yield from _of_template(arguments)
        return
    open_ended = False
    for node in listed(call):
        value = _unwrapped(node)
        if value.type == "spread_element":
            yield MORE_POSITIONS
            open_ended = True
        else:
            yield Given(Kind.POSITION, value=node)
            if value.type == "object":
                yield from _of_object(value)
                open_ended = False
            else:
                open_ended = open_ended or _may_be_object(value)
    if open_ended:
        yield MORE_KEYWORDS


def _of_template(template: Node) -> Iterator[Given]:
    """A tag is called with the texts, and with the value of each substitution."""
    yield Given(Kind.POSITION, value=template)
    for child in template.named_children:
        if child.type == "template_substitution":
            yield Given(Kind.POSITION, value=child)


def _of_object(literal: Node) -> Iterator[Given]:
    for child in literal.named_children:
        key = child.child_by_field_name("key") or child.child_by_field_name("name")
        if child.type == "shorthand_property_identifier":
            yield Given(Kind.KEYWORD, child, child)
        elif key is not None and key.type != "computed_property_name":
            yield Given(Kind.KEYWORD, key, child.child_by_field_name("value") or child)
        elif not child.is_extra:
            yield MORE_KEYWORDS


def _may_be_object(value: Node) -> bool:
    if value.type != "binary_expression":
        return value.type not in _NO_OBJECTS
    operator = value.child_by_field_name("operator")
    return operator is None or operator.type in _MAY_GIVE_OBJECTS


def _unwrapped(node: Node) -> Node:
    """``({a: 1})`` and ``{a: 1} as const`` are the object that they hold."""
    while node.type in _WRAPPERS:
        held = [child for child in node.named_children if not child.is_extra]
        if not held:
            break
        node = held[-1] if node.type == "type_assertion" else held[0]
    return node
