"""The libraries in which code names tables: a query file each, and where it applies.

A new one is a file in ``queries/tables/`` and a line here. The captures:

    @table.<act>        what names the table: a text, or a constant of the file that is one.
                        <act> is the name of an Act: declare, create, alter …
    @table.<act>.of_column
                        the text is ``table.column``
    @table.<act>.bare   the node is itself the name
    @schema, @schema.bare
                        the schema of the tables of the same @model or @of
    @model              the name of the class that declares the table
    @model.type         the same, by the name of a type that is defined elsewhere in the file
    @of                 what a table and its schema have in common, where there is no model
    @default.<style>    on a @model: how its table is called if nothing else says so
    @none               on a @model: it has no table
    @constant, @constant.value
                        a name, and the text that it stands for
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

_QUERIES = Path(__file__).with_name("queries") / "tables"
_ECMASCRIPT = ("javascript", "typescript", "tsx", "vue", "svelte")


class Orm(Struct, frozen=True):
    """``words``: the file must hold one of them, if there are any; ``never``: none of these."""

    query: str
    languages: tuple[str, ...]
    words: tuple[bytes, ...] = ()
    never: tuple[bytes, ...] = ()

    @property
    def text(self) -> str:
        return _text(self.query)

    def may_be_in(self, source: bytes) -> bool:
        named = not self.words or any(word in source for word in self.words)
        return named and not any(word in source for word in self.never)


ORMS = (
    Orm("constants-python", ("python",)),
    Orm("constants-ecmascript", _ECMASCRIPT),
    Orm("constants-go", ("go",)),
    Orm("constants-java", ("java",)),
    Orm("constants-rust", ("rust",)),
    Orm("sqlalchemy", ("python",), never=(b"from django",)),
    Orm("alembic", ("python",), never=(b"from django",)),
    Orm("frames", ("python",), never=(b"from django",)),
    Orm("ecmascript", _ECMASCRIPT),
    Orm("jpa", ("java",), (b"@", b"withTableName", b"insertInto", b"deleteFrom")),
    Orm("gorm", ("go",)),
    Orm("diesel", ("rust",), (b"table",)),
)

DJANGO = Orm("django", ("python",))
"""Its rules need more than captures: index/tables/django.py."""


@cache
def _text(query: str) -> str:
    return (_QUERIES / f"{query}.scm").read_text(encoding="utf-8")
