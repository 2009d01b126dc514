"""Nodes of Python's grammar: what stands where, told of one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


def is_base(node: Node) -> bool:
    """Whether an argument of a class is a base with a name, or says nothing about bases."""
    if node.type == "keyword_argument":
        name = node.child_by_field_name("name")
        return name is None or name.text != b"metaclass"
    value = node.child_by_field_name("value") if node.type == "subscript" else node
    return node.is_extra or (value is not None and value.type in ("attribute", "identifier"))


def parameter_name(node: Node) -> Node | None:
    """The name of a parameter that takes one argument."""
    if node.type in ("default_parameter", "typed_default_parameter"):
        node = node.child_by_field_name("name") or node
    elif node.type == "typed_parameter":
        node = node.named_children[0]
    return node if node.type == "identifier" else None


def splat_start(splat: Node) -> int:
    """Behind the star, where the star should have stood around more than this."""
    around = splat.parent
    if around is None or around.type not in ("attribute", "call", "subscript"):
        return splat.start_byte
    held = splat.named_children
    return held[0].start_byte if held else splat.start_byte


def declares(parameters: Node) -> bool:
    around = parameters.parent
    if around is not None and around.type == "generic_type" and around.parent is not None:
        alias = around.parent.parent
        left = alias.child_by_field_name("left") if alias is not None else None
        return left == around.parent
    return around is not None and around.type in ("function_definition", "class_definition")


def type_parameter(node: Node) -> Node | None:
    """The ``T`` of ``T``, ``T: bound``, ``*T`` and ``**T``."""
    while node.type in ("type", "constrained_type", "splat_type"):
        if not node.named_children:
            return None
        node = node.named_children[0]
    return node if node.type == "identifier" else None


def unwrapped(node: Node) -> tuple[int, int]:
    """What any number of parentheses hold. Half a parenthesis holds nothing."""
    while node.type == "parenthesized_expression":
        held = [child for child in node.named_children if child.type != "comment"]
        if len(held) != 1:
            break
        node = held[0]
    return node.start_byte, node.end_byte


def root_of(chain: Node) -> Node:
    """What the first link of a chain hangs on."""
    node: Node | None = chain
    while node is not None and node.type == "attribute":
        chain, node = node, node.child_by_field_name("object")
    return node or chain


def alias_start(node: Node) -> int:
    """Where the word ``type`` before ``(x).y`` stands."""
    above = node.parent
    while above is not None and above.type != "type_alias_statement":
        above = above.parent
    return above.start_byte if above is not None else node.start_byte
