"""What a component takes from outside, as far as its code says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.languages.values import Call, Items, Record, Text, Value

if TYPE_CHECKING:
    from tree_sitter import Node

_THIS = re.compile(rb"\bthis\.props\.([A-Za-z_$][\w$]*)")
_TAKEN_APART = re.compile(rb"\{([^{}]{0,2000})\}\s*=\s*this\.props\b")
_NAME = re.compile(rb"\s*([A-Za-z_$][\w$]*)")
_SPREAD = re.compile(rb"\.\.\.\s*this\.props\b")
_NAMED = {
    "shorthand_property_identifier_pattern": None,
    "pair_pattern": "key",
    "object_assignment_pattern": "left",
}


class Props(Struct, frozen=True):
    """``open``: there may be others, which nobody can see."""

    names: tuple[str, ...] = ()
    open: bool = False


def props_of_function(node: Node, text: bytes) -> Props:
    """Of its first parameter: what it is taken apart into, or what is taken out of it."""
    first = _first_parameter(node)
    if first is None:
        return Props()
    if first.type == "assignment_pattern":
        first = first.child_by_field_name("left") or first
    if first.type == "object_pattern":
        return _taken_apart(first, text)
    if first.type != "identifier":
        return Props(open=True)
    return _taken_out(first, node, text)


def _first_parameter(node: Node) -> Node | None:
    single = node.child_by_field_name("parameter")
    if single is not None:
        return single
    listed = node.child_by_field_name("parameters")
    nodes = listed.named_children if listed is not None else []
    first = next((each for each in nodes if each.type != "comment"), None)
    pattern = first.child_by_field_name("pattern") if first is not None else None
    return pattern or first


def _taken_apart(pattern: Node, text: bytes) -> Props:
    names: list[str] = []
    is_open = False
    for child in pattern.named_children:
        if child.type == "rest_pattern":
            is_open = True
        elif child.type in _NAMED:
            field = _NAMED[child.type]
            named = child if field is None else child.child_by_field_name(field)
            if named is not None:
                names.append(_source(named, text))
    return Props(tuple(names), is_open)


def _taken_out(parameter: Node, node: Node, text: bytes) -> Props:
    name = re.escape(text[parameter.start_byte : parameter.end_byte])
    body = text[parameter.end_byte : node.end_byte]
    found = re.findall(rb"(?<![\w$.])" + name + rb"\??\.([A-Za-z_$][\w$]*)", body)
    for apart in re.findall(rb"\{([^{}]{0,2000})\}\s*=\s*" + name + rb"(?![\w$.])", body):
        found += _names_in(apart)
    whole = re.search(rb"(?:\.\.\.\s*|[(,]\s*)" + name + rb"(?![\w$.?])", body)
    return Props(_decoded(found), whole is not None)


def props_in_class(text: bytes) -> Props:
    """What the methods of a class take out of ``this.props``."""
    found = _THIS.findall(text)
    for apart in _TAKEN_APART.findall(text):
        found += _names_in(apart)
    return Props(_decoded(found), _SPREAD.search(text) is not None)


def props_of_vue(options: Value) -> Props:
    """What the options of a component list under ``props``."""
    if isinstance(options, Call):
        given = options.positional()
        return props_of_vue(given[0]) if given else Props(open=True)
    if not isinstance(options, Record):
        return Props(open=True)
    given_props = options.named("props")
    if isinstance(given_props, Record):
        return Props(tuple(each.name for each in given_props.entries if each.name))
    if isinstance(given_props, Items):
        texts = [item for item in given_props.items if isinstance(item, Text)]
        names = ("".join(p for p in each.parts if isinstance(p, str)) for each in texts)
        return Props(tuple(names), len(texts) < len(given_props.items))
    return Props(open=given_props is not None)


def _names_in(apart: bytes) -> list[bytes]:
    found = (_NAME.match(piece) for piece in apart.split(b","))
    return [one[1] for one in found if one is not None]


def _decoded(names: list[bytes]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.decode("utf-8", "replace") for name in names))


def _source(node: Node, text: bytes) -> str:
    return text[node.start_byte : node.end_byte].decode("utf-8", "replace")
