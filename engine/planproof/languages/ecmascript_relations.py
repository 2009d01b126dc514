"""What JavaScript and TypeScript say about a name by another name.

const f = a.b, f = a.b                 f is a.b
const f = x ? a : b || c               f is either
const {f, g: h} = a                    f is a.f, h is a.g
const c = new Client(), c: Client      c is an instance of Client
export {a as b}, exports.b = a         the module offers a as b
module.exports = {a, b: c}             the module offers a, and c as b
export default a                       the module offers a as its default
module.exports = a, export = a         what a has, the module has
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from planproof.languages.told import Related
from planproof.model.document import Tie

if TYPE_CHECKING:
    from tree_sitter import Node

Text = Callable[["Node"], str]

WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "non_null_expression"})
_TYPE_NAMES = frozenset({"type_identifier", "nested_type_identifier"})
_MOST_CHOICES = 32
"""Looked at of one value: no more are written by hand."""

_EITHER = frozenset({"||", "??"})
_EXPORTS = frozenset({"exports", "module.exports"})
_BOUND = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def find_relations(node: Node, text: Text) -> Iterator[Related]:
    """What a declaration, an assignment or an export says."""
    if node.type == "export_statement":
        yield from _of_export(node)
    elif node.type == "assignment_expression":
        yield from _of_assignment(node, text)
    else:
        yield from _of_declaration(node)


def offered_by(value: Node, text: Text) -> str:
    """The name under which an assignment to the exports offers a value; empty if none does."""
    around = value.parent
    if around is None:
        return ""
    if around.type == "assignment_expression":
        return _exported(_field(around, "left"), text) if _is_right(around, value) else ""
    if around.type == "spread_element":
        return "*" if _is_exported_object(around.parent, text) else ""
    if around.type == "pair" and _is_exported_object(around.parent, text):
        key = _field(around, "key")
        return text(key) if key is not None and key.type != "computed_property_name" else ""
    return ""


def _exported(left: Node | None, text: Text) -> str:
    name = text(left) if left is not None else ""
    owner, _, member = name.rpartition(".")
    if name == "module.exports":
        return "*"
    return member if owner in _EXPORTS else ""


def _is_exported_object(node: Node | None, text: Text) -> bool:
    around = node.parent if node is not None and node.type == "object" else None
    return (
        around is not None
        and around.type == "assignment_expression"
        and _exported(_field(around, "left"), text) == "*"
    )


def _is_right(assignment: Node, value: Node) -> bool:
    return _field(assignment, "right") == value


def _of_export(node: Node) -> Iterator[Related]:
    if _field(node, "source") is not None:
        return
    words = {child.type for child in node.children if not child.is_named}
    clause = next((child for child in node.named_children if child.type == "export_clause"), None)
    if clause is not None:
        for each in clause.named_children:
            yield from _of_specifier(each)
    elif "default" in words or "=" in words:
        offered = _field(node, "value") or _declared(node) or _last(node)
        if offered is not None:
            yield Related(Tie.DEFAULT if "default" in words else Tie.WHOLE, offered, offered)


def _of_specifier(node: Node) -> Iterator[Related]:
    name, alias = _field(node, "name"), _field(node, "alias")
    if name is None:
        return
    if alias is not None and alias.type == "default":
        yield Related(Tie.DEFAULT, name, name)
    else:
        yield Related(Tie.OFFER, alias or name, name)


def _declared(node: Node) -> Node | None:
    declaration = _field(node, "declaration")
    return _field(declaration, "name") if declaration is not None else None


def _of_assignment(node: Node, text: Text) -> Iterator[Related]:
    left, right = _field(node, "left"), _field(node, "right")
    if left is None or right is None:
        return
    offered = _exported(left, text)
    if right.type == "object":
        if offered == "*":
            yield from _of_offered_object(left, right)
    elif offered:
        yield from _said(Tie.WHOLE if offered == "*" else Tie.OFFER, left, right)
    else:
        yield from _said(Tie.SAME, left, right)


def _of_offered_object(left: Node, held: Node) -> Iterator[Related]:
    for child in held.named_children:
        key, value = _field(child, "key"), _field(child, "value")
        if child.type == "shorthand_property_identifier":
            yield Related(Tie.OFFER, child, child)
        elif child.type == "spread_element":
            yield from _said(Tie.WHOLE, left, child.named_children[-1])
        elif key is not None and value is not None:
            yield from _said(Tie.OFFER, key, value)


def _of_declaration(node: Node) -> Iterator[Related]:
    name = _field(node, "name") or _field(node, "pattern") or _field(node, "property")
    value, typed = _field(node, "value"), _field(node, "type")
    if name is None:
        return
    if name.type == "object_pattern":
        if value is not None:
            yield from _of_pattern(name, _unwrapped(value))
        return
    if typed is not None and (kind := _type_name(typed)) is not None:
        yield Related(Tie.INSTANCE, name, kind)
    if value is not None:
        yield from _said(Tie.SAME, name, value)


def _said(tie: Tie, name: Node, value: Node) -> Iterator[Related]:
    for choice in _choices(value):
        if choice.type != "new_expression":
            yield Related(tie, name, choice)
        elif tie is Tie.SAME and (made := _field(choice, "constructor")) is not None:
            yield Related(Tie.INSTANCE, name, made)


def _choices(value: Node) -> Iterator[Node]:
    """What a value may be: either side of ``a || b``, ``a ?? b`` and ``c ? a : b``."""
    waiting = [value]
    for _ in range(_MOST_CHOICES):
        if not waiting:
            return
        value = _unwrapped(waiting.pop())
        if value.type == "ternary_expression":
            sides = (_field(value, "alternative"), _field(value, "consequence"))
        elif value.type == "binary_expression" and _operator(value) in _EITHER:
            sides = (_field(value, "right"), _field(value, "left"))
        else:
            yield value
            continue
        waiting.extend(side for side in sides if side is not None)


def _operator(value: Node) -> str:
    operator = _field(value, "operator")
    return operator.type if operator is not None else ""


def _of_pattern(pattern: Node, value: Node) -> Iterator[Related]:
    for child in pattern.named_children:
        child = _field(child, "left") or child
        key = _field(child, "key") or child
        bound = _field(child, "value") or child
        bound = _field(bound, "left") or bound
        if bound.type in _BOUND:
            yield Related(Tie.SAME, bound, value, key)


def _type_name(annotation: Node) -> Node | None:
    """The ``a.B`` of ``: a.B<T>``; None where it is more than one name."""
    held = annotation.named_children[-1] if annotation.named_children else None
    if held is not None and held.type == "generic_type":
        held = _field(held, "name")
    return held if held is not None and held.type in _TYPE_NAMES else None


def _unwrapped(value: Node) -> Node:
    while value.type in WRAPPERS and value.named_children:
        value = value.named_children[0]
    return value


def _field(node: Node, name: str) -> Node | None:
    return node.child_by_field_name(name)


def _last(node: Node) -> Node | None:
    return node.named_children[-1] if node.named_children else None
