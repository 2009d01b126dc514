"""What Django's way of writing models needs of Python's grammar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.parsed import Parsed
from planproof.index.tables.texts import text_of

if TYPE_CHECKING:
    from tree_sitter import Node


_AROUND = frozenset(
    {"block", "elif_clause", "else_clause", "except_clause", "expression_statement"}
    | {"finally_clause", "if_statement", "try_statement", "with_statement"}
)


class Arguments(Struct, frozen=True):
    """The arguments of a call, or of a class."""

    positional: tuple[Node, ...]
    named: dict[str, Node]

    def get(self, index: int, *names: str) -> Node | None:
        """The argument at a position, or by one of its names."""
        by_name = next((self.named[name] for name in names if name in self.named), None)
        if by_name is not None or index >= len(self.positional):
            return by_name
        return self.positional[index]


def arguments_of(node: Node | None, parsed: Parsed) -> Arguments:
    """Of an ``argument_list``, a ``call`` or a class definition."""
    if node is not None and node.type == "call":
        node = node.child_by_field_name("arguments")
    positional: list[Node] = []
    named: dict[str, Node] = {}
    for child in node.named_children if node is not None else ():
        name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        if child.type == "keyword_argument" and name is not None and value is not None:
            named[source_of(name, parsed)] = value
        elif child.type != "comment":
            positional.append(child)
    return Arguments(tuple(positional), named)


def assignments_in(block: Node | None) -> Iterator[tuple[Node, Node]]:
    """(name, value) of the statements ``name = value`` of a block, also inside of an ``if``."""
    waiting = list(reversed(block.named_children)) if block is not None else []
    while waiting:
        node = waiting.pop()
        if node.type in _AROUND:
            waiting.extend(reversed(node.named_children))
        elif node.type == "assignment":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and left.type == "identifier" and right is not None:
                yield left, right


def pairs_of(dictionary: Node | None, parsed: Parsed) -> dict[str, Node]:
    """The values of a literal dictionary by their keys, where those are texts."""
    found: dict[str, Node] = {}
    for pair in dictionary.named_children if dictionary is not None else ():
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        text = text_of(key, parsed) if key is not None else None
        if text is not None and value is not None:
            found[text.value] = value
    return found


def callee_of(node: Node, parsed: Parsed) -> str:
    """The name that is called; empty for anything that is no call of a name."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    return dotted(function, parsed) if function is not None else ""


def dotted(node: Node, parsed: Parsed) -> str:
    """A chain of names as written; of ``Generic[T]`` and ``f()`` the name before the brackets."""
    while node.type in ("subscript", "call"):
        inner = node.child_by_field_name("value" if node.type == "subscript" else "function")
        if inner is None:
            return ""
        node = inner
    return source_of(node, parsed) if node.type in ("identifier", "attribute") else ""


def source_of(node: Node, parsed: Parsed) -> str:
    return parsed.text[node.start_byte : node.end_byte].decode("utf-8", "replace")
