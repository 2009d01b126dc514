"""Tables that code names by itself: models of ORMs, migrations, builders of queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.index.parsed import Parsed
from planproof.index.tables.naming import default_names
from planproof.index.tables.placeholders import masked
from planproof.index.tables.texts import text_of
from planproof.index.tables.use import DYNAMIC, Act, TableName, TableUse, name_of
from planproof.languages import compiled_query
from planproof.languages.orms import ORMS
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

Captures = dict[str, list["Node"]]

_LAST_PART = re.compile(r"[^.]*\Z")
_ALIAS = re.compile(r"\s+(?:as\s+)?\w+\s*\Z", re.IGNORECASE)
_NAME = re.compile(r"""[\w$*"`\[\]. -]{1,200}\Z""")


class _Group(Struct):
    """What is said of one model, or of one call."""

    model: Node | None = None
    tables: list[tuple[str, Node]] = field(default_factory=list)
    schemas: list[tuple[str, Node]] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)


def models_of(parsed: Parsed) -> Iterator[TableUse]:
    """The uses, in no order. Spans are offsets of the tree."""
    reader = _Reader(parsed)
    for orm in ORMS:
        if parsed.language.name in orm.languages and orm.may_be_in(parsed.text):
            for captures in _matches(orm.text, parsed):
                reader.take(captures)
    return reader.uses()


def _matches(query: str, parsed: Parsed) -> Iterator[Captures]:
    from tree_sitter import QueryCursor

    cursor = QueryCursor(compiled_query(parsed.language.name, query))
    for _, captures in cursor.matches(parsed.root):
        yield captures


class _Reader:
    """Gathers what all queries of a file capture, then says which tables that means."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._groups: defaultdict[str | int, _Group] = defaultdict(_Group)
        self._constants: defaultdict[str, list[Node]] = defaultdict(list)

    def take(self, captures: Captures) -> None:
        for name, value in zip(
            captures.get("constant", ()), captures.get("constant.value", ()), strict=True
        ):
            self._constants[self._source(name)].append(value)
        group = self._groups[self._key(captures)]
        for capture, nodes in captures.items():
            kind, _, rest = capture.partition(".")
            match kind:
                case "table":
                    group.tables += [(rest, node) for node in nodes]
                case "schema":
                    group.schemas += [(rest, node) for node in nodes]
                case "default":
                    group.styles.add(rest)
                case "none":
                    group.styles.add("none")
                case "model" if not rest:
                    group.model = nodes[0]

    def uses(self) -> Iterator[TableUse]:
        for group in self._groups.values():
            schema = next((s for each in group.schemas for s, _ in self._names(*each)), "")
            declared = False
            for what, node in {
                (what, node.id): (what, node) for what, node in group.tables
            }.values():
                for name, span in self._names(what, node):
                    act = Act[what.partition(".")[0].upper()]
                    declared = declared or act is Act.DECLARE
                    yield TableUse(_with_schema(schema, name), act, span, self._how(group))
            if not declared and group.model is not None:
                yield from self._defaults(group, schema)

    def _defaults(self, group: _Group, schema: str) -> Iterator[TableUse]:
        if group.model is None or "none" in group.styles:
            return
        span = Span(group.model.start_byte, group.model.end_byte)
        for style in sorted(group.styles):
            for name in default_names(style, self._source(group.model)):
                yield TableUse(name_of(schema, name), Act.DECLARE, span, self._how(group))

    def _key(self, captures: Captures) -> str | int:
        """Types are told by their names, all else by the node."""
        for capture in ("model.type", "model", "of"):
            if nodes := captures.get(capture):
                by_name = capture != "of" and self._parsed.language.name == "go"
                return self._source(nodes[0]) if by_name else nodes[0].id
        nodes = next(iter(captures.values()), [])
        return -nodes[0].id if nodes else 0

    def _how(self, group: _Group) -> str:
        return f"by model {self._source(group.model)}" if group.model is not None else "in code"

    def _names(self, what: str, node: Node) -> Iterator[tuple[str, Span]]:
        """What a node may be called, and where the last part of that stands."""
        if what.endswith("bare"):
            yield self._source(node).strip('"'), Span(node.start_byte, node.end_byte)
            return
        text = text_of(node, self._parsed)
        if text is not None:
            value = _wanted(what, masked(text.value))
            last = _LAST_PART.search(value)
            if last is not None and _NAME.match(value.replace(DYNAMIC, "*")):
                yield value, text.place(last.start(), last.end())
        for constant in self._constants.get(self._last_name(node), ()) if text is None else ():
            if (meant := text_of(constant, self._parsed)) is not None:
                yield _wanted(what, masked(meant.value)), Span(node.start_byte, node.end_byte)

    def _last_name(self, node: Node) -> str:
        return self._source(node).rpartition(".")[2]

    def _source(self, node: Node) -> str:
        return self._parsed.text[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _wanted(what: str, text: str) -> str:
    """The table of ``table.column``; without the alias that a query gives it."""
    if what.endswith("of_column"):
        return text.rpartition(".")[0]
    return _ALIAS.sub("", text) if what == "read" else text


def _with_schema(schema: str, name: str) -> TableName:
    parts = [part.strip('"`[]') for part in name.split(".")]
    return name_of(schema if len(parts) == 1 else "", *parts)
