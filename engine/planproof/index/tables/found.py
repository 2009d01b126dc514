"""A table found in a text of SQL, at offsets of that text."""

from __future__ import annotations

from msgspec import Struct

from planproof.index.tables.use import Act, TableName


class Found(Struct, frozen=True):
    """``start`` and ``end`` are where the last part of the name stands."""

    name: TableName
    act: Act
    start: int
    end: int
    sure: bool = True
