"""What the migrations of Django do to tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.index.parsed import Parsed
from planproof.index.tables.python_nodes import Arguments, arguments_of, pairs_of, source_of
from planproof.index.tables.relations import relation
from planproof.index.tables.texts import text_of
from planproof.index.tables.use import Act, TableUse, name_of
from planproof.languages import compiled_query
from planproof.languages.orms import DJANGO
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_ACTS = {"CreateModel": Act.CREATE, "DeleteModel": Act.DROP}
_ON_MODELS = frozenset({"CreateModel", "DeleteModel"})


def operations_of(parsed: Parsed, labels: Sequence[str]) -> Iterator[TableUse]:
    """The tables that the operations of a file change. Spans are offsets of the tree."""
    from tree_sitter import QueryCursor

    cursor = QueryCursor(compiled_query("python", DJANGO.text))
    for _, captures in cursor.matches(parsed.root):
        if "operation" in captures:
            name = source_of(captures["operation"][0], parsed)
            arguments = arguments_of(captures["operation.arguments"][0], parsed)
            yield from _Operation(name, arguments, parsed, tuple(labels)).uses()


class _Operation(Struct, frozen=True):
    name: str
    arguments: Arguments
    parsed: Parsed
    labels: tuple[str, ...]

    def uses(self) -> Iterator[TableUse]:
        options = pairs_of(self.arguments.get(2, "options"), self.parsed)
        proxy = options.get("proxy")
        if self.name == "CreateModel" and proxy is not None and proxy.type == "true":
            return
        explicit = options.get("db_table") if self.name == "CreateModel" else None
        if self.name == "AlterModelTable":
            explicit = self.arguments.get(1, "table")
        if explicit is not None and (table := self._text(explicit)):
            yield self._use(table, explicit)
            yield from self._relations(table)
        if explicit is None or self.name == "AlterModelTable":
            for model in self._models():
                for table in (f"{label}_{self._text(model).lower()}" for label in self.labels):
                    yield self._use(table, model)
                    yield from self._relations(table)

    def _models(self) -> Iterator[Node]:
        names = (
            (0, "name")
            if self.name in ("CreateModel", "DeleteModel", "AlterModelTable")
            else ((0, "model_name", "name"))
        )
        places = [(0, "old_name"), (1, "new_name")] if self.name == "RenameModel" else [names]
        for index, *keys in places:
            node = self.arguments.get(index, *keys)
            if node is not None and self._text(node):
                yield node

    def _relations(self, table: str) -> Iterator[TableUse]:
        """Tables of the many-to-many fields that are created or added."""
        for name, value in self._fields():
            joined = relation(name, value, table, self.parsed)
            if joined:
                yield self._use(joined, value)

    def _fields(self) -> Iterator[tuple[str, Node]]:
        if self.name == "CreateModel":
            fields = self.arguments.get(1, "fields")
            for pair in fields.named_children if fields is not None else ():
                if pair.type == "tuple" and pair.named_child_count > 1:
                    yield self._text(pair.named_children[0]), pair.named_children[1]
        elif (value := self.arguments.get(2, "field")) is not None:
            name = self.arguments.get(1, "name")
            yield self._text(name) if name is not None else "", value

    def _text(self, node: Node) -> str:
        text = text_of(node, self.parsed)
        return text.value if text is not None else ""

    def _use(self, table: str, at: Node) -> TableUse:
        parts = (part.strip('"`[]') for part in table.split("."))
        act = _ACTS.get(self.name, Act.ALTER)
        return TableUse(name_of(*parts), act, Span(at.start_byte, at.end_byte), "by a migration")
