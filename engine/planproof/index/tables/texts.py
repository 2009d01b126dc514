"""The texts that a program holds: string literals, joined where the source joins them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.index.parsed import Parsed
from planproof.index.tables.use import DYNAMIC
from planproof.languages import Language, by_name, compiled_query
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "\n": "", "0": " "}
_RUNS = re.compile(
    rb"(?:exec\w*|query\w*|raw\w*|text|sql\w*|prepare\w*|read_sql\w*|fetch\w*|select|get|mutate"
    rb"|Exec\w*|Query\w*|Raw\w*|Prepare\w*|Get|Select|MustExec|create\w*Query|createSQL\w*"
    rb"|nativeQuery|RunSQL|DDL|@Insert|@Update|@Delete)!?\s*\Z"
)
_CALLS = ("call", "method_invocation", "macro_invocation", "annotation", "object_creation")
_NAMED = frozenset({"keyword_argument", "element_value_pair"})


class Text(Struct):
    """A text and the way from its characters to the bytes of the file, or to its characters.

    ``executed``: it is handed to something that runs or prepares statements.
    """

    span: Span
    executed: bool = False
    in_characters: bool = False
    _written: list[str] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _length: int = 0

    @property
    def value(self) -> str:
        """The characters. Joins them anew each time."""
        return "".join(self._written)

    def add(self, text: str, start: int, *, verbatim: bool) -> None:
        self._pieces.append(Piece(self._length, start, text if verbatim else None))
        self._written.append(text)
        self._length += len(text)

    def place(self, start: int, end: int) -> Span:
        """The offsets of a run of characters; all of the text if that cannot be told."""
        if self.in_characters:
            return Span(start, end)
        first, last = self._offset(start), self._offset(end - 1)
        if first is None or last is None:
            return self.span
        return Span(first[0], last[1])

    def _offset(self, character: int) -> tuple[int, int] | None:
        number = bisect_right(self._pieces, character, key=_first) - 1
        return self._pieces[number].offset(character) if number >= 0 else None


class Piece(Struct):
    """Characters from ``first`` on, which begin at ``start`` in the file.

    ``text`` are they, where the file spells them as they are; None where it does not.
    """

    first: int
    start: int
    text: str | None
    _bytes: list[int] | None = None

    def offset(self, character: int) -> tuple[int, int] | None:
        """Where a character begins and ends in the file."""
        inside = character - self.first
        if self.text is None or inside >= len(self.text):
            return None
        if self.text.isascii():
            return self.start + inside, self.start + inside + 1
        if self._bytes is None:
            widths = (len(each.encode("utf-8", "surrogateescape")) for each in self.text)
            self._bytes = list(accumulate(widths, initial=self.start))
        return self._bytes[inside], self._bytes[inside + 1]


def _first(piece: Piece) -> int:
    return piece.first


def texts_of(parsed: Parsed) -> Iterator[Text]:
    """Every text of a source, in order of place. Spans are offsets of the tree.

    What is computed at run time is one DYNAMIC character. Texts that are statements by themselves
    (docstrings) do nothing and are left out.
    """
    from tree_sitter import QueryCursor

    language = parsed.language
    query = compiled_query(language.name, _query(language.name))
    nodes = QueryCursor(query).captures(parsed.root).get("text", ())
    taken: set[int] = set()
    for node in sorted(nodes, key=lambda each: (each.start_byte, -each.end_byte)):
        if node.id in taken:
            continue
        leaves = _leaves(node, language, taken)
        if any(leaf.type in language.strings for leaf in leaves) and not _is_docstring(node):
            yield _joined(node, leaves, parsed)


def text_of(node: Node, parsed: Parsed) -> Text | None:
    """The text that an expression is, what is computed of it DYNAMIC; None where it is no text."""
    leaves = _leaves(node, parsed.language, set())
    if not any(leaf.type in parsed.language.strings for leaf in leaves):
        return None
    return _joined(node, leaves, parsed)


@cache
def _query(name: str) -> str:
    language = by_name(name)
    if language is None:
        return ""
    kinds = sorted({*language.strings, *language.string_joins})
    return f"[{' '.join(f'({kind})' for kind in kinds)}] @text"


def _leaves(root: Node, language: Language, taken: set[int]) -> list[Node]:
    """The parts that are joined, in order. Iterative: thousands may be added up."""
    found: list[Node] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if _joins(node, language):
            taken.add(node.id)
            waiting.extend(reversed([c for c in node.named_children if "comment" not in c.type]))
        elif node.type == "parenthesized_expression" and node.named_child_count == 1:
            waiting.extend(node.named_children)
        else:
            found.append(node)
            if node.type in language.strings:
                taken.add(node.id)
    return found


def _joins(node: Node, language: Language) -> bool:
    if node.type not in language.string_joins:
        return False
    operator = node.child_by_field_name("operator")
    return operator is None or operator.type == "+"


def _is_docstring(node: Node) -> bool:
    around = node.parent
    return around is not None and around.type == "expression_statement"


def _joined(root: Node, leaves: Iterable[Node], parsed: Parsed) -> Text:
    text = Text(Span(root.start_byte, root.end_byte), executed=_is_executed(root, parsed))
    for leaf in leaves:
        if leaf.type in parsed.language.strings:
            _add_literal(text, leaf, parsed)
        else:
            text.add(DYNAMIC, leaf.start_byte, verbatim=False)
    return text


def _add_literal(text: Text, literal: Node, parsed: Parsed) -> None:
    at, end = _inside(literal)
    for node in _specials(literal, parsed.language):
        _add_verbatim(text, at, node.start_byte, parsed)
        if node.type in parsed.language.string_holes:
            text.add(DYNAMIC, node.start_byte, verbatim=False)
        else:
            escaped = parsed.text[node.start_byte + 1 : node.end_byte].decode("utf-8", "replace")
            text.add(_unescaped(escaped), node.start_byte, verbatim=False)
        at = node.end_byte
    _add_verbatim(text, at, end, parsed)


def _add_verbatim(text: Text, start: int, end: int, parsed: Parsed) -> None:
    if end > start:
        verbatim = parsed.text[start:end].decode("utf-8", "surrogateescape")
        text.add(verbatim, start, verbatim=True)


def _inside(literal: Node) -> tuple[int, int]:
    """Between the quotes."""
    children = literal.children
    if not children:
        return literal.start_byte + 1, literal.end_byte - 1
    if len(children) == 1:  # Rust's raw strings have no node for their marks
        return children[0].start_byte, children[0].end_byte
    return children[0].end_byte, children[-1].start_byte


def _specials(literal: Node, language: Language) -> Iterator[Node]:
    """Escapes and holes, in order."""
    waiting = list(reversed(literal.children))
    while waiting:
        node = waiting.pop()
        if node.type == "escape_sequence" or node.type in language.string_holes:
            yield node
        else:
            waiting.extend(reversed(node.children))


def _unescaped(escaped: str) -> str:
    if escaped[:1] in _SIMPLE:
        return _SIMPLE[escaped[:1]]
    if escaped[:1] in ("x", "u", "U") and (digits := re.sub(r"[^0-9a-fA-F]", "", escaped[1:])):
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else " "
    return escaped[:1]


def _is_executed(node: Node, parsed: Parsed) -> bool:
    """Whether the text is an argument of something like ``execute``."""
    arguments = node.parent
    if arguments is not None and arguments.type in _NAMED:
        arguments = arguments.parent
    call = arguments.parent if arguments is not None else None
    if arguments is None or call is None or not call.type.startswith(_CALLS):
        return False
    head = parsed.text[call.start_byte : arguments.start_byte][-60:]
    return _RUNS.search(head) is not None
