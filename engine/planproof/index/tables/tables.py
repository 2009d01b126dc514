"""The tables that a file names: in SQL, and in the models of an ORM."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from msgspec.structs import replace

from planproof.index.parsed import Parsed, parse
from planproof.index.tables.django import django_tables
from planproof.index.tables.models import models_of
from planproof.index.tables.sql import Sql, budget_for, sql_of
from planproof.index.tables.texts import texts_of
from planproof.index.tables.use import TableUse
from planproof.model.document import Import


class Tables:
    """A file of a language with a grammar. What is asked for is read once.

    ``imports`` are those of its document; ``labels`` those that Django's app of the file may have,
    where they are known.
    """

    def __init__(
        self,
        source: bytes,
        language: str,
        path: str,
        imports: Sequence[Import] = (),
        labels: Sequence[str] = (),
    ) -> None:
        self._source = source
        self._language = language
        self._path = path
        self._imports = imports
        self._labels = labels
        self._budget = budget_for(source)

    def uses(self, needle: str) -> Iterator[TableUse]:
        """All uses of tables whose names may hold ``needle`` (in lower case), and some others."""
        for use in chain(self._models, *(sql.uses(needle, self._budget) for sql in self._sql)):
            span = self._parsed.outside(use.span.start, use.span.end)
            yield use if span == use.span else replace(use, span=span)

    @cached_property
    def computed(self) -> int:
        """How many tables of statements are only known at run time: their names are no uses."""
        return sum(sql.computed for sql in self._sql)

    @property
    def _parsed(self) -> Parsed:
        return parse(self._source, self._language)

    @cached_property
    def _sql(self) -> tuple[Sql, ...]:
        return tuple(sql_of(texts_of(self._parsed)))

    @cached_property
    def _models(self) -> tuple[TableUse, ...]:
        found = list(models_of(self._parsed))
        if self._language == "python":
            found += django_tables(self._parsed, self._path, self._imports, self._labels)
        return tuple(found)
