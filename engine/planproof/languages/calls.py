"""Calls as nodes: which one a callee belongs to, and what stands between its brackets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node


class Kind(Enum):
    """What one argument does to a call."""

    POSITION = "one positional argument"
    KEYWORD = "one with a name"
    MORE_POSITIONS = "any number of positional ones"
    MORE_KEYWORDS = "any number with names"


class Given(NamedTuple):
    """One argument, and its nodes where it has some."""

    kind: Kind
    name: Node | None = None
    value: Node | None = None


MORE_POSITIONS = Given(Kind.MORE_POSITIONS)
MORE_KEYWORDS = Given(Kind.MORE_KEYWORDS)


def call_of(callee: Node, calls: Mapping[str, str]) -> Node | None:
    """The call that a node is the callee of, or is inside the callee of; else None.

    ``calls`` maps the node types that are calls to the field in which their callee stands.
    """
    node = callee.parent
    while node is not None and node.type not in calls:
        node = node.parent
    called = node.child_by_field_name(calls[node.type]) if node is not None else None
    holds = called is not None and (
        called.start_byte <= callee.start_byte and callee.end_byte <= called.end_byte
    )
    return node if holds else None


def listed(call: Node) -> Iterator[Node]:
    """The nodes in the brackets of a call, without comments and the like."""
    arguments = call.child_by_field_name("arguments")
    for child in arguments.named_children if arguments is not None else ():
        if not child.is_extra:
            yield child
