"""Every way in which JavaScript and TypeScript import, read from the syntax tree.

import D, {a as b} from "m"            m.default as D, m.a as b
import * as ns from "m"                m as ns
import "m"                             m, binds nothing
export {a as b} from "m"               m.a, binds nothing, offered as b
export * as b from "m"                 m, offered as b
export * from "m"                      m, everything in it
import ns = require("m")               m as ns
import local = A.B                     A.B as local
const m = require("m").a               m.a as m
exports.b = require("m").a             m.a, offered as b
module.exports = require("m")          m, offered as a whole
const {a: b} = await import("m")       m, and m.a as b
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from planproof.languages.ecmascript_relations import WRAPPERS, offered_by
from planproof.languages.module_specifier import ModulePath, read_specifier
from planproof.languages.told import Imported, ModulePlace
from planproof.model.document import Import
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

Text = Callable[["Node"], str]
"""A node's name as the language cleans it: a string without its quotes."""

_TYPES = """
    conditional_type constraint default_type function_type intersection_type parenthesized_type
    readonly_type tuple_type type_alias_declaration type_annotation type_arguments type_query
    union_type
"""
_IN_TYPES = frozenset(_TYPES.split())
_CASTS = frozenset({"as_expression", "satisfies_expression"})
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_KEYS = frozenset({"property_identifier", "string", "shorthand_property_identifier_pattern"})


def find_imports(node: Node, text: Text) -> Iterator[Imported]:
    """What one import statement, re-export, ``require(…)`` or ``import(…)`` imports."""
    if node.type == "call_expression":
        yield from _of_call(node, text)
    elif node.type == "import_alias":
        yield from _of_alias(node, text)
    elif node.type == "export_statement":
        yield from _of_export(node, text)
    else:
        yield from _of_statement(node, text)


def find_modules(node: Node, text: Text) -> Iterator[ModulePlace]:
    """The modules that the same nodes import from, without what they take from them."""
    source = _literal_argument(node) if node.type == "call_expression" else _source(node)
    if source is not None:
        module = read_specifier(text(source))
        yield module.target, module.level, source.start_byte, source.end_byte


def _source(node: Node) -> Node | None:
    required = _child(node, "import_require_clause")
    return (required or node).child_by_field_name("source")


def _of_statement(node: Node, text: Text) -> Iterator[Imported]:
    if required := _child(node, "import_require_clause"):
        yield from _of_require_clause(required, text)
        return
    source = node.child_by_field_name("source")
    if source is None:
        return
    module = read_specifier(text(source))
    if clause := _child(node, "import_clause"):
        yield from _of_clause(clause, module, text)
    else:
        yield _imported("", module, source)


def _of_require_clause(node: Node, text: Text) -> Iterator[Imported]:
    local, source = _child(node, "identifier"), node.child_by_field_name("source")
    if local is not None and source is not None:
        yield _imported(text(local), read_specifier(text(source)), source, alias=local)


def _of_clause(node: Node, module: ModulePath, text: Text) -> Iterator[Imported]:
    for child in node.named_children:
        if child.type == "identifier":
            yield _imported(text(child), module.member("default"), child)
        elif child.type == "namespace_import" and (name := _child(child, "identifier")):
            yield _imported(text(name), module, name)
        elif child.type == "named_imports":
            yield from _of_specifiers(child, module, text, binds=True)


def _of_specifiers(
    node: Node, module: ModulePath, text: Text, *, binds: bool
) -> Iterator[Imported]:
    for child in node.named_children:
        name = child.child_by_field_name("name")
        if name is not None:
            alias = child.child_by_field_name("alias")
            bound, member = text(alias or name), module.member(text(name))
            local, offered = (bound, "") if binds else ("", bound)
            yield _imported(local, member, name, alias=alias, offered=offered)


def _of_alias(node: Node, text: Text) -> Iterator[Imported]:
    names = [child for child in node.named_children if child.type != "comment"]
    local, named = names[0], names[-1]
    yield _imported(text(local), ModulePath(text(named), 0), named, alias=local)


def _of_export(node: Node, text: Text) -> Iterator[Imported]:
    source = node.child_by_field_name("source")
    if source is None:
        return
    module = read_specifier(text(source))
    if clause := _child(node, "export_clause"):
        yield from _of_specifiers(clause, module, text, binds=False)
    elif namespace := _child(node, "namespace_export"):
        name = namespace.named_children[-1]
        yield _imported("", module, name, offered=text(name))
    else:
        yield Imported(Import("", module.target, _span(source), module.level, star=True))


def _of_call(node: Node, text: Text) -> Iterator[Imported]:
    source = _literal_argument(node)
    if source is None:
        return
    value, members = _value_of(node, text)
    module = read_specifier(text(source)).member(*members)
    target = _target_of(value)
    bound = target is not None and target.type == "identifier"
    local = text(target) if target is not None and bound else ""
    offered = offered_by(value, text) if value is not None else ""
    yield _imported(local, module, source, offered=offered)
    if target is not None and target.type == "object_pattern":
        yield from _of_pattern(target, module, text)


def _literal_argument(node: Node) -> Node | None:
    """The first argument, if it is a string without substitutions."""
    arguments = node.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    first = next((child for child in given if child.type != "comment"), None)
    if first is None or first.type not in ("string", "template_string"):
        return None
    return None if _child(first, "template_substitution") else first


def _value_of(node: Node, text: Text) -> tuple[Node | None, list[str]]:
    """The expression that has the module for its value, and the members that it takes of it.

    ``import(…)`` is a promise: before it is awaited, nothing of the module can be bound. In a type
    it is the module, and no value.
    """
    function = node.child_by_field_name("function")
    in_type = _is_in_type(node)
    promised = function is not None and function.type == "import" and not in_type
    members: list[str] = []
    while (parent := node.parent) is not None:
        if parent.type == "member_expression" and not promised:
            members.append(text(parent.named_children[-1]))
        elif parent.type == "await_expression":
            promised = False
        elif in_type or parent.type not in WRAPPERS:
            break
        node = parent
    return (None if promised or in_type else node), members


def _is_in_type(node: Node) -> bool:
    while (around := node.parent) is not None and around.type == "member_expression":
        node = around
    if around is None or around.type not in _CASTS:
        return around is not None and around.type in _IN_TYPES
    return around.named_children[0] != node


def _target_of(value: Node | None) -> Node | None:
    """What a value is assigned to: a name, a pattern …"""
    parent = value.parent if value is not None else None
    if parent is None:
        return None
    if parent.type == "variable_declarator":
        return parent.child_by_field_name("name")
    is_right = parent.child_by_field_name("right") == value
    left = parent.child_by_field_name("left")
    return left if parent.type == "assignment_expression" and is_right else None


def _of_pattern(pattern: Node, module: ModulePath, text: Text) -> Iterator[Imported]:
    for child in pattern.named_children:
        key = child.child_by_field_name("key") or _without_default(child)
        bound = _without_default(child.child_by_field_name("value") or child)
        if key.type not in _KEYS:
            continue
        member = module.member(text(key))
        if bound.type == "object_pattern":
            yield from _of_pattern(bound, member, text)
        else:
            yield _imported(text(bound) if bound.type in _NAMES else "", member, key)


def _without_default(node: Node) -> Node:
    return node.child_by_field_name("left") or node


def _imported(
    local: str, module: ModulePath, place: Node, *, alias: Node | None = None, offered: str = ""
) -> Imported:
    binding = Import(local, module.target, _span(place), module.level, offered=offered)
    return Imported(binding, _span(alias) if alias is not None else None)


def _child(node: Node, kind: str) -> Node | None:
    return next((child for child in node.named_children if child.type == kind), None)


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)
