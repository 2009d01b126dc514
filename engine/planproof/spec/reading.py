"""Plain values of nodes that have the right shape; nothing where they have not."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.spec.wire import Where
from planproof.yamlio import Kind, Mapping, Node, Scalar, Sequence


def prose(node: Node | None) -> str:
    is_something = isinstance(node, Scalar) and node.kind is not Kind.NULL
    return node.text.strip() if isinstance(node, Scalar) and is_something else ""


def flag(node: Node | None, *, otherwise: bool) -> bool:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, bool) else otherwise


def text(node: Node | None) -> str:
    """A line break at the end is layout: block texts have one."""
    return node.text.rstrip("\n") if isinstance(node, Scalar) else ""


def texts(node: Node | None) -> tuple[str, ...]:
    return tuple(item.text for item in items(node) if isinstance(item, Scalar))


def items(node: Node | None) -> tuple[Node, ...]:
    """A single value where a list is expected is a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def mappings(node: Node | None) -> Iterator[Mapping]:
    return (item for item in items(node) if isinstance(item, Mapping))


def where(node: Node) -> Where:
    return Where(node.at.line, node.at.column)
