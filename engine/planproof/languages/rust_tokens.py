"""Names among the tokens that a Rust macro or attribute is given.

The grammar leaves them side by side: ``a.b(c)`` is the siblings ``a``, ``.``, ``b``, ``(c)``. They
are read as expressions would be, link by link, so that what stands in an assertion is found too.
What is found is said in the captures of ``language.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from tree_sitter import Node

Found = tuple[str, int, int]
"""A capture and its place."""

_TREES = frozenset({"token_tree", "token_repetition"})
_COMMENTS = frozenset({"line_comment", "block_comment"})
_LATE_WORDS = frozenset({"default", "gen", "union"})
"""Words that are keys only in places; among tokens the grammar takes them for keys."""

_STRINGS = frozenset({"raw_string_literal", "string_literal"})
_FORMATTED = re.compile(rb"\{\{|\{([A-Za-z_]\w*)[:}]")
"""A name in a text that is formatted: https://doc.rust-lang.org/std/fmt/#named-parameters"""

_WORDS = _LATE_WORDS | {"identifier"}
_LINKED = _WORDS | {"integer_literal"}
_ROOTS = frozenset({"self", "super", "crate"})
_OPERANDS = (
    _WORDS
    | _ROOTS
    | {"boolean_literal", "char_literal", "float_literal", "integer_literal", "metavariable"}
    | {"primitive_type", "token_tree"}
    | _STRINGS
)
_DEFINES = frozenset({"enum", "fn", "macro_rules", "mod", "struct", "trait", "type", "union"})
_OPENING = {"<": 1, "<<": 2}
_CLOSING = {">": 1, ">>": 2}


def read_macro(tree: Node) -> Iterator[Found]:
    """What the tokens of a macro invocation, or of a macro's definition, name."""
    yield from _read(tree, calls=True)


def read_attribute(attribute: Node) -> Iterator[Found]:
    """What the arguments of an attribute name. What is derived decorates, and nothing is called:
    ``cfg(not(test))``."""
    tree = attribute.child_by_field_name("arguments")
    if tree is None:
        return
    found = list(_read(tree, calls=False))
    yield from found
    yield from _keywords(tree)
    if attribute.children[0].text == b"derive":
        yield from _derived(tree, found)


def _read(outermost: Node, *, calls: bool) -> Iterator[Found]:
    trees = [outermost]
    while trees:
        tokens = [child for child in trees.pop().children if child.type not in _COMMENTS]
        trees.extend(token for token in tokens if token.type in _TREES)
        reader = _Reader(tokens, _closings(tokens))
        reader.read()
        yield from (each for each in reader.found if calls or each[0] != "call")


def _closings(tokens: list[Node]) -> dict[int, int]:
    """The number of each ``<`` → that of the ``>`` that closes it, if they are no comparisons."""
    closings: dict[int, int] = {}
    open_ones: list[int] = []
    for at, token in enumerate(tokens):
        open_ones.extend([at] * _OPENING.get(token.type, 0))
        for _ in range(min(len(open_ones), _CLOSING.get(token.type, 0))):
            closings[open_ones.pop()] = at
    return closings


class _Reader(Struct):
    """The tokens of one tree, and how far they are read: ``at``, the next one."""

    tokens: list[Node]
    closings: dict[int, int]
    at: int = 0
    found: list[Found] = field(default_factory=list)

    def read(self) -> None:
        while self.at < len(self.tokens):
            start = self._root()
            if start is not None:
                self._follow(start)

    def _root(self) -> int | None:
        """Where an expression starts, having read its root; else None, having read a token."""
        token = self.tokens[self.at]
        kind = token.type
        if kind == "<" and self._type(self._closing(self.at) + 1) == "::":
            self.at = self._closing(self.at) + 1
            return token.start_byte
        if kind == "::" and self._type(self.at + 1) in _WORDS:
            self._link(token.start_byte, None)
            return token.start_byte
        self.at += 1
        if kind in _STRINGS:
            self.found.extend(_formatted(token))
        if kind in _LATE_WORDS:
            self.found.append(("reference", token.start_byte, token.end_byte))
        return token.start_byte if kind in _OPERANDS else None

    def _follow(self, start: int) -> None:
        """Read the links of an expression, and the calls in it, to its end."""
        while True:
            last = self.tokens[self.at - 1]
            kind, next_kind = self._type(self.at), self._type(self.at + 1)
            if kind in (".", "::") and next_kind in _LINKED:
                self._link(start, last)
            elif kind == "::" and next_kind == "<":
                if not self._type_arguments(start, last):
                    return
            elif kind == "!" and next_kind == "token_tree" and last.type in _WORDS:
                self._call(start, last)
                self.at += 2
            elif kind == "token_tree" and not _opens(last, "{") and not _opens(self._next(), "{"):
                if last.type in _WORDS and _opens(self._next(), "("):
                    self._call(start, last)
                self.at += 1
            elif kind == "?":
                self.at += 1
            elif kind == "." and next_kind == "await":
                self.at += 2
            else:
                return

    def _link(self, start: int, last: Node | None) -> None:
        """Read a link and the name behind it. ``last`` is the end of what it hangs on."""
        name = self.tokens[self.at + 1]
        if last is not None:
            if last.type in _ROOTS or last.text == b"$crate":
                self.found.append(("inner", last.start_byte, last.end_byte))
            if last.type not in (">", ">>"):
                self.found.append(("object", start, last.end_byte))
        self.found.append(("inner", name.start_byte, name.end_byte))
        self.found.append(("attribute", start, name.end_byte))
        self.at += 2

    def _type_arguments(self, start: int, last: Node) -> bool:
        """Read ``::<…>`` and the call or link behind it, False where there is neither."""
        behind = self._closing(self.at + 1) + 1
        if self._type(behind) == "::" and self._type(behind + 1) in _LINKED:
            self.found.append(("object", start, last.end_byte))
            self.at = behind
            return True
        self.at = behind
        if self._type(behind) == "token_tree" and _opens(self._next(), "("):
            self._call(start, last)
            return True
        return False

    def _call(self, start: int, last: Node) -> None:
        before = self.at - 2
        if before < 0 or self.tokens[before].type not in _DEFINES:
            self.found.append(("call", start, last.end_byte))

    def _closing(self, opening: int) -> int:
        """The number of the token that closes a ``<``; its own if none does."""
        return self.closings.get(opening, opening)

    def _type(self, at: int) -> str:
        return self.tokens[at].type if at < len(self.tokens) else ""

    def _next(self) -> Node:
        return self.tokens[self.at]


def _opens(token: Node, bracket: str) -> bool:
    """Whether a token is a tree in this kind of brackets."""
    return token.type == "token_tree" and token.children[0].type == bracket


def _formatted(text: Node) -> Iterator[Found]:
    """The names in the braces of a text, which may be one that the macro formats."""
    for found in _FORMATTED.finditer(text.text or b""):
        if found[1]:
            start = text.start_byte
            yield "reference", start + found.start(1), start + found.end(1)


def _keywords(tree: Node) -> Iterator[Found]:
    tokens = [child for child in tree.children if child.type not in _COMMENTS]
    for name, sign in pairwise(tokens):
        if name.type in _WORDS and sign.type == "=":
            yield "keyword", name.start_byte, name.end_byte


def _derived(tree: Node, found: list[Found]) -> Iterator[Found]:
    chains = {end: start for capture, start, end in found if capture == "attribute"}
    objects = {end for capture, _, end in found if capture == "object"}
    for child in tree.named_children:
        if child.type in _WORDS and child.end_byte not in objects:
            yield "decorator", chains.get(child.end_byte, child.start_byte), child.end_byte
