"""What Java says about a name by another name.

Client c, var c = new Client()         c is an instance of Client: fields, parameters, variables
var f = other                          f is other
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.languages.told import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPES = frozenset({"type_identifier", "scoped_type_identifier"})
_PATTERNS = frozenset(
    {
        "catch_formal_parameter",
        "instanceof_expression",
        "record_pattern_component",
        "type_pattern",
    }
)
_HOLD_TYPES = _TYPES | {"catch_type", "generic_type"}
_NAMES = frozenset({"identifier", "field_access"})


def find_relations(node: Node) -> Iterator[Related]:
    """What the declaration of a field, a parameter or a variable says."""
    if node.type in _PATTERNS:
        yield from _of_pattern(node)
        return
    declared = node.child_by_field_name("type")
    if declared is None:
        return
    kind = _type_name(declared)
    inferred = kind is not None and kind.text == b"var"
    for each in node.children_by_field_name("declarator") or [node]:
        name, value = each.child_by_field_name("name"), each.child_by_field_name("value")
        if name is None:
            continue
        if inferred:
            if value is not None and node.type == "local_variable_declaration":
                yield from _said(name, value)
        elif kind is not None:
            yield Related(Tie.INSTANCE, name, kind)


def _of_pattern(node: Node) -> Iterator[Related]:
    """``o instanceof Client c``, ``case Client c``, ``catch (Failed e)``: one type, one name."""
    name = node.child_by_field_name("name") or node.named_children[-1]
    declared = node.child_by_field_name("right")
    if declared is None:
        held = next((each for each in node.named_children if each.type in _HOLD_TYPES), None)
        types = held.named_children if held is not None and held.type == "catch_type" else [held]
        declared = types[0] if len(types) == 1 else None
    kind = _type_name(declared) if declared is not None else None
    if kind is not None and name.type == "identifier" and kind.text != b"var":
        yield Related(Tie.INSTANCE, name, kind)


def _said(name: Node, value: Node) -> Iterator[Related]:
    if value.type in _NAMES:
        yield Related(Tie.SAME, name, value)
    elif value.type == "object_creation_expression":
        kind = value.child_by_field_name("type")
        if kind is not None and (made := _type_name(kind)) is not None:
            yield Related(Tie.INSTANCE, name, made)


def _type_name(kind: Node) -> Node | None:
    if kind.type == "generic_type" and kind.named_children:
        kind = kind.named_children[0]
    return kind if kind.type in _TYPES else None
