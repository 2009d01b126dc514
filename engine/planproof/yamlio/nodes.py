"""What a YAML file becomes: nodes that know their place and how they were written."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

Value = bool | int | float | str | list["Value"] | dict[str, "Value"] | None
"""Plain data, as JSON knows it."""

Path = tuple[str | int, ...]
"""Keys and list positions from the root down."""


class Kind(Enum):
    """How a scalar reads. Its value is the noun that messages use.

    DISPUTED is an unquoted scalar that YAML 1.1 and YAML 1.2 read differently (``off``, ``010``,
    ``12:30:00``, ``2026-11-21``): it is taken as text, as it stands, and :attr:`Scalar.reading`
    says what else it could be.
    """

    TEXT = "text"
    INTEGER = "a whole number"
    NUMBER = "a number"
    BOOLEAN = "true or false"
    NULL = "nothing"
    DISPUTED = "ambiguous"


class Mark(Struct, frozen=True, order=True):
    """A 1-based place in the file; columns count characters."""

    line: int
    column: int


class Scalar(Struct, frozen=True):
    """One value. ``text`` is what was written (``2.10``), ``value`` what it reads as (2.1).

    ``reading`` is set for DISPUTED only: the other way to read it, as a phrase.
    """

    text: str
    value: bool | int | float | str | None
    kind: Kind
    at: Mark
    reading: str = ""


class Sequence(Struct, frozen=True):
    items: tuple[Node, ...]
    at: Mark


class Mapping(Struct, frozen=True):
    """Keys in the order written, each once."""

    entries: tuple[Entry, ...]
    at: Mark

    def get(self, *names: str) -> Node | None:
        """The value of the first entry that has one of these keys."""
        entry = self.entry(*names)
        return entry.value if entry else None

    def entry(self, *names: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key.text in names), None)


class Entry(Struct, frozen=True):
    """A key is text, however it reads: ``on:`` is the key "on"."""

    key: Scalar
    value: Node


Node = Scalar | Sequence | Mapping


class YamlDocument(Struct, frozen=True):
    """A whole file. Aliases are written out: a node may stand in several places of the tree."""

    root: Node
    source: str

    @property
    def value(self) -> Value:
        """Plain values; ambiguous scalars are text."""
        return plain(self.root)

    def where(self, path: Path) -> tuple[int, int]:
        """1-based (line, column) of the value at ``path``. Raises KeyError if there is none."""
        at = self._node(path).at
        return at.line, at.column

    def where_key(self, path: Path) -> tuple[int, int]:
        """The same for the key that leads to the value; for a list entry, of the entry itself."""
        parent = self._node(path[:-1])
        if isinstance(parent, Mapping) and (entry := parent.entry(str(path[-1]))):
            return entry.key.at.line, entry.key.at.column
        return self.where(path)

    def _node(self, path: Path) -> Node:
        node = self.root
        for step in path:
            node = _step(node, step)
        return node


def _step(node: Node, step: str | int) -> Node:
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    found = node.get(step) if isinstance(node, Mapping) and isinstance(step, str) else None
    if found is None:
        raise KeyError(step)
    return found


def plain(node: Node) -> Value:
    """A node and all under it as plain values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node.entries}


def leaves(node: Node) -> Iterator[Scalar]:
    """Every scalar value under a node, in file order; keys are not among them."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from leaves(item)
    else:
        for entry in node.entries:
            yield from leaves(entry.value)
