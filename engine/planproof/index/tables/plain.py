"""Files that have no grammar here and name tables all the same: SQL, and schemas of Prisma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from planproof.index.tables.prisma import prisma_tables
from planproof.index.tables.sql import Sql, budget_for, sql_in
from planproof.index.tables.texts import Text
from planproof.index.tables.use import Act, TableUse, name_of
from planproof.model.location import Span

_SQL = (".sql", ".ddl", ".dml", ".psql", ".pgsql", ".plsql", ".mysql", ".hql", ".tsql", ".cql")
_PRISMA = ".prisma"
_TEMPLATE = re.compile(
    r"""\b(?:ref|source)\s*\(\s*['"]([\w.]{1,200})['"](?:\s*,\s*['"]([\w.]{1,200})['"])?"""
)
WITHOUT_NAME = "example"
"""The path of a text that is in no language: it may be SQL."""


def names_tables(path: str) -> bool:
    """Whether a file without a grammar is read for tables, by its name."""
    return path.lower().endswith((*_SQL, _PRISMA)) or path == WITHOUT_NAME


class PlainTables:
    """The text of a file, or some whole lines of it. Spans count characters."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._budget = budget_for(text)

    def uses(self, needle: str) -> Iterator[TableUse]:
        """All uses of tables whose names may hold ``needle`` (in lower case), and some others."""
        if self._path.lower().endswith(_PRISMA):
            yield from prisma_tables(self._text)
            return
        yield from self._sql.uses(needle, self._budget)
        for reference in _TEMPLATE.finditer(self._text):
            yield _referred(reference)

    @property
    def computed(self) -> int:
        """How many tables of statements are only known when a template is filled in."""
        return 0 if self._path.lower().endswith(_PRISMA) else self._sql.computed

    @cached_property
    def _sql(self) -> Sql:
        text = Text(Span(0, len(self._text)), in_characters=True)
        text.add(self._text, 0, verbatim=True)
        return sql_in(text)


def _referred(reference: re.Match[str]) -> TableUse:
    """What a template of dbt refers to: a model, that is a table if nobody renames it."""
    group = 2 if reference[2] else 1
    name = name_of(reference[1] if group == 2 else "", reference[group])
    return TableUse(name, Act.READ, Span(*reference.span(group)), "in a template", sure=False)
