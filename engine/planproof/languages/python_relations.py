"""What Python says about a name by another name.

get = requests.get, (get := r.get)     get is requests.get
get = a.get if old else b.get          get is either
client = Client(), with Client() as c  an instance, if Client is a class
client: Client, client: Client | None  an instance
@property def client(self) -> Client   an instance
global client                          assignments bind the name of an outer scope
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.languages.language import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset({"identifier", "attribute"})
_CHOICES = frozenset({"boolean_operator", "conditional_expression", "parenthesized_expression"})
_TRANSPARENT = frozenset({b"Annotated", b"ClassVar", b"Final", b"Optional", b"Union"})
"""Generic types that say something about a value of the type inside."""

_PROPERTIES = frozenset({b"cached_property", b"property"})
_OF_A_CLASS = frozenset({b"Type", b"type"})


def find_relations(node: Node) -> Iterator[Related]:
    """What an assignment, a parameter, a ``with`` item or a ``global`` statement says."""
    if node.type in ("global_statement", "nonlocal_statement"):
        for name in node.named_children:
            yield Related(Tie.OUTER, name, name)
    elif node.type == "as_pattern":
        yield from _of_context(node)
    elif node.type == "decorated_definition":
        yield from _of_property(node)
    else:
        yield from _of_binding(node)


def _of_context(node: Node) -> Iterator[Related]:
    value, target = node.named_children[0], node.child_by_field_name("alias")
    if value.type == "call" and target is not None and target.named_children:
        yield from _values(target.named_children[0], value)


def _of_property(node: Node) -> Iterator[Related]:
    decorators = [
        each.named_children[-1] for each in node.named_children if each.type == "decorator"
    ]
    words = {(each.text or b"").rpartition(b".")[2] for each in decorators}
    function = node.child_by_field_name("definition")
    if function is None or not words & _PROPERTIES:
        return
    name, returned = (
        function.child_by_field_name("name"),
        function.child_by_field_name("return_type"),
    )
    if name is not None and returned is not None:
        for tie, kind in _types(returned):
            yield Related(tie, name, kind)


def _of_binding(node: Node) -> Iterator[Related]:
    name = _bound(node)
    if name is None:
        return
    if (annotation := node.child_by_field_name("type")) is not None:
        for tie, kind in _types(annotation):
            yield Related(tie, name, kind)
    value = node.child_by_field_name("right") or (
        node.child_by_field_name("value") if node.type == "named_expression" else None
    )
    if value is not None:
        yield from _values(name, value)


def _bound(node: Node) -> Node | None:
    name = node.child_by_field_name("left") or node.child_by_field_name("name")
    if name is None and node.type == "typed_parameter":
        name = node.named_children[0]
    return name if name is not None and name.type in _NAMES else None


def _values(name: Node, value: Node) -> Iterator[Related]:
    """By each plain name that the value may be."""
    if value.type in _NAMES:
        yield Related(Tie.SAME, name, value)
    elif value.type == "call":
        if (made := value.child_by_field_name("function")) is not None:
            yield Related(Tie.MADE, name, made)
    elif value.type == "assignment":  # a = b = c
        if (right := value.child_by_field_name("right")) is not None:
            yield from _values(name, right)
    elif value.type in _CHOICES:
        for choice in _choices(value):
            yield from _values(name, choice)


def _choices(value: Node) -> list[Node]:
    """``x if y else z`` is x or z, ``x or y`` either; ``x and y`` is y, or nothing to look into."""
    parts = value.named_children
    if value.type == "conditional_expression":
        return [parts[0], parts[-1]] if len(parts) > 2 else []
    if value.type == "boolean_operator" and any(child.type == "and" for child in value.children):
        return parts[-1:]
    return parts


def _types(annotation: Node) -> Iterator[tuple[Tie, Node]]:
    """The names of the types that a value may be an instance of."""
    for held in annotation.named_children[:1] if annotation.type == "type" else [annotation]:
        if held.type in _NAMES:
            yield Tie.INSTANCE, held
        elif held.type == "binary_operator":
            for side in held.named_children:
                yield from _types(side)
        elif held.type in ("generic_type", "subscript") and held.named_children:
            yield from _generic(held)


def _generic(held: Node) -> Iterator[tuple[Tie, Node]]:
    kind, *arguments = held.named_children
    word = (kind.text or b"").rpartition(b".")[2]
    if held.type == "generic_type":
        arguments = [each for listed in arguments for each in listed.named_children]
    if word in _OF_A_CLASS:
        yield from ((Tie.SAME, each) for argument in arguments for _, each in _types(argument))
    elif word in _TRANSPARENT:
        for argument in arguments[:1] if word == b"Annotated" else arguments:
            yield from _types(argument)
    elif kind.type in _NAMES:
        yield Tie.INSTANCE, kind
