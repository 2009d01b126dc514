"""The tables that files name: in SQL, parsed by sqlglot, and in the models of ORMs."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.index.tables.apps import labels_in
    from planproof.index.tables.django import possible_labels
    from planproof.index.tables.plain import PlainTables, names_tables
    from planproof.index.tables.tables import Tables
    from planproof.index.tables.use import Act, TableName, TableUse
else:
    __getattr__ = lazily(
        __name__,
        {
            "apps": ("labels_in",),
            "django": ("possible_labels",),
            "plain": ("PlainTables", "names_tables"),
            "tables": ("Tables",),
            "use": ("Act", "TableName", "TableUse"),
        },
    )

__all__ = [
    "Act",
    "PlainTables",
    "TableName",
    "TableUse",
    "Tables",
    "labels_in",
    "names_tables",
    "possible_labels",
]
