"""What Rust says about a name by another name.

let f = a::b                           f is a::b
let c = Client { .. }, c: &mut Client  c is an instance of Client
c: Arc<Client>, c: Box<dyn Client>     the same: what is called on it is called on the Client
let c = Client::new()                  an instance, by convention
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.languages.told import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

_PATHS = frozenset({"identifier", "scoped_identifier", "field_expression", "self"})
_TYPES = frozenset({"type_identifier", "scoped_type_identifier"})
_POINTERS = frozenset({b"Arc", b"Box", b"Rc"})
_NAMES = frozenset({"identifier", "field_identifier"})


def find_relations(node: Node) -> Iterator[Related]:
    """What the declaration of a field, a parameter or a variable says."""
    name = node.child_by_field_name("pattern") or node.child_by_field_name("name")
    if name is not None and name.type in ("mut_pattern", "ref_pattern"):
        name = name.named_children[-1]
    if name is None or name.type not in _NAMES:
        return
    declared, value = node.child_by_field_name("type"), node.child_by_field_name("value")
    if declared is not None:
        if (kind := _type_name(declared)) is not None:
            yield Related(Tie.INSTANCE, name, kind)
    elif value is not None:
        yield from _said(name, value)


def _said(name: Node, value: Node) -> Iterator[Related]:
    while value.type == "reference_expression":
        value = value.child_by_field_name("value") or value.named_children[-1]
    if value.type in _PATHS:
        yield Related(Tie.SAME, name, value)
    elif value.type == "struct_expression":
        if (kind := value.child_by_field_name("name")) is not None:
            yield Related(Tie.INSTANCE, name, kind)
    elif value.type == "call_expression":
        function = value.child_by_field_name("function")
        if function is not None and function.type == "scoped_identifier":
            yield Related(Tie.MADE, name, function)


def _type_name(kind: Node) -> Node | None:
    while True:
        if kind.type in ("reference_type", "pointer_type", "dynamic_type", "abstract_type"):
            field = "type" if kind.type in ("reference_type", "pointer_type") else "trait"
            inside = kind.child_by_field_name(field)
        elif kind.type == "generic_type":
            inside = _pointed_at(kind) or kind.child_by_field_name("type")
        else:
            break
        if inside is None:
            return None
        kind = inside
    return kind if kind.type in _TYPES else None


def _pointed_at(kind: Node) -> Node | None:
    pointer = kind.child_by_field_name("type")
    arguments = kind.child_by_field_name("type_arguments")
    if pointer is None or arguments is None or pointer.text not in _POINTERS:
        return None
    return arguments.named_children[0] if len(arguments.named_children) == 1 else None
