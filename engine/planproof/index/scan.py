"""One source → its facts. Pure: the same bytes and language give the same facts, everywhere."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from planproof.index.assemble import assemble
from planproof.index.broken import find_broken, merged
from planproof.index.encoding import OffsetMap, utf8_of
from planproof.index.facts import Facts, document_of
from planproof.languages import Language, by_name, grammar_of
from planproof.model.document import Document, Reason, Unparsed

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

MAX_BYTES = 5_000_000
"""A parse tree takes about a hundred bytes per byte of source."""

_MAX_DEPTH = 2_500
_DEPTH_STRIDE = 500
_MAX_LOOSE = 20_000
"""Beyond these the query takes quadratic time: seconds, then hours."""


_MOST_KEPT = 1_000_000
"""Bytes of a source whose tree is kept for a while."""


_Judged = tuple["Node", tuple[tuple[int, int], ...]]
"""A tree, and the ranges of it that are broken."""


def scan(source: bytes, language: str) -> Document | Unparsed:
    """The document of a source, or why there is none. Offsets are those of ``source``."""
    facts = extract(source, language)
    return facts if isinstance(facts, Unparsed) else document_of(facts, language)


def extract(source: bytes, language: str) -> Facts | Unparsed:
    """What :func:`scan` gives, before the engine's value objects are built."""
    known = by_name(language)
    if known is None:
        return Unparsed(Reason.NO_GRAMMAR, language)
    if len(source) > MAX_BYTES:
        return Unparsed(Reason.TOO_LARGE)
    if b"\0" in source:
        return Unparsed(Reason.BINARY)
    try:
        text, offsets = utf8_of(source, known)
    except (UnicodeDecodeError, LookupError) as error:
        return Unparsed(Reason.UNDECODABLE, str(error))
    facts = _parse(text, known)
    return facts if offsets is None or isinstance(facts, Unparsed) else _moved(facts, offsets)


class _Last(Struct):
    """The tree of the last source that was scanned: often something else is asked of it next."""

    text: bytes = b""
    language: str = ""
    root: Node | None = None

    def keep(self, text: bytes, language: Language, root: Node) -> None:
        if len(text) <= _MOST_KEPT:
            self.text, self.language, self.root = text, language.name, root

    def find(self, text: bytes, language: Language) -> Node | None:
        if self.root is None or self.language != language.name or self.text != text:
            return None
        return self.root

    def clear(self) -> None:
        self.text, self.root = b"", None


_LAST = _Last()


def _parse(text: bytes, language: Language) -> Facts | Unparsed:
    from tree_sitter import QueryCursor

    _LAST.clear()  # two trees at a time would take twice the memory
    grammar = grammar_of(language.name)
    given = language.prepared(text)
    tree = grammar.parser.parse(given)
    if is_too_complex(tree):
        return Unparsed(Reason.TOO_COMPLEX, "nested too deeply")
    root, broken = _repaired(tree.root_node, given, text, language)
    _LAST.keep(text, language, root if tree.root_node.has_error else tree.root_node)
    captures = QueryCursor(grammar.query).captures(root)
    return assemble(captures, text, language, broken)


def root_of(text: bytes, language: Language) -> Node:
    """The tree that the facts of a source are read from."""
    if (last := _LAST.find(text, language)) is not None:
        return last
    given = language.prepared(text)
    root = grammar_of(language.name).parser.parse(given).root_node
    return _repaired(root, given, text, language)[0] if root.has_error else root


def _repaired(root: Node, given: bytes, text: bytes, language: Language) -> _Judged:
    """The tree and what is broken in it: of the tree of the repaired source, if that is better."""
    grammar = grammar_of(language.name)
    found = root, find_broken(root, text, language, grammar)
    if found[1] and (repaired := language.repaired(given)) != given:
        again = grammar.parser.parse(repaired).root_node
        found = min(found, (again, find_broken(again, text, language, grammar)), key=_damage)
    unread = language.unread(text)
    return (found[0], merged((*found[1], *unread))) if unread else found


def _damage(parsed: _Judged) -> int:
    return sum(end - start for start, end in parsed[1])


def is_too_complex(tree: Tree) -> bool:
    """Whether a query over the tree may take more than linear time."""
    root = tree.root_node
    return _is_loose(root) or _is_deep(tree, root.descendant_count)


def _is_loose(root: Node) -> bool:
    """Whether the parser gave up and left thousands of tokens side by side."""
    return root.is_error and root.child_count > _MAX_LOOSE


def _is_deep(tree: Tree, nodes: int) -> bool:
    """Whether a sample of the nodes lies too deep. Deep trees have many deep nodes."""
    cursor = tree.walk()
    for index in range(0, nodes, _DEPTH_STRIDE):
        cursor.goto_descendant(index)
        if cursor.depth > _MAX_DEPTH:
            return True
    return False


def _moved(facts: Facts, offsets: OffsetMap) -> Facts:
    """The same facts at the offsets of the file's own bytes."""
    return replace(
        facts,
        starts=array("I", offsets.all(facts.starts)),
        ends=array("I", offsets.all(facts.ends)),
        definitions=tuple(
            each._replace(
                name_start=offsets(each.name_start),
                name_end=offsets(each.name_end),
                start=offsets(each.start),
                end=offsets(each.end),
            )
            for each in facts.definitions
        ),
        imports=tuple(
            each._replace(start=offsets(each.start), end=offsets(each.end))
            for each in facts.imports
        ),
        regions=tuple((offsets(start), offsets(end)) for start, end in facts.regions),
        broken=tuple((offsets(start), offsets(end)) for start, end in facts.broken),
    )
