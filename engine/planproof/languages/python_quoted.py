"""Python's annotations in quotes: ``def save(user: "models.User | None")``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPE = re.compile(rb"[\w\x80-\xff.\[\],| \t\r\n]+\Z")
_NAME = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff.]*")
_VALUES = frozenset({b"None", b"True", b"False"})
_WITH_ARGUMENTS = frozenset({"subscript", "generic_type"})
_AROUND = _WITH_ARGUMENTS | {"type", "type_parameter", "list", "binary_operator"}


def quoted_names(string: Node) -> Iterator[tuple[int, int]]:
    """Start and end of each name in a string that stands in an annotation.

    None in what is no type: ``Literal["user"]``, what ``Annotated`` says of a type, and text with
    escapes or with strings of its own.
    """
    contents = [c for c in string.named_children if c.type not in ("string_start", "string_end")]
    if len(contents) != 1 or contents[0].type != "string_content" or contents[0].named_children:
        return
    text = contents[0].text or b""
    if not _TYPE.match(text) or _is_value(string):
        return
    for found in _NAME.finditer(text):
        if found.group() not in _VALUES:
            at = contents[0].start_byte
            yield at + found.start(), at + found.end()


def _is_value(string: Node) -> bool:
    """Whether an argument of a type that it stands in is no type."""
    around = string.parent
    while around is not None and around.type in _AROUND:
        if around.type in _WITH_ARGUMENTS:
            named = around.named_child(0)  # not named_children: there may be many arguments
            head = (named.text or b"").rpartition(b".")[2]
            if head == b"Literal" or (head == b"Annotated" and not _is_in_first(string, around)):
                return True
        around = around.parent
    return False


def _is_in_first(string: Node, around: Node) -> bool:
    """Whether a string stands in the first argument of a type."""
    first = around.named_child(1)
    if first.type == "type_parameter":
        first = first.named_child(0)
    return first.start_byte <= string.start_byte < first.end_byte
