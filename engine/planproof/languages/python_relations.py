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

from planproof.languages.told import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset({"identifier", "attribute"})
_MOST_CHOICES = 32
"""Looked at of one value or one type: no more are written by hand."""

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
    for choice in _choices(value):
        if choice.type in _NAMES:
            yield Related(Tie.SAME, name, choice)
        elif (made := choice.child_by_field_name("function")) is not None:
            yield Related(Tie.MADE, name, made)


def _choices(value: Node) -> Iterator[Node]:
    """The names and calls that a value may be, a few of them: ``x if y else z`` is x or z, ``x or
    y`` either, ``x and y`` only y in earnest, ``a = b`` is b."""
    waiting = [value]
    for _ in range(_MOST_CHOICES):
        if not waiting:
            return
        value = waiting.pop()
        if value.type in _NAMES or value.type == "call":
            yield value
        else:
            waiting.extend(reversed(_sides(value)))


def _sides(value: Node) -> list[Node]:
    parts = value.named_children
    match value.type:
        case "parenthesized_expression":
            return parts
        case "assignment":
            return parts[-1:]
        case "conditional_expression":
            return [parts[0], parts[-1]] if len(parts) > 2 else []
        case "boolean_operator":
            return parts[-1:] if any(child.type == "and" for child in value.children) else parts
    return []


def _types(annotation: Node) -> Iterator[tuple[Tie, Node]]:
    """The names of the types that a value may be an instance of, a few of them."""
    waiting = [(Tie.INSTANCE, annotation)]
    for _ in range(_MOST_CHOICES):
        if not waiting:
            return
        tie, held = waiting.pop()
        if held.type in _NAMES:
            yield tie, held
        elif held.type == "type":
            waiting.extend((tie, each) for each in held.named_children[:1])
        elif held.type == "binary_operator":
            waiting.extend((tie, side) for side in reversed(held.named_children))
        elif held.type in ("generic_type", "subscript") and held.named_children:
            waiting.extend(reversed(_of_generic(tie, held)))


def _of_generic(tie: Tie, held: Node) -> list[tuple[Tie, Node]]:
    kind, *arguments = held.named_children
    word = (kind.text or b"").rpartition(b".")[2]
    if held.type == "generic_type":
        arguments = [each for listed in arguments for each in listed.named_children]
    if word in _OF_A_CLASS:
        return [(Tie.SAME, argument) for argument in arguments]
    if word in _TRANSPARENT:
        return [(tie, each) for each in (arguments[:1] if word == b"Annotated" else arguments)]
    return [(tie, kind)] if kind.type in _NAMES else []
