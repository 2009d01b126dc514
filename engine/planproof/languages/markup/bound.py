"""The names that the markup of a component may confuse: of its module, and bound in the markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planproof.languages.markup.regions import Region

if TYPE_CHECKING:
    from tree_sitter import Node

_WORD = re.compile(rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*")
_NAMES = frozenset({"identifier", "type_identifier", "shorthand_property_identifier_pattern"})
_DECLARES = frozenset({"lexical_declaration", "variable_declaration", "export_statement"})
_ALIASES = frozenset({"identifier", "member_expression"})
_LOADS = re.compile(rb"\(*\s*(?:await\s+)?(?:require|import)\b")
_TEXT = re.compile(rb"'[^'\\]*'|\"[^\"\\]*\"")


def bound_in_module(root: Node) -> Iterator[bytes]:
    """The names that a script imports, or that may be other names of what it does."""
    for statement in root.named_children:
        yield from _bound_by(statement)


def bound_in_markup(regions: Iterable[Region]) -> frozenset[bytes]:
    """The words of what binds names in the markup: loops, slots."""
    return frozenset(word for region in regions for word in words_of(region.binds))


def words_of(written: bytes) -> list[bytes]:
    """The words of some code, without its texts as far as that is certain."""
    return _WORD.findall(_TEXT.sub(b"", written))


def _bound_by(statement: Node) -> Iterator[bytes]:
    if statement.type == "import_statement":
        yield from _names_in(statement)
    elif statement.type in _DECLARES:
        for child in statement.named_children:
            yield from _bound_by(child)
    elif statement.type == "variable_declarator":
        name, value = (statement.child_by_field_name(field) for field in ("name", "value"))
        if name is not None and value is not None and _may_be_imported(value):
            yield from _names_in(name)


def _may_be_imported(value: Node) -> bool:
    return value.type in _ALIASES or _LOADS.match(value.text or b"") is not None


def _names_in(node: Node) -> Iterator[bytes]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.type in _NAMES and one.text is not None:
            yield one.text
        waiting.extend(one.named_children)
