"""The models of a Prisma schema: ``model User { … @@map("users") @@schema("auth") }``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from planproof.index.tables.use import Act, TableUse, name_of
from planproof.model.location import Span

_TOKEN = re.compile(
    r"""
      //[^\n]* | /\*.*?\*/
    | @@(?P<key>map|schema)\s*\(\s*(?:name\s*:\s*)?"(?P<value>(?:[^"\\\n]|\\.)*)"
    | "(?:[^"\\\n]|\\.)*"
    | ^[ \t]*(?P<kind>model|view|type|enum|generator|datasource)\s+(?P<name>\w+)\s*\{
    | (?P<end>\})
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


class _Model(Struct):
    name: str
    span: Span
    table: str = ""
    schema: str = ""

    def use(self) -> TableUse:
        table = name_of(self.schema, self.table or self.name)
        return TableUse(table, Act.DECLARE, self.span, f"by model {self.name}")


def prisma_tables(text: str) -> Iterator[TableUse]:
    """The tables of all models and views. Spans count characters.

    A model is called like its table where no ``@@map`` says otherwise.
    """
    model: _Model | None = None
    for token in _TOKEN.finditer(text):
        if token["kind"] is not None:
            is_table = token["kind"] in ("model", "view")
            model = _Model(token["name"], Span(*token.span("name"))) if is_table else None
        elif token["key"] == "map" and model is not None:
            model.table, model.span = token["value"], Span(*token.span("value"))
        elif token["key"] == "schema" and model is not None:
            model.schema = token["value"]
        elif token["end"] and model is not None:
            yield model.use()
            model = None
    if model is not None:
        yield model.use()
