"""The statements that a file holds, read one by one, and only those that a name stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sized

from msgspec import Struct, field

from planproof.index.tables.found import Found
from planproof.index.tables.lexical import find_parts, find_tables
from planproof.index.tables.looks import Look, look_of
from planproof.index.tables.placeholders import masked
from planproof.index.tables.split import Piece, statements
from planproof.index.tables.statement import Budget, read_statement
from planproof.index.tables.texts import Text
from planproof.index.tables.use import DYNAMIC, TableUse

_GLUED = re.compile(rf"\w{DYNAMIC}|{DYNAMIC}\w")
_COMPUTED = re.compile(
    rf"""\b(?:from|join|into|update|table)\s+["`\[]?{DYNAMIC}+(?![\w.{DYNAMIC}])""", re.IGNORECASE
)
_ANY = re.compile(
    r"\b(?:from|join|into|update|tables?|view|index|on|references|truncate|merge|copy|pragma"
    r"|describe|vacuum|delete|insert)\b",
    re.IGNORECASE,
)
_LEAST_BUDGET = 60_000
_SHARE = 8
"""One in so many characters of a file may be parsed as SQL: under a second for a megabyte."""


def budget_for(content: Sized) -> Budget:
    """How much of one file may be parsed."""
    return Budget(_LEAST_BUDGET + len(content) // _SHARE)


class Sql(Struct):
    """One text that is SQL or a part of it; its statements are read when they are asked for."""

    text: Text
    look: Look
    pieces: tuple[Piece, ...]
    _read: dict[int, tuple[Found, ...] | None] = field(default_factory=dict)

    def uses(self, needle: str, budget: Budget) -> Iterator[TableUse]:
        """The tables of the statements that may name one with ``needle`` (in lower case) in it."""
        for number, piece in enumerate(self.pieces):
            if needle in piece.text.lower() or _GLUED.search(piece.text):
                for found in self._found(number, needle, budget):
                    span = self.text.place(piece.start + found.start, piece.start + found.end)
                    sure = found.sure and self.look is Look.SQL
                    yield TableUse(found.name, found.act, span, sure=sure)

    @property
    def computed(self) -> int:
        """How many names of tables are wholly computed at run time."""
        return sum(len(_COMPUTED.findall(piece.text)) for piece in self.pieces)

    def _found(self, number: int, needle: str, budget: Budget) -> Iterable[Found]:
        text = self.pieces[number].text
        if self.look is Look.PART:
            return find_parts(text, needle)
        if number not in self._read:
            self._read[number] = read_statement(text, budget)
        read = self._read[number]
        if read is None and self.look is Look.SQL:
            return find_tables(text, needle)
        return read or ()


def sql_of(texts: Iterable[Text]) -> Iterator[Sql]:
    """Those of the texts that look like SQL: one statement is enough."""
    for text in texts:
        written = text.value
        if _ANY.search(written):
            pieces = tuple(statements(masked(written)))
            look = max((look_of(p.text, executed=text.executed) for p in pieces), default=Look.NONE)
            if look is not Look.NONE:
                yield Sql(text, look, pieces)


def sql_in(text: Text) -> Sql:
    """A text that is known to be SQL: a file."""
    return Sql(text, Look.SQL, tuple(statements(masked(text.value))))
