"""One table, named at a place: what is done to it there, and how that is known."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from planproof.model.location import Span

DYNAMIC = "\ue000"
"""Stands, in the text of a statement, for a character of something computed at run time."""


class Act(Enum):
    """What is done to a table. The value is the word for it in messages."""

    CREATE = "created"
    READ = "read"
    WRITE = "written"
    ALTER = "altered"
    DROP = "dropped"
    DECLARE = "declared"
    REFERENCE = "referenced"


class TableName(Struct, frozen=True):
    """``catalog.schema.table`` as far as it is written; ``*`` is what is known only at run time."""

    parts: tuple[str, ...]

    @property
    def is_dynamic(self) -> bool:
        return any("*" in part for part in self.parts)

    @property
    def is_known(self) -> bool:
        """Whether any letter of the table's own name is."""
        return bool(self.parts) and self.parts[-1].strip("*") != ""

    def __str__(self) -> str:
        return ".".join(self.parts)


class TableUse(Struct, frozen=True):
    """A table is named. ``how`` completes a sentence: ``in SQL``, ``by model UserProfile``.

    Not ``sure``: the text around it was not understood, or may not be SQL.
    """

    name: TableName
    act: Act
    span: Span
    how: str = "in SQL"
    sure: bool = True


def name_of(*parts: str) -> TableName:
    """A name of parts that may hold DYNAMIC characters; empty parts are left out."""
    return TableName(tuple(_folded(part) for part in parts if part))


def _folded(part: str) -> str:
    if DYNAMIC not in part:
        return part
    pieces = part.split(DYNAMIC)
    ends = (pieces[0], *filter(None, pieces[1:-1]), pieces[-1])
    return "*".join(ends)
